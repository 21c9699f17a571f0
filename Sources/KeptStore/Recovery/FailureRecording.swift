import KeptDomain

/// A failure before it stands on a case.
struct FailureDraft {
    var kind: Failure.Kind
    var promise: ID<Promise>?
    /// When it happened; `nil` where it is only foreseen.
    var happenedAt: Instant?
    var foreseenAt: Instant?
    var words: String?
    var toldBy: String?

    init(_ kind: Failure.Kind, happenedAt: Instant? = nil, words: String? = nil, toldBy: String? = nil) {
        self.kind = kind
        self.happenedAt = happenedAt
        self.words = words
        self.toldBy = toldBy
    }
}

/// The one place where failures are written: each stands on the case that it opened or joined, in the episode that the case
/// is in.
extension Transaction {
    private static let failureColumns: [StaticString] = [
        "id", "case_id", "episode", "kind", "customer_id", "order_id", "place_id", "promise_id", "foreseen_at",
        "happened_at", "learned_at", "words", "told_by",
    ]

    /// Opens a case on the matter or joins the one that stands open there, with what went wrong.
    func openOrJoinCase(
        on matter: Matter, because failure: FailureDraft, subject: String, place: ID<Place>, why: String? = nil
    ) throws -> Case {
        let found = try openOrJoinCase(on: matter, kind: .failure, subject: subject, place: place, why: why)
        try recordFailure(failure, on: found)
        return found
    }

    func recordFailure(_ draft: FailureDraft, on found: Case) throws {
        try recordFailures([(draft, found)])
    }

    /// Those of promises that were foreseen have happened now: each stands from then on where it happened, because the case on
    /// which it was foreseen may be closed.
    func recordFailures(_ all: [(draft: FailureDraft, found: Case)]) throws {
        guard !all.isEmpty else { return }
        let promised = Set(all.compactMap(\.draft.promise)).sorted()
        let known = Set(
            promised.isEmpty
                ? []
                : try rows("SELECT promise_id FROM failures WHERE promise_id IN \(anyOf: promised)") {
                    $0.id(Promise.self)
                })
        let episodes = try episodes(of: Set(all.map(\.found.id)).sorted())
        var new: [[Value]] = []
        for (draft, found) in all {
            if let promise = draft.promise, known.contains(promise) {
                if let happenedAt = draft.happenedAt {
                    put(
                        """
                        UPDATE failures SET happened_at = \(happenedAt), case_id = \(found.id),
                          episode = \(episodes[found.id] ?? 1) WHERE promise_id = \(promise) AND happened_at IS NULL
                        """)
                }
                continue
            }
            let row: SQL = """
                \(newID(Failure.self)), \(found.id), \(episodes[found.id] ?? 1), \(draft.kind), \(found.customer), \
                \(found.order), \(found.place), \(draft.promise), \(draft.foreseenAt), \(draft.happenedAt), \(now), \
                \(draft.words?.trimmedOrNil), \(draft.toldBy ?? actor.description)
                """
            new.append(row.values)
        }
        if !new.isEmpty { try add(into: "failures", columns: Self.failureColumns, rows: new) }
    }
}

extension Transaction {
    /// A complaint is a failure that the customer told us of.
    func noteComplaint(_ kind: Case.Kind, _ subject: String, on found: Case, isHistory: Bool = false) throws {
        guard kind == .complaint, !isHistory else { return }
        try recordFailure(FailureDraft(.complaint, happenedAt: now, words: subject), on: found)
    }

    /// The customer is not content with what was done: once for each time of opening, with their words where they said any.
    func noteNotMadeGood(on found: Case, words: String?) throws {
        let known = try failures(of: found.id, episode: episode(of: found.id)).first { $0.kind == .notMadeGood }
        guard let known else {
            return try recordFailure(FailureDraft(.notMadeGood, happenedAt: now, words: words), on: found)
        }
        if let words = words?.trimmedOrNil { put("UPDATE failures SET words = \(words) WHERE id = \(known.id)") }
    }

    /// Goes on with the recovery of a case that was closed: what went wrong there was not made good unless the customer said
    /// that it was. What is foreseen, and has not happened yet, is seen to where the case goes on.
    ///
    /// - Parameter standing: the case opened again, or the new one that its customer's word opened.
    func carryOn(_ closed: Case, on standing: Case, words: String?) throws {
        let last = try row(
            """
            SELECT u.answer FROM \(Failure.tables)
            LEFT JOIN follow_ups u ON u.case_id = f.case_id AND u.episode = f.episode
            WHERE f.case_id = \(closed.id) AND \(Failure.counts) ORDER BY f.episode DESC, f.id DESC LIMIT 1
            """
        ) { $0.optionalWord(FollowUp.Answer.self) }
        let episode = try episode(of: standing.id)
        put(
            """
            UPDATE failures SET case_id = \(standing.id), episode = \(episode) WHERE case_id = \(closed.id)
            AND happened_at IS NULL AND promise_id IN (SELECT id FROM promises WHERE state = 'open')
            """)
        guard let last, last != .yes else { return }
        // A complaint that opened a case of its own says it already.
        if standing.id != closed.id, closed.kind == .complaint { return }
        try noteNotMadeGood(on: standing, words: words)
    }
}

extension Failure.Kind {
    init(of promise: Promise) { self = promise.isTold ? .brokenPromise : .missedAim }
}
