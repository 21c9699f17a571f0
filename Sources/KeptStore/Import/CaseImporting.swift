import KeptDomain

extension Transaction {
    /// Takes in rows of cases as history: new cases are added, known ones get what the rows tell further, and their
    /// episodes and figures follow from all that is known. No promise is made and nothing is sent.
    func importCases(_ rows: [CaseFileRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        try findPlaces(rows.map { ($0.place, $0.zone) }, &outcome.memo)
        var told = ToldCases(rows)
        let known = try casesFrom(source, told.names)
        try told.take(known: known, history: history(of: known.values.sorted()))
        told.take(causes: try causesTold(source, told.names))
        let made = try addCases(told.cases.filter { known[$0.name] == nil }, source, &outcome)
        for index in told.cases.indices {
            let name = told.cases[index].name
            told.cases[index].id = known[name] ?? made[name]
        }
        let texts = try addTexts(of: told.cases, source)
        try addHistory(of: told.cases)
        let settled = told.cases.filter { $0.isNew || $0.isChanged }
        try settle(settled.filter { !$0.isNew })
        try addOrigins(of: settled.filter(\.isNew), source)
        let touched = Set(settled.compactMap(\.id)).union(texts.cases)
        try noteTexts(of: touched.sorted())
        count(rows, told.cases, texts.count, &outcome)
        return outcome
    }

    private func count(_ rows: [CaseFileRow], _ cases: [ToldCase], _ texts: Int, _ outcome: inout BatchOutcome) {
        var counts = outcome.totals[.cases]
        counts.read += rows.count
        counts.imported += cases.count(where: \.isNew)
        counts.changed += cases.count { !$0.isNew && $0.isChanged }
        counts.unchanged += cases.count { !$0.isNew && !$0.isChanged }
        outcome.totals[.cases] = counts
        let (told, added) = (rows.reduce(0) { $0 + $1.events.count }, cases.reduce(0) { $0 + $1.added.count })
        outcome.totals[.events].read += told
        outcome.totals[.events].imported += added
        outcome.totals[.events].unchanged += told - added
        outcome.totals[.messages].read += rows.count { $0.text != nil }
        outcome.totals[.messages].imported += texts
        outcome.totals[.messages].unchanged += rows.count { $0.text != nil } - texts
    }

    // MARK: what is known

    private func casesFrom(_ source: String, _ names: [String]) throws -> [String: ID<Case>] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT external_id, case_id FROM case_origins WHERE case_id IN (SELECT (SELECT o.case_id FROM case_origins o
                  WHERE o.source = \(source) AND o.external_id = n.name) FROM \(namesOf: names) n)
                """
            ) { ($0.text(), $0.id(Case.self)) })
    }

    private func causesTold(_ source: String, _ names: [String]) throws -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT external_id, cause FROM case_origins WHERE cause IS NOT NULL AND case_id IN (
                  SELECT (SELECT o.case_id FROM case_origins o WHERE o.source = \(source) AND o.external_id = n.name)
                  FROM \(namesOf: names) n)
                """
            ) { ($0.text(), $0.text()) })
    }

    private func history(of ids: [ID<Case>]) throws -> [ID<Case>: Set<CaseHistoryEvent>] {
        guard !ids.isEmpty else { return [:] }
        let events = try rows(
            """
            SELECT case_id, kind, at, activity, resource FROM case_history WHERE case_id IN \(anyOf: ids)
            ORDER BY case_id, at, kind, activity
            """
        ) { row in
            let (id, kind) = (row.id(Case.self), row.word(CaseHistoryEvent.Kind.self))
            let (at, activity) = (row.instant(), row.text())
            return (id, CaseHistoryEvent(kind, at: at, activity: activity, resource: row.optionalText()))
        }
        return Dictionary(grouping: events, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    private func addOrigins(of cases: [ToldCase], _ source: String) throws {
        var origins = NewRows(into: "case_origins")
        for told in cases {
            guard let id = told.id else { continue }
            origins.begin()
            origins.set("case_id", id)
            origins.set("source", source)
            origins.set("external_id", told.name)
            origins.set("first_reply_at", told.course.firstReplyAt.map { $0.microseconds })
            origins.set("first_closed_at", told.course.firstClosedAt.map { $0.microseconds })
            origins.set("hand_overs", told.course.handOvers)
            origins.set("cause", told.toldCause)
        }
        try add(origins)
    }

    private func addHistory(of cases: [ToldCase]) throws {
        var events = NewRows(into: "case_history")
        for told in cases {
            guard let id = told.id else { continue }
            for event in told.added {
                events.begin()
                events.set("case_id", id)
                events.set("at", event.at)
                events.set("kind", event.kind)
                events.set("activity", event.activity)
                events.set("resource", event.resource)
            }
        }
        try add(events)
    }

    /// Known cases as their whole history tells them now. One that is worked on here since is left as it stands.
    private func settle(_ cases: [ToldCase]) throws {
        guard !cases.isEmpty else { return }
        let ids = cases.compactMap(\.id)
        let ours = Set(
            try rows(
                """
                SELECT DISTINCT subject_id FROM journal WHERE subject_kind = 'case' AND subject_id IN \(anyOf: ids.map(\.rawValue))
                """
            ) { $0.int64() })
        var episodes = NewRows(into: "case_episodes")
        for told in cases {
            guard let id = told.id else { continue }
            let course = told.course
            put(
                """
                UPDATE case_origins SET first_reply_at = \(course.firstReplyAt), first_closed_at = \(course.firstClosedAt),
                  hand_overs = \(course.handOvers), cause = \(told.toldCause) WHERE case_id = \(id)
                """)
            guard !ours.contains(id.rawValue) else { continue }
            let cause = course.closedAt == nil ? nil : told.cause
            put(
                """
                UPDATE cases SET status = \(course.closedAt == nil ? Case.Status.open : .closed),
                  opened_at = \(course.openedAt), closed_at = \(course.closedAt), cause = \(cause), revision = revision + 1
                WHERE id = \(id)
                """)
            put("DELETE FROM case_episodes WHERE case_id = \(id)")
            append(course.episodes, of: id, cause: told.cause, to: &episodes)
        }
        try add(episodes)
    }
}
