import KeptDomain

/// What an operation reads with: one consistent state of the database.
package class Reading {
    package let connection: any Connection
    package let zones: ZoneFiles
    package let calendars: CalendarShelf
    package let models: ModelShelf
    package var engine: Engine { connection.engine }

    init(_ connection: any Connection, zones: ZoneFiles, calendars: CalendarShelf, models: ModelShelf) {
        self.connection = connection
        self.zones = zones
        self.calendars = calendars
        self.models = models
    }

    package func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T] { try connection.rows(sql, body) }

    /// The first row of the answer, or `nil` when there is none.
    package func row<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> T? {
        try connection.rows(sql, body).first
    }

    /// A single whole number, 0 when the answer is empty or NULL.
    package func count(_ sql: SQL) throws -> Int { try row(sql) { $0.optionalInt() ?? 0 } ?? 0 }
}

/// One operation at work: everything it writes becomes visible together, or nothing does.
///
/// Operations are functions in extensions of this type, named for what a person does; pages, API, command line and
/// runners all call them through `Store.write`. They are synchronous, so nothing can wait on the network while rows are
/// held; effects to the outside are rows.
package final class Transaction: Reading {
    package let actor: Actor
    package let now: Instant
    private let ids: IDMaker
    private var entries: [(entry: JournalEntry, actor: Actor)] = []
    /// Statements whose answer nobody waits for, sent together.
    private var waiting: [SQL] = []

    init(
        _ connection: any Connection, zones: ZoneFiles, calendars: CalendarShelf, models: ModelShelf, ids: IDMaker,
        actor: Actor, now: Instant
    ) {
        self.actor = actor
        self.now = now
        self.ids = ids
        super.init(connection, zones: zones, calendars: calendars, models: models)
    }

    package func newID<T>(_: T.Type = T.self) -> ID<T> { ids.next(at: now) }

    /// So many ids in a row: no other id of this process lies between them.
    package func newIDs<T>(_ count: Int, of _: T.Type = T.self) -> [ID<T>] { count > 0 ? ids.next(count, at: now) : [] }

    override package func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T] {
        try flush()
        return try super.rows(sql, body)
    }

    override package func row<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> T? {
        try rows(sql, body).first
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult package func run(_ sql: SQL) throws -> Int {
        try flush()
        return try connection.run(sql)
    }

    /// Runs a statement whose count of rows does not matter, at the latest before the next one that does or the commit.
    package func put(_ sql: SQL) { waiting.append(sql) }

    package func add(into table: StaticString, columns: [StaticString], rows: [[Value]]) throws {
        try add(into: table, columns: columns, values: rows.flatMap { $0 })
    }

    /// - Parameter values: row after row.
    func add(into table: StaticString, columns: [StaticString], values: [Value]) throws {
        try flush()
        try connection.add(into: table, columns: columns, values: values)
    }

    /// Runs an update guarded by `revision = …` and throws `conflict` when somebody else was first.
    package func runGuarded(_ sql: SQL, current revision: @autoclosure () throws -> Int?) throws {
        if try run(sql) == 0 {
            guard let now = try revision() else { throw StoreError.notFound("row") }
            throw StoreError.conflict(revision: now)
        }
    }

    /// Refuses what the actor may not do. - Throws: `NotPermitted`.
    package func permit(_ operation: Operation, _ extent: Extent) throws {
        guard actor.may(operation, extent) else { throw NotPermitted(operation) }
    }

    /// For one thing at a place. - Parameter owner: the colleague in whose hands it is.
    package func permit(_ operation: Operation, at place: ID<Place>, owner: ID<Person>? = nil) throws {
        try permit(operation, .at(place, owner: owner))
    }

    /// For what holds for the whole business: where no place is named, only a role held everywhere will do.
    package func permit(_ operation: Operation) throws { try permit(operation, .business) }

    /// Adds an entry to the journal, written last.
    package func journal(_ entry: JournalEntry) { entries.append((entry, actor)) }

    /// Runs `body` so that a row which the record refuses undoes only what `body` wrote, its journal entries with it.
    ///
    /// - Throws: `constraint` where the rest of the operation stands; after anything else nothing of it will.
    func apart<T>(_ body: () throws -> T) throws -> T {
        try flush()
        let told = entries.count
        do {
            return try connection.apart {
                let value = try body()
                try flush()
                return value
            }
        } catch {
            waiting = []
            entries.removeSubrange(told...)
            throw error
        }
    }

    private func flush() throws {
        guard !waiting.isEmpty else { return }
        let statements = waiting
        waiting = []
        try connection.runAll(statements)
    }

    /// Sends what still waits, the journal last.
    func finish() throws {
        for (entry, actor) in entries { put(Self.insertion(of: entry, by: actor, at: now)) }
        waiting += Self.noteOfTexts(in: entries.lazy.map(\.entry))
        entries = []
        try flush()
    }

    private static func insertion(of entry: JournalEntry, by actor: Actor, at now: Instant) -> SQL {
        """
        INSERT INTO journal (at, kind, subject_kind, subject_id, customer_id, actor, why, facts) VALUES (\(now), \
        \(entry.kind), \(entry.subject.kind), \(entry.subject.id), \(entry.customer), \(actor.description), \
        \(entry.why), \(JSONText.object(entry.facts)))
        """
    }
}
