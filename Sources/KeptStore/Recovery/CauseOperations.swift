import KeptDomain

extension Transaction {
    /// - Parameter languages: those in which a cause must have a name.
    @discardableResult
    package func addCause(_ draft: CauseDraft, languages: [String]) throws -> Cause {
        try permit(.setDesk, .anyPlace)
        try check(draft, languages, besides: nil)
        let id = try insert(draft.kind, parent: draft.parent, names: draft.names)
        journal(JournalEntry("cause.added", of: .business, facts: [Fact("name", try cause(id).name(in: "en"))]))
        return try cause(id)
    }

    /// Sorts a cause: its kind, its names, and the wider one that it belongs to. What was counted under it stays there.
    @discardableResult
    package func changeCause(
        _ id: ID<Cause>, to draft: CauseDraft, revision: Int, languages: [String]
    ) throws -> Cause {
        try permit(.setDesk, .anyPlace)
        let known = try cause(id)
        guard known.endedAt == nil else { throw RecoveryRefusal.causeEnded }
        try check(draft, languages, besides: id)
        try runGuarded(
            """
            UPDATE causes SET kind = \(draft.kind), parent_id = \(draft.parent), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: try cause(id).revision)
        for (language, name) in draft.names.sorted(by: { $0.key < $1.key }) {
            put(
                """
                INSERT INTO cause_names (cause_id, language, name, folded)
                VALUES (\(id), \(language), \(name), \(Cause.folded(name)))
                ON CONFLICT (cause_id, language) DO UPDATE SET name = excluded.name, folded = excluded.folded
                """)
        }
        journal(JournalEntry("cause.changed", of: .business, facts: [Fact("name", try cause(id).name(in: "en"))]))
        return try cause(id)
    }

    /// Says that a cause is another name of one that is known: from now on both count there, and so does what was counted
    /// before.
    package func joinCause(_ id: ID<Cause>, to other: ID<Cause>, revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        let (known, target) = (try cause(id), try cause(other))
        guard id != other, target.sameAs != id else { throw RecoveryRefusal.causeOfItself }
        guard target.endedAt == nil else { throw RecoveryRefusal.causeEnded }
        // One step leads to the cause that counts, never two.
        let end = target.sameAs ?? other
        try runGuarded(
            """
            UPDATE causes SET same_as_id = \(end), parent_id = NULL, revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: try cause(id).revision)
        put("UPDATE causes SET same_as_id = \(end), revision = revision + 1 WHERE same_as_id = \(id)")
        put("UPDATE causes SET parent_id = \(end), revision = revision + 1 WHERE parent_id = \(id) AND id <> \(end)")
        put("UPDATE causes SET parent_id = NULL, revision = revision + 1 WHERE parent_id = \(id) AND id = \(end)")
        journal(
            JournalEntry(
                "cause.joined", of: .business,
                facts: [Fact("name", known.name(in: "en")), Fact("to", target.name(in: "en"))]))
    }

    /// It is offered no longer; what was closed with it keeps it.
    package func endCause(_ id: ID<Cause>, revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        let known = try cause(id)
        guard known.endedAt == nil else { throw RecoveryRefusal.causeEnded }
        try runGuarded(
            "UPDATE causes SET ended_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try cause(id).revision)
        journal(JournalEntry("cause.ended", of: .business, facts: [Fact("name", known.name(in: "en"))]))
    }

    private func check(_ draft: CauseDraft, _ languages: [String], besides id: ID<Cause>?) throws {
        var problems = draft.problems(languages: languages)
        if let parent = draft.parent {
            let found = try causes().first { $0.id == parent && $0.sameAs == nil && $0.endedAt == nil }
            if found == nil { problems.append(FieldProblem("parent", "requests.unknown-id")) }
            if try id.map({ try ancestors(of: parent).contains($0) }) ?? false {
                problems.append(FieldProblem("parent", "refusals.cause-of-itself"))
            }
        }
        try problems.check()
        for (language, name) in draft.names.sorted(by: { $0.key < $1.key }) {
            let holder: SQL = """
                SELECT cause_id FROM cause_names WHERE language = \(language) AND folded = \(Cause.folded(name))
                """
            problems.append(try taken("names.\(language)", by: holder, besides: id))
        }
        try problems.check()
    }

    /// A cause with those that it belongs to, the narrowest first.
    private func ancestors(of id: ID<Cause>) throws -> [ID<Cause>] {
        let parents = Dictionary(uniqueKeysWithValues: try causes().map { ($0.id, $0.parent) })
        var (found, here): ([ID<Cause>], ID<Cause>?) = ([], id)
        while let cause = here, !found.contains(cause) {
            found.append(cause)
            here = parents[cause] ?? nil
        }
        return found
    }

    private func insert(_ kind: Cause.Kind, parent: ID<Cause>? = nil, names: [String: String]) throws -> ID<Cause> {
        let id = newID(Cause.self)
        put(
            """
            INSERT INTO causes (id, kind, parent_id, made_by, made_at)
            VALUES (\(id), \(kind), \(parent), \(actor.description), \(now))
            """)
        for (language, name) in names.sorted(by: { $0.key < $1.key }) {
            let added = try run(
                """
                INSERT INTO cause_names (cause_id, language, name, folded)
                VALUES (\(id), \(language), \(name), \(Cause.folded(name))) ON CONFLICT (language, folded) DO NOTHING
                """)
            // Somebody named it at the same moment: the body runs again and finds it.
            if added == 0 { throw StoreError.serialization }
        }
        return id
    }

    /// The words and the row of what a case is closed with. A name that nobody knows yet is a cause to be sorted where the
    /// case carries a failure, and words alone elsewhere.
    func resolved(
        _ closing: ClosingCause, on id: ID<Case>
    ) throws -> (words: String, cause: ID<Cause>?, isOurs: Bool) {
        switch closing {
        case .known(let known):
            let found = try cause(known)
            guard found.endedAt == nil else { throw RecoveryRefusal.causeEnded }
            let language = try setting(.customerLanguage) ?? "en"
            return (found.name(in: language), found.sameAs ?? known, true)
        case .named(let text):
            guard let name = text.trimmedOrNil else { return (text, nil, true) }
            if let known = try cause(named: name) { return (name, known, true) }
            guard try carriesFailure(id), !Cause.folded(name).isEmpty else { return (name, nil, true) }
            let made = try insert(.unsorted, names: [Self.unknownLanguage: name])
            journal(JournalEntry("cause.named", of: .business, facts: [Fact("name", name), Fact("case", id)]))
            return (name, made, true)
        case .notOurs(let why):
            try [TrueReason.problem(why, "cause")].compactMap(\.self).check()
            return (why, nil, false)
        }
    }
}
