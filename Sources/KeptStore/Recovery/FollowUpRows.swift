import KeptDomain

extension FollowUp {
    /// Writes the letters that ask.
    static let author = Actor.system("follow-up").description

    /// Whose letter failed or came back was not asked: told from the outbox, so that a letter that is sent again and arrives
    /// counts as asked.
    private static let standing: SQL = """
        CASE WHEN state = 'sent' AND EXISTS (SELECT 1 FROM sends s WHERE s.message_id = follow_ups.message_id \
        AND (s.state IN ('failed', 'bounced') OR s.held = 'no-address')) THEN 'unreachable' ELSE state END
        """
    static let columns: SQL = """
        id, case_id, episode, kind, \(standing), due_at, sent_at, closes_at, answer, words, noted_by, \
        answered_at, changes, reopened_case_id, revision
        """

    init(_ row: inout Row) {
        let (id, found, episode, kind): (ID<FollowUp>, ID<Case>, Int, Failure.Kind) = (
            row.id(), row.id(), row.int(), row.word()
        )
        let (state, due, sentAt, closesAt): (State, Instant, Instant?, Instant?) = (
            row.word(), row.instant(), row.optionalInstant(), row.optionalInstant()
        )
        self.init(
            id: id, case: found, episode: episode, kind: kind, state: state, due: due, sentAt: sentAt,
            closesAt: closesAt, answer: row.optionalWord(), words: row.optionalText(), notedBy: row.optionalText(),
            answeredAt: row.optionalInstant(), changes: row.int(), reopened: row.optionalID(), revision: row.int())
    }
}

extension FollowUpRule {
    static let columns: SQL = "kind, is_on, after_days, answer_days, partly_reopens, revision"

    init(_ row: inout Row) {
        self.init(
            kind: row.word(), isOn: row.flag(), afterDays: row.int(), answerDays: row.int(),
            partlyReopens: row.flag(), revision: row.int())
    }
}

extension Reading {
    /// By kind of failure.
    package func followUpRules() throws -> [FollowUpRule] {
        try rows("SELECT \(FollowUpRule.columns) FROM follow_up_rules ORDER BY kind", FollowUpRule.init)
    }

    func followUpRule(_ kind: Failure.Kind) throws -> FollowUpRule {
        try row("SELECT \(FollowUpRule.columns) FROM follow_up_rules WHERE kind = \(kind)", FollowUpRule.init)
            ?? FollowUpRule(kind: kind, isOn: false)
    }

    package func followUp(keyed key: TrackingKey) throws -> FollowUp? {
        try row("SELECT \(FollowUp.columns) FROM follow_ups WHERE key = \(key.bytes)", FollowUp.init)
    }

    /// One for each episode that has one, in order.
    package func followUps(of id: ID<Case>) throws -> [FollowUp] {
        try rows("SELECT \(FollowUp.columns) FROM follow_ups WHERE case_id = \(id) ORDER BY episode", FollowUp.init)
    }

    /// The one whose answer can be noted: the last that was not withdrawn.
    package func followUp(toNoteOn id: ID<Case>) throws -> FollowUp? {
        try followUps(of: id).last { $0.state != .withdrawn }
    }

    func followUps(of cases: [ID<Case>]) throws -> [CaseEpisodeKey: FollowUp] {
        Dictionary(
            try rows(
                "SELECT \(FollowUp.columns) FROM follow_ups WHERE case_id IN \(anyOf: cases) ORDER BY id", FollowUp.init
            ).map { (CaseEpisodeKey($0.case, $0.episode), $0) }
        ) { known, _ in known }
    }

    /// When the next customer is to be asked; `nil` when none is.
    package func nextFollowUp() throws -> Instant? {
        try row("SELECT due_at FROM follow_ups WHERE state = 'waiting' ORDER BY due_at, id LIMIT 1") { $0.instant() }
    }

    /// Those to be asked at `now`, the longest due first.
    package func dueFollowUps(at now: Instant, limit: Int) throws -> [ID<FollowUp>] {
        try rows(
            "SELECT id FROM follow_ups WHERE state = 'waiting' AND due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)"
        ) { $0.id() }
    }
}
