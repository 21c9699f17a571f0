import KeptDomain

extension JournalRecord {
    static let columns: SQL =
        "transaction_id, number, at, kind, subject_kind, subject_id, customer_id, actor, why, facts"

    /// Reads `columns`.
    init(_ row: inout Row) throws {
        let position = JournalPosition(transaction: row.int64(), number: row.int64())
        let at = row.instant()
        let kind = row.text()
        let subject = Subject(kind: row.word(), id: row.int64())
        let customer = row.optionalID(Customer.self)
        let actor = row.text()
        let why = row.optionalText()
        let facts = try Self.facts(row.text(), at: position)
        self.init(
            position: position, at: at, actor: actor,
            entry: JournalEntry(kind, of: subject, customer: customer, why: why, facts: facts))
    }

    private static func facts(_ text: String, at position: JournalPosition) throws -> [Fact] {
        guard text != "{}" else { return [] }
        do {
            guard case .object(let members) = try JSONValue(json: text) else { return [] }
            return members.map { member in
                switch member.value {
                case .string(let value), .number(let value): Fact(member.name, value)
                default: Fact(member.name, "\(member.value)")
                }
            }
        } catch {
            throw StoreError.defect("journal entry \(position) holds facts that are no JSON: \(error)")
        }
    }
}
