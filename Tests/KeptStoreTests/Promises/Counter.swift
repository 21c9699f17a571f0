import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A shop with one customer and a calendar Mon-Fri 09-17 in Berlin, and a time that the test sets.
struct Counter: Sendable {
    let store: Store
    let location: StoreLocation
    let customer: ID<Customer>
    let officeHours: ID<CalendarRecord>

    static let hours = """
        {"zone":"Europe/Berlin","hours":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],"wed":["09:00-17:00"],\
        "thu":["09:00-17:00"],"fri":["09:00-17:00"]}}
        """

    static func with<T>(_ engine: Engine, _ body: (Counter) async throws -> T) async throws -> T {
        try await TestStore.withLocation(engine) { store, location in
            let ids: (ID<Customer>, ID<CalendarRecord>) = try await store.write(as: .shell, at: at("2026-01-01 00:00"))
            {
                tx in
                let customer: ID<Customer> = tx.newID()
                let calendar: ID<CalendarRecord> = tx.newID()
                try tx.run("INSERT INTO customers (id, name, created_at) VALUES (\(customer), 'Ann', 0)")
                try tx.run("INSERT INTO calendars (id, name, current_version) VALUES (\(calendar), 'office', 1)")
                try tx.run(
                    """
                    INSERT INTO calendar_versions (id, calendar_id, version, zone, zone_rules, definition, created_at)
                    VALUES (\(tx.newID(CalendarVersion.self)), \(calendar), 1, 'Europe/Berlin', '', \(Self.hours), 0)
                    """)
                try tx.run("UPDATE places SET calendar_id = \(calendar), zone = 'Europe/Berlin'")
                return (customer, calendar)
            }
            return try await body(Counter(store: store, location: location, customer: ids.0, officeHours: ids.1))
        }
    }

    /// A Berlin time, `2026-03-06 10:00` or with seconds.
    static func at(_ text: String) -> Instant {
        let parts = text.split(separator: " ")
        let clock = parts[1].split(separator: ":").map { Int($0)! }
        let seconds = clock[0] * 3_600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0)
        do {
            return try ZoneFiles().zone("Europe/Berlin").instant(of: Day(parts[0])!, secondsOfDay: seconds)
        } catch { preconditionFailure("\(error)") }
    }

    func draft(
        _ subject: String = "bicycle", target: ClockTarget, warnings: [WarningStep] = [.usual], isTold: Bool = true
    ) -> PromiseDraft {
        PromiseDraft(
            about: .customer(customer, subject: subject), said: "Solved in time", language: "en",
            zone: "Europe/Berlin", due: .target(target, calendar: officeHours), warnings: warnings, isTold: isTold)
    }

    func promise(_ draft: PromiseDraft, at time: String) async throws -> Promise {
        try await store.write(as: .shell, at: Self.at(time)) { try $0.makePromise(draft) }
    }

    /// Lets the deadline runner look at `time`.
    @discardableResult func look(at time: String) async throws -> LapseCount {
        try await look(at: Self.at(time))
    }

    @discardableResult func look(at now: Instant) async throws -> LapseCount {
        let words = try Vocabulary.shared()
        return try await store.write(as: .system("deadlines"), at: now) {
            try $0.lapseDeadlines(limit: 1000, words: words)
        }
    }

    func reload(_ promise: Promise) async throws -> Promise {
        try await store.read { try $0.knownPromise(promise.id) }
    }

    func count(_ sql: SQL) async throws -> Int { try await store.read { try $0.count(sql) } }
    func journalCount(_ kind: String) async throws -> Int {
        try await count("SELECT count(*) FROM journal WHERE kind = \(kind)")
    }
}
