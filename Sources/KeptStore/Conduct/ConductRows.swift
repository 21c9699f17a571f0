import KeptDomain

extension ConductFact {
    static let columns: SQL = """
        id, kind, evidence, words, is_threat, happened_at, case_id, message_id, customer_id, place_id, written_by, \
        written_at, struck_at
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), kind: row.word(), evidence: row.word(), words: row.text(), isThreat: row.flag(),
            happenedAt: row.instant(), case: row.id(), message: row.optionalID(), customer: row.optionalID(),
            place: row.id(), writtenBy: row.text(), writtenAt: row.instant(), struckAt: row.optionalInstant())
    }

    var insertion: SQL {
        """
        INSERT INTO conduct_facts (\(Self.columns)) VALUES (\(id), \(kind), \(evidence), \(words), \(isThreat), \
        \(happenedAt), \(self.case), \(message), \(customer), \(place), \(writtenBy), \(writtenAt), \(struckAt))
        """
    }
}

extension Call {
    static let columns: SQL = """
        id, kind, case_id, place_id, fact_id, why, asked_by, asked_at, answered_by, answered_at, word
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), kind: row.word(), case: row.id(), place: row.id(), fact: row.optionalID(),
            why: row.optionalText(), askedBy: row.text(), askedAt: row.instant(), answeredBy: row.optionalText(),
            answeredAt: row.optionalInstant(), word: row.optionalText())
    }
}

extension Playbook {
    static let columns: SQL = "kind, language, version, steps, phrases, avoid, hand_over, protection, made_at"

    init(_ row: inout Row) {
        let (kind, language, version) = (row.word(ConductKind.self), row.text(), row.int())
        var lines: [Part: [String]] = [:]
        for part in [Part.steps, .phrases, .avoid, .handOver, .protection] { lines[part] = Self.lines(of: row.text()) }
        self.init(kind: kind, language: language, version: version, lines: lines, madeAt: row.optionalInstant())
    }

    /// As its column holds it.
    static func text(_ lines: [String]?) -> String { (lines ?? []).joined(separator: "\n") }
}
