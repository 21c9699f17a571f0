import KeptDomain

/// What files tell of an order beside its course and its goods.
struct OrderAbout: Sendable, Hashable {
    var place: ID<Place>
    var carrier: ID<Carrier>?
    var channel: String?
    var segment: String?
    var city: String?
    var region: String?
    var postcode: String?
    var currency: String?
    var totalMinor: Int64?
    var orderedAt: Instant
    var orderedDay: Day
    var promisedAt: Instant?
    var promisedDay: Day?

    /// Of an order that is new to the record.
    ///
    /// - Parameters:
    ///   - customer: lends its address and segment where the row tells none.
    ///   - place: where the row names none that is known.
    init(_ row: OrderRow, _ customer: FoundCustomer?, _ memo: ImportMemo, place: ID<Place>) {
        self.place = row.place.flatMap { memo.places[$0] } ?? place
        carrier = row.carrier.flatMap { memo.carriers[$0] }
        channel = row.channel
        segment = row.segment ?? customer?.segment
        city = row.city ?? customer?.city
        region = row.region ?? customer?.region
        postcode = row.postcode ?? customer?.postcode
        currency = row.currency
        totalMinor = row.totalMinor
        orderedAt = row.milestones.ordered
        orderedDay = row.orderedDay
        promisedAt = row.promisedAt
        promisedDay = row.promisedDay
    }

    /// Takes over what a row tells; what it does not tell stays.
    mutating func hear(_ row: OrderRow, _ customer: FoundCustomer?, _ memo: ImportMemo) {
        let told = OrderAbout(row, customer, memo, place: place)
        place = told.place
        carrier = told.carrier ?? carrier
        channel = told.channel ?? channel
        segment = told.segment ?? segment
        city = told.city ?? city
        region = told.region ?? region
        postcode = told.postcode ?? postcode
        currency = told.currency ?? currency
        totalMinor = told.totalMinor ?? totalMinor
        orderedAt = told.orderedAt
        orderedDay = told.orderedDay
        promisedAt = told.promisedAt ?? promisedAt
        promisedDay = told.promisedDay ?? promisedDay
    }

    /// Sets these columns of an order's row.
    func write(to row: inout some ColumnSink) {
        row.set("place_id", place)
        row.set("carrier_id", carrier)
        row.set("channel", channel)
        row.set("segment", segment)
        row.set("city", city)
        row.set("region", region)
        row.set("postcode", postcode)
        row.set("currency", currency)
        row.set("total_minor", totalMinor)
        row.set("ordered_at", orderedAt)
        row.set("ordered_day", orderedDay)
        row.set("promised_at", promisedAt)
        row.set("promised_day", promisedDay)
    }

    /// In the order in which `write` sets them.
    init(_ row: inout Row) {
        place = row.id()
        carrier = row.optionalID()
        channel = row.optionalText()
        segment = row.optionalText()
        city = row.optionalText()
        region = row.optionalText()
        postcode = row.optionalText()
        currency = row.optionalText()
        totalMinor = row.optionalInt64()
        orderedAt = row.instant()
        orderedDay = row.day()
        promisedAt = row.optionalInstant()
        promisedDay = row.optionalDay()
    }

    static let columns: SQL = """
        place_id, carrier_id, channel, segment, city, region, postcode, currency, total_minor, ordered_at, ordered_day, \
        promised_at, promised_day
        """
}
