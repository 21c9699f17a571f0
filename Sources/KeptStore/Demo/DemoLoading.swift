import KeptDomain
import KeptWords

/// Why no demonstration is made.
package enum DemoRefusal: Refusal, Hashable {
    /// The record holds something already.
    case notEmpty
    package var key: String { "refusals.demonstration-not-empty" }
    package var facts: [Fact] { [] }
}

/// What a demonstration holds.
package struct DemoCounts: Sendable, Hashable {
    package internal(set) var orders = 0
    package internal(set) var broken = 0
    package internal(set) var underWay = 0
}

/// What has been done of a demonstration that is being made.
package enum DemoNews: Sendable, Hashable {
    /// The zone of the shop.
    case opened(String)
    case customers(Int)
    /// So many orders so far, of so many days.
    case orders(Int, days: Int)
    case underWay(Int)
}

/// Makes the record of a city bookshop with 90 days behind it and a day in progress.
package struct DemoLoading: Sendable {
    private let store: Store
    private let now: Instant
    private let seed: UInt64
    private let words: Vocabulary
    private static let days = 90
    private let orders: Int

    /// - Parameter seed: the same seed at the same time makes the same shop, but for the keys of its tracking links.
    package init(into store: Store, at now: Instant, seed: UInt64, words: Vocabulary, orders: Int = 5_000) {
        self.orders = orders
        self.store = store
        self.now = now
        self.seed = seed
        self.words = words
    }

    /// - Parameter told: called with what is done.
    package func run(told: @Sendable (DemoNews) -> Void = { _ in }) async throws -> DemoCounts {
        guard try await store.read({ try $0.isEmptyRecord() }) else { throw DemoRefusal.notEmpty }
        let zone = try zoneOfTheShop()
        let opened = now - .days(Int64(Self.days))
        let seed = seed
        try await store.write(as: .shell, at: opened) { tx in
            guard try tx.isEmptyRecord() else { throw DemoRefusal.notEmpty }
            try tx.openDemoShop(zone: zone, seed: seed)
        }
        guard let shop = try await store.read({ try $0.demoShop() }) else { throw StoreError.notFound("the shop") }
        told(.opened(zone))
        let customers = try await addCustomers()
        told(.customers(customers.count))
        var (past, current) = try plans(shop)
        var counts = DemoCounts()
        counts.broken = past.reduce(0) { $0 + $1.chain.breaks }
        while !past.isEmpty {
            let batch = Array(past.prefix(1_000))
            past.removeFirst(batch.count)
            try await write(batch, shop, customers)
            counts.orders += batch.count
            told(.orders(counts.orders, days: Self.days))
        }
        try await addAmends(shop)
        current.sort { $0.order.orderedAt < $1.order.orderedAt }
        counts.underWay = try await DemoDay(store: store, shop: shop, now: now, words: words).begin(current, seed: seed)
        counts.orders += counts.underWay
        try await askALead(shop)
        try await DemoVisits(store: store, shop: shop, now: now, words: words).add(seed: seed)
        told(.underWay(counts.underWay))
        try await store.foldDeliveries(at: now)
        return counts
    }

    /// Where it is about eleven now, so that half of a day lies behind and half ahead whenever the demonstration is begun.
    private func zoneOfTheShop() throws -> String {
        let candidates = [
            "Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago",
            "America/Los_Angeles", "America/Sao_Paulo", "Asia/Dubai", "Asia/Dhaka", "Asia/Shanghai", "Asia/Tokyo",
            "Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu", "Atlantic/Azores", "Asia/Karachi",
            "America/Denver", "America/Anchorage", "America/Puerto_Rico", "America/Noronha", "Africa/Nairobi",
            "Asia/Bangkok", "Australia/Brisbane", "Pacific/Noumea", "Pacific/Fiji", "Pacific/Pago_Pago",
        ]
        let ranked = try candidates.enumerated().map { index, name in
            let second = try store.zones.zone(name).local(now).secondsOfDay
            return (distance: abs(second - 39_600), index: index, name: name)
        }
        return ranked.min { ($0.distance / 1_860, $0.index) < ($1.distance / 1_860, $1.index) }?.name ?? "UTC"
    }

    /// Orders that have come to their end, and those whose day is in progress.
    private func plans(_ shop: DemoShop) throws -> (past: [DemoPast], current: [DemoCurrent]) {
        var dice = Dice(seed: seed)
        var past: [DemoPast] = []
        var current: [DemoCurrent] = []
        let today = shop.zone.day(of: now)
        var number: UInt64 = 0
        while past.count + current.count < orders - DemoDay.openingOrders {
            number += 1
            // More towards the end: the shop grows.
            let back = Double(Self.days) * (1 - dice.share(0...1).squareRoot())
            let day = today.advanced(by: -Int(back))
            let at = shop.zone.instant(of: day, secondsOfDay: dice.number(7 * 3_600...23 * 3_600))
            let order = DemoOrder(at: at, quick: 0.3, dice: &dice)
            let due = try shop.promise(for: order).due
            let course = DemoCourse(of: order, due: due, dice: &dice)
            guard at < now else { continue }
            let own = seed &+ number
            if max(course.end, due) < now - .minutes(30) {
                let chain = try DemoChain(of: order, course, in: shop, vocabulary: words, dice: &dice)
                if chain.words.allSatisfy({ $0.settledAt < now }) {
                    past.append(DemoPast(order: order, course: course, chain: chain, key: .random(), seed: own))
                    continue
                }
            }
            current.append(DemoCurrent(order: order, course: course))
        }
        past.sort { $0.order.orderedAt < $1.order.orderedAt }
        return (past, current)
    }

    private func addCustomers() async throws -> [Int: ID<Customer>] {
        let all = (0..<DemoCustomer.count).map(DemoCustomer.init)
        return try await store.write(as: .system("demo"), at: now - .days(Int64(Self.days))) { tx in
            var ids: [Int: ID<Customer>] = [:]
            var customers: [[Value]] = []
            var contacts: [[Value]] = []
            var terms: [[Value]] = []
            for customer in all {
                let id = tx.newID(Customer.self)
                ids[customer.number] = id
                let row: SQL = """
                    \(id), \("lantern.example"), \(customer.externalID), \(customer.name), \(customer.language),
                    \(customer.city), \(customer.region), \(customer.segment), \(tx.now)
                    """
                customers.append(row.values)
                let contact: SQL = "\(tx.newID(ContactPoint.self)), \(id), \("email"), \(customer.email), \(tx.now)"
                contacts.append(contact.values)
                terms += NameTerms.of(customer.name).map { [.text($0), .int(id.rawValue)] }
            }
            try tx.add(
                into: "customers",
                columns: [
                    "id", "source", "external_id", "name", "language", "city", "region", "segment", "created_at",
                ],
                rows: customers)
            try tx.add(
                into: "contact_points", columns: ["id", "customer_id", "kind", "value", "created_at"], rows: contacts)
            try tx.add(into: "customer_terms", columns: ["term", "customer_id"], rows: terms)
            return ids
        }
    }

    /// What colleagues gave in the past to make good what broke.
    private func addAmends(_ shop: DemoShop) async throws {
        let (seed, words) = (seed, words)
        try await store.write(as: .system("demo"), at: now) { tx in
            var amends = DemoAmends(tx, shop: shop, seed: seed, words: words)
            try amends.add()
            try tx.addDemoTaps(seed: seed)
        }
        try await store.write(as: .system("demo"), at: now) { tx in
            var recovery = DemoRecovery(tx, shop: shop, seed: seed, words: words)
            try recovery.add()
        }
    }

    /// Something that waits for the lead.
    private func askALead(_ shop: DemoShop) async throws {
        guard let colleague = shop.frontLine.first else { return }
        let (words, place) = (words, shop.place.id)
        let actor = Actor.person(colleague, grants: [Grant(role: .frontLine, place: place)])
        try await store.write(as: actor, at: now) { try $0.askInDemo(words: words) }
    }

    private func write(_ batch: [DemoPast], _ shop: DemoShop, _ customers: [Int: ID<Customer>]) async throws {
        try await store.write(as: .system("demo"), at: now) { tx in
            let numbers = try tx.nextNumbers(.order, count: batch.count)
            var cases = try tx.nextNumbers(.case, count: batch.count { $0.chain.breaks > 0 })[...]
            let first = tx.newID(Order.self)
            var rows = DemoBatch(tx, shop: shop, customers: customers)
            for (past, number) in zip(batch, numbers) {
                rows.add(past, number: number, caseNumber: past.chain.breaks > 0 ? cases.popFirst() : nil)
            }
            try rows.write()
            let last = tx.newID(Order.self)
            tx.noteImported(OrderRange(first: first, last: last))
            try tx.noteTexts(
                of: tx.rows("SELECT id FROM cases WHERE id > \(first) AND id < \(last) ORDER BY id") { $0.id() })
            // One entry for everything whose id lies between: orders, promises and cases.
            tx.journal(
                JournalEntry(
                    "business.demonstration-loaded", of: .business,
                    facts: [Fact("orders", batch.count), Fact("first", first), Fact("last", last)]))
        }
    }
}

extension Reading {
    /// Nobody has worked with this record yet.
    func isEmptyRecord() throws -> Bool {
        let tables: [SQL] = [
            "SELECT 1 FROM orders LIMIT 1", "SELECT 1 FROM customers LIMIT 1", "SELECT 1 FROM promises LIMIT 1",
            "SELECT 1 FROM cases LIMIT 1", "SELECT 1 FROM standards LIMIT 1", "SELECT 1 FROM carriers LIMIT 1",
        ]
        for table in tables where try row(table, { $0.int() }) != nil { return false }
        return try setting(.setUpAt) == nil
    }
}
