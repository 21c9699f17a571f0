import KeptDomain

extension StruckFailure {
    static let columns: SQL = """
        id, case_id, episode, kind, happened_at, learned_at, words, told_by, struck_by, struck_at, why
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), case: row.id(), episode: row.int(), kind: row.word(), happenedAt: row.optionalInstant(),
            learnedAt: row.instant(), words: row.optionalText(), toldBy: row.text(), struckBy: row.text(),
            struckAt: row.instant(), why: row.text())
    }
}

extension Reading {
    /// What was noted on a case by mistake and struck since, in the order in which it was struck.
    package func struckFailures(of id: ID<Case>) throws -> [StruckFailure] {
        try rows(
            "SELECT \(StruckFailure.columns) FROM struck_failures WHERE case_id = \(id) ORDER BY struck_at, id",
            StruckFailure.init)
    }
}

extension Transaction {
    /// A complaint is a failure from the moment at which somebody sees that it is one. Who took it for one by mistake may say
    /// so, with the reason: it is struck and stays readable. What came with a customer's own word stays.
    func noteKind(of sorted: Case, was before: Case.Kind, why: String?) throws {
        let episode = try episode(of: sorted.id)
        let known = try failures(of: sorted.id, episode: episode).filter { $0.kind == .complaint }
        if known.isEmpty { try noteComplaint(sorted.kind, sorted.subject, on: sorted) }
        guard before == .complaint, let why = why?.trimmedOrNil else { return }
        let own = try known.filter { try $0.toldBy == actor.description && wasSorted($0) }.map(\.id)
        guard !own.isEmpty else { return }
        put(
            """
            INSERT INTO struck_failures (id, case_id, episode, kind, happened_at, learned_at, words, told_by, struck_by,
              struck_at, why)
            SELECT id, case_id, episode, kind, happened_at, learned_at, words, told_by, CAST(\(actor.description) AS TEXT),
              CAST(\(now) AS BIGINT), CAST(\(why) AS TEXT) FROM failures WHERE id IN \(anyOf: own)
            """)
        put("DELETE FROM merged_failures WHERE failure_id IN \(anyOf: own)")
        put("DELETE FROM failures WHERE id IN \(anyOf: own)")
        journal(JournalEntry("case.failure-struck", of: .case(sorted.id), customer: sorted.customer, why: why))
    }

    /// Whether the actor made a case of this failure by sorting it, not by writing down what a customer said.
    private func wasSorted(_ failure: Failure) throws -> Bool {
        try count(
            """
            SELECT count(*) FROM journal WHERE subject_kind = 'case' AND subject_id = \(failure.case)
            AND kind = 'case.sorted' AND at = \(failure.learnedAt) AND actor = \(actor.description)
            """) > 0
    }
}
