import KeptDomain

/// The coupons among the gifts of a batch: each has a code of its own, and ends with the last day that its place allows.
struct GuaranteeCoupons {
    /// For how many days each holds.
    private let days: Int
    private let transaction: Transaction
    private var ends: [ID<Place>: (until: Instant, day: Day)] = [:]
    private var rows: [[Value]] = []

    init(days: Int, in transaction: Transaction) {
        self.days = days
        self.transaction = transaction
    }

    /// - Parameter remedy: by which it is given. - Returns: what the customer is told of it.
    mutating func add(
        _ gift: GivenGift, of remedy: ID<Remedy>, at place: ID<Place>, customer: ID<Customer>?, found: ID<Case>?,
        order: ID<Order>?
    ) throws -> (code: CouponCode, until: Day) {
        let (until, lastDay) = try end(at: place)
        let code = CouponCode.random()
        let row: SQL = """
            \(transaction.newID(Coupon.self)), \(code.text), \(gift.amount.minor), \(gift.amount.currency.code), \(until), \
            \(customer), \(found), \(order), \(remedy), \(transaction.actor.description), \(transaction.now)
            """
        rows.append(row.values)
        return (code, lastDay)
    }

    private mutating func end(at place: ID<Place>) throws -> (until: Instant, day: Day) {
        if let known = ends[place] { return known }
        let until = try transaction.couponEnd(at: place, days: days)
        let day = try transaction.zones.zone(transaction.place(orDefault: place).zone).day(of: until)
        ends[place] = (until, day)
        return (until, day)
    }

    /// Sends them. Their remedies stand already.
    func write() throws {
        try transaction.add(
            into: "coupons",
            columns: [
                "id", "code", "amount_minor", "currency", "valid_until", "customer_id", "case_id", "order_id",
                "remedy_id", "made_by", "made_at",
            ], rows: rows)
    }
}
