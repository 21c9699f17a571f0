import KeptDomain

/// A case in one of its episodes.
package struct CaseEpisodeKey: Sendable, Hashable {
    package let `case`: ID<Case>
    package let episode: Int

    package init(_ id: ID<Case>, _ episode: Int) {
        self.case = id
        self.episode = episode
    }
}

extension Reading {
    /// The recovery of a case in the episode that it is in; `nil` where nothing went wrong in it.
    package func recovery(of id: ID<Case>) throws -> Recovery? { try recovery(of: id, episode: episode(of: id)) }

    /// `nil` where nothing went wrong in that episode.
    package func recovery(of id: ID<Case>, episode: Int) throws -> Recovery? {
        try recoveries([CaseEpisodeKey(id, episode)], "f.case_id = \(id) AND f.episode = \(episode)").first
    }

    /// Recoveries whose first failure was known in `from ..< to`, the oldest first, each with what did its steps. Read in
    /// pages, so that any number of them needs the memory of one.
    ///
    /// - Parameter places: only those whose first failure was at one of these, all where left out.
    package func eachRecovery(
        from: Instant, to: Instant, at places: Set<ID<Place>>? = nil, page: Int = 1_000,
        _ body: (Recovery) throws -> Void
    ) throws {
        let place = SQL.and("f.place_id", in: places)
        var (at, after) = (from, ID<Failure>(0))
        while true {
            let keys = try rows(
                """
                SELECT f.learned_at, f.id, f.case_id, f.episode FROM failures f
                WHERE f.learned_at >= \(at) AND f.learned_at < \(to) AND (f.learned_at > \(at) OR f.id > \(after))\(place)
                AND NOT EXISTS (SELECT 1 FROM failures e WHERE e.case_id = f.case_id AND e.episode = f.episode
                  AND (e.learned_at < f.learned_at OR e.learned_at = f.learned_at AND e.id < f.id))
                ORDER BY f.learned_at, f.id LIMIT \(page)
                """
            ) { (at: $0.instant(), id: $0.id(Failure.self), key: CaseEpisodeKey($0.id(), $0.int())) }
            guard let last = keys.last else { return }
            let found = Set(keys.map(\.key.case)).sorted()
            for recovery in try recoveries(keys.map(\.key), "f.case_id IN \(anyOf: found)") { try body(recovery) }
            (at, after) = (last.at, last.id)
        }
    }

    /// In the order of `keys`.
    private func recoveries(_ keys: [CaseEpisodeKey], _ condition: SQL) throws -> [Recovery] {
        guard !keys.isEmpty else { return [] }
        let failures = Dictionary(
            grouping: try rows(
                """
                SELECT \(Failure.columns) FROM \(Failure.tables) WHERE \(condition) ORDER BY f.learned_at, f.id
                """, Failure.init)
        ) { CaseEpisodeKey($0.case, $0.episode) }
        // Most cases carry none: nothing further is read of them.
        guard !failures.isEmpty else { return [] }
        let cases = Set(keys.map(\.case)).sorted()
        let (facts, omissions, asked) = (
            try recoveryFacts(of: cases), try omissions(of: cases), try followUps(of: cases)
        )
        return keys.compactMap { key in
            guard let failed = failures[key], !failed.isEmpty else { return nil }
            return Recovery(
                case: key.case, episode: key.episode, failures: failed, facts: facts[key] ?? [],
                leftOut: omissions[key] ?? [], followUp: asked[key])
        }
    }

    private func omissions(of cases: [ID<Case>]) throws -> [CaseEpisodeKey: [StepLeftOut]] {
        Dictionary(
            grouping: try rows(
                """
                SELECT case_id, episode, step, reason, left_by, left_at FROM steps_left_out
                WHERE case_id IN \(anyOf: cases) ORDER BY left_at, case_id
                """
            ) { row in
                (
                    key: CaseEpisodeKey(row.id(), row.int()),
                    value: StepLeftOut(step: row.word(), reason: row.text(), by: row.text(), at: row.instant())
                )
            }, by: \.key
        ).mapValues { $0.map(\.value) }
    }

