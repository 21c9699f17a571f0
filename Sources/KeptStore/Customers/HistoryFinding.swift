import KeptDomain

/// Finds what there was with a customer: which things, not yet what they are. One statement, of which each part is read from
/// the newest on and ends after a page.
struct HistoryFinding {
    struct Found: Hashable {
        let kind: HistoryKind
        let at: Instant
        let id: Int64

        init(_ row: inout Row) {
            kind = row.word()
            at = row.instant()
            id = row.int64()
        }

        var cursor: ListCursor { ListCursor(key: at.microseconds, id: id) }
    }

    let customer: ID<Customer>
    /// `nil` for all.
    let kind: HistoryKind?
    let reach: CustomerReach
    let cursor: ListCursor?
    let limit: Int

    func found(in reading: Reading) throws -> [Found] {
        let parts = (kind.map { [$0] } ?? HistoryKind.allCases).flatMap(parts)
        guard !parts.isEmpty else { return [] }
        return try reading.rows(
            """
            SELECT kind, at, id FROM (\(SQL.joined(parts, by: " UNION ALL "))) found
            ORDER BY at DESC, id DESC LIMIT \(limit)
            """, Found.init)
    }

    private func parts(_ kind: HistoryKind) -> [SQL] {
        switch kind {
        case .order: orders
        case .case: cases
        case .message: messages
        case .promise: brokenPromises
        case .remedy: remedies
        case .rating: ratings
        case .followUp: followUps
        }
    }

    private var orders: [SQL] {
        guard let places = CustomerReach.condition("o.place_id", reach.orders) else { return [] }
        return [
            newest(
                .order, "orders o", where: "o.customer_id = \(customer)\(places)", at: "o.ordered_at", id: "o.id")
        ]
    }

    /// What became part of another case of the same customer stands there.
    private var cases: [SQL] {
        guard let places = CustomerReach.condition("c.place_id", reach.cases) else { return [] }
        return [
            newest(
                .case, "cases c",
                where: """
                    c.customer_id = \(customer)\(places) AND (c.merged_into_id IS NULL OR NOT EXISTS (
                      SELECT 1 FROM cases t WHERE t.id = c.merged_into_id AND t.customer_id = c.customer_id))
                    """, at: "c.opened_at", id: "c.id")
        ]
    }

    /// Theirs and ours to them; and what names nobody, on their cases. A message that was carried over by a merge stands on
    /// one case alone.
    private var messages: [SQL] {
        guard let reached = reach.cases, let places = CustomerReach.condition("c.place_id", reached) else { return [] }
        let joined: SQL = reached.places == nil ? "messages m" : "messages m JOIN cases c ON c.id = m.case_id"
        return [
            newest(
                .message, joined, where: "m.customer_id = \(customer)\(places)", at: "m.written_at", id: "m.id"),
            newest(
                .message, "cases c JOIN messages m ON m.case_id = c.id",
                where: "c.customer_id = \(customer) AND m.customer_id IS NULL\(places)", at: "m.written_at",
                id: "m.id"),
        ]
    }

    private var brokenPromises: [SQL] {
        guard let places = CustomerReach.condition("p.place_id", reach.promises) else { return [] }
        return [
            newest(
                .promise, "promises p",
                where: "p.customer_id = \(customer) AND p.state = 'broken' AND p.is_told = 1\(places)",
                at: "p.settled_at", id: "p.id")
        ]
    }

    private var remedies: [SQL] {
        guard let places = CustomerReach.condition("r.place_id", reach.cases) else { return [] }
        return [
            newest(.remedy, "remedies r", where: "r.customer_id = \(customer)\(places)", at: "r.given_at", id: "r.id")
        ]
    }

    private var ratings: [SQL] {
        var parts: [SQL] = []
        if let places = CustomerReach.condition("c.place_id", reach.cases) {
            parts.append(
                newest(
                    .rating, "cases c JOIN ratings g ON g.case_id = c.id",
                    where: "c.customer_id = \(customer)\(places)", at: "g.rated_at", id: "g.id"))
        }
        if let places = CustomerReach.condition("o.place_id", reach.orders) {
            parts.append(
                newest(
                    .rating, "orders o JOIN ratings g ON g.order_id = o.id",
                    where: "o.customer_id = \(customer)\(places)", at: "g.rated_at", id: "g.id"))
        }
        return parts
    }

    private var followUps: [SQL] {
        guard let places = CustomerReach.condition("c.place_id", reach.cases) else { return [] }
        return [
            newest(
                .followUp, "cases c JOIN follow_ups f ON f.case_id = c.id",
                where: "c.customer_id = \(customer) AND f.answered_at IS NOT NULL\(places)", at: "f.answered_at",
                id: "f.id")
        ]
    }

    private func newest(
        _ kind: HistoryKind, _ tables: SQL, where condition: SQL, at time: SQL, id: SQL
    ) -> SQL {
        let below: SQL = if let cursor { " AND (\(time), \(id)) < (\(cursor.key), \(cursor.id))" } else { "" }
        return """
            SELECT * FROM (SELECT \(Self.name(of: kind)) AS kind, \(time) AS at, \(id) AS id FROM \(tables)
            WHERE \(condition)\(below) ORDER BY \(time) DESC, \(id) DESC LIMIT \(limit)) part
            """
    }

    /// Written out: PostgreSQL knows no type of a value that stands in a list of columns.
    private static func name(of kind: HistoryKind) -> SQL {
        switch kind {
        case .order: "'order'"
        case .case: "'case'"
        case .message: "'message'"
        case .promise: "'promise'"
        case .remedy: "'remedy'"
        case .rating: "'rating'"
        case .followUp: "'follow-up'"
        }
    }
}
