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

    /// Those of promises that were foreseen have happened now.
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
                        UPDATE failures SET happened_at = \(happenedAt)
                        WHERE promise_id = \(promise) AND happened_at IS NULL
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

    /// What went wrong on a case stands on the one that it became part of.
    func carryFailures(from id: ID<Case>, into target: ID<Case>) throws {
        let episode = try episode(of: target)
        put(
            """
            UPDATE failures SET from_case_id = case_id, from_episode = episode, case_id = \(target), episode = \(episode)
            WHERE case_id = \(id) AND from_case_id IS NULL AND episode = (SELECT max(number) FROM case_episodes WHERE case_id = \(id))
            """)
    }

    /// As before the merge.
    func returnFailures(to id: ID<Case>) {
        put(
            """
            UPDATE failures SET case_id = from_case_id, episode = from_episode, from_case_id = NULL, from_episode = NULL
            WHERE from_case_id = \(id)
            """)
    }
}

extension Failure.Kind {
    init(of promise: Promise) { self = promise.isTold ? .brokenPromise : .missedAim }
}