    /// What did steps on these cases, each in the episode in which it falls.
    private func recoveryFacts(of cases: [ID<Case>]) throws -> [CaseEpisodeKey: [RecoveryFact]] {
        let episodes = Dictionary(
            grouping: try rows(
                """
                SELECT case_id, number, opened_at FROM case_episodes WHERE case_id IN \(anyOf: cases)
                ORDER BY case_id, number
                """
            ) { (found: $0.id(Case.self), number: $0.int(), opened: $0.instant()) }, by: \.found)
        var all: [CaseEpisodeKey: [RecoveryFact]] = [:]
        func add(_ id: ID<Case>, _ fact: RecoveryFact) {
            // What was done before the first opening belongs to the first.
            let number = episodes[id]?.last { $0.opened <= fact.at }?.number ?? 1
            all[CaseEpisodeKey(id, number), default: []].append(fact)
        }
        for (id, fact) in try messageFacts(cases) + remedyFacts(cases) + solutionFacts(cases) { add(id, fact) }
        for (key, fact) in try closingFacts(cases) + answerFacts(cases) { all[key, default: []].append(fact) }
        // What came over with a merge belongs to the opening in which it came, as the failure does.
        for (id, mergedAt, fact) in try mergedRemedyFacts(cases) {
            let number = episodes[id]?.last { $0.opened <= mergedAt }?.number ?? 1
            all[CaseEpisodeKey(id, number), default: []].append(fact)
        }
        return all
    }

    private func messageFacts(_ cases: [ID<Case>]) throws -> [(ID<Case>, RecoveryFact)] {
        try rows(
            """
            SELECT m.case_id, s.step, m.left_at, m.author, m.id FROM messages m JOIN message_steps s ON s.message_id = m.id
            WHERE m.case_id IN \(anyOf: cases) AND m.left_at IS NOT NULL ORDER BY m.left_at, m.id
            """
        ) { row in
            let (id, step, at): (ID<Case>, RecoveryStep, Instant) = (row.id(), row.word(), row.instant())
            return (id, RecoveryFact(step, at: at, by: row.text(), evidence: .message(row.id())))
        }
    }

    /// Told words on the matter that were kept. That we answered in time solves nothing, and neither does a lead's yes or no
    /// to a remedy.
    private func solutionFacts(_ cases: [ID<Case>]) throws -> [(ID<Case>, RecoveryFact)] {
        let replies = (Standard.Metric.replies + [.keepPosted]).map(\.rawValue)
        return try rows(
            """
            SELECT c.id, p.settled_at, p.id FROM cases c JOIN promises p ON p.matter_id = c.matter_id
            LEFT JOIN promises fp ON fp.id = p.first_id
            LEFT JOIN standard_versions v ON v.id = fp.standard_version_id
            WHERE c.id IN \(anyOf: cases) AND p.state = 'kept' AND p.is_told = 1
            AND (v.metric IS NULL OR v.metric NOT IN \(anyOf: replies))
            AND NOT EXISTS (SELECT 1 FROM remedy_requests q WHERE q.promise_id = p.first_id) ORDER BY p.settled_at, p.id
            """
        ) { row in
            let (id, at) = (row.id(Case.self), row.instant())
            return (id, RecoveryFact(.solve, at: at, by: "system:deadlines", evidence: .promise(row.id())))
        }
    }

    /// A closing solves and, with its cause, learns. A case that became part of another was not solved by that.
    private func closingFacts(_ cases: [ID<Case>]) throws -> [(CaseEpisodeKey, RecoveryFact)] {
        try rows(
            """
            SELECT e.case_id, e.number, e.closed_at, coalesce(k.same_as_id, k.id),
              CASE WHEN e.cause_id IS NOT NULL OR e.is_ours = 0 THEN 1 ELSE 0 END,
              coalesce((SELECT j.actor FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = e.case_id
                AND j.kind = 'case.closed' AND j.at = e.closed_at LIMIT 1), 'system:cases')
            FROM case_episodes e JOIN cases c ON c.id = e.case_id LEFT JOIN causes k ON k.id = e.cause_id
            WHERE e.case_id IN \(anyOf: cases) AND e.closed_at IS NOT NULL
            AND (c.merged_into_id IS NULL OR coalesce(c.closed_at, 0) <> e.closed_at) ORDER BY e.closed_at, e.case_id
            """
        ) { row -> [(CaseEpisodeKey, RecoveryFact)] in
            let key = CaseEpisodeKey(row.id(), row.int())
            let (at, cause, isLearnt): (Instant, ID<Cause>?, Bool) = (row.instant(), row.optionalID(), row.flag())
            let by = row.text()
            let solved = RecoveryFact(.solve, at: at, by: by, evidence: .closing)
            let learnt = RecoveryFact(.learn, at: at, by: by, evidence: .cause(cause))
            return isLearnt ? [(key, solved), (key, learnt)] : [(key, solved)]
        }.flatMap(\.self)
    }

    private func answerFacts(_ cases: [ID<Case>]) throws -> [(CaseEpisodeKey, RecoveryFact)] {
        try followUps(of: cases).compactMap { key, asked in
            guard let answer = asked.answer, let at = asked.answeredAt else { return nil }
            return (
                key,
                RecoveryFact(.followUp, at: at, by: asked.notedBy ?? "customer", evidence: .followUp(asked.id, answer))
            )
        }
    }
}
