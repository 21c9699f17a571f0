import KeptDomain

extension Transaction {
    package func addQueue(_ draft: QueueDraft) throws -> Queue {
        try permit(.setQueues, at: draft.place)
        try check(draft, besides: nil)
        let id = newID(Queue.self)
        put(draft.insertion(as: id))
        journal(JournalEntry("queue.added", of: .queue(id), facts: [Fact("name", draft.title)]))
        return try knownQueue(id)
    }

    /// The place stays; what was joined under the old rules goes on under the new.
    package func changeQueue(_ id: ID<Queue>, to draft: QueueDraft, revision: Int) throws -> Queue {
        let known = try knownQueue(id)
        try permit(.setQueues, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        guard draft.place == known.place else { throw QueueRefusal.otherPlace }
        try check(draft, besides: id)
        try runGuarded(draft.update(of: id, revision: revision), current: try queue(id)?.revision)
        journal(JournalEntry("queue.changed", of: .queue(id), facts: [Fact("name", draft.title)]))
        return try knownQueue(id)
    }

    /// Takes a queue out of use for good. - Throws: while somebody is in it.
    package func closeQueue(_ id: ID<Queue>, revision: Int, why: String? = nil) throws {
        let known = try knownQueue(id)
        try permit(.setQueues, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        let waiting = try count("SELECT count(*) FROM visits WHERE queue_id = \(id) AND ended_at IS NULL")
        guard waiting == 0 else { throw QueueRefusal.stillServed(points: 0, waiting: waiting) }
        try runGuarded(
            "UPDATE queues SET closed_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: known.revision)
        put("DELETE FROM point_queues WHERE queue_id = \(id)")
        journal(JournalEntry("queue.closed", of: .queue(id), why: why, facts: [Fact("name", known.name(in: "en"))]))
    }

    /// Nobody joins from now on; whoever is in it is served. - Parameter why: shown to who would join.
    package func shutQueue(_ id: ID<Queue>, why: String) throws -> Queue {
        let known = try knownQueue(id)
        try permit(.runQueue, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        try [FieldProblem.required(why, "why", limit: 200)].compactMap(\.self).check()
        guard known.shutAt == nil else { return known }
        put(
            """
            UPDATE queues SET shut_at = \(now), shut_why = \(why), open_until = NULL, revision = revision + 1
            WHERE id = \(id)
            """)
        journal(JournalEntry("queue.shut", of: .queue(id), why: why, facts: [Fact("name", known.name(in: "en"))]))
        return try knownQueue(id)
    }

    /// It can be joined again in its hours; out of them too until `until`, where that is told.
    package func openQueue(_ id: ID<Queue>, until: Instant? = nil) throws -> Queue {
        let known = try knownQueue(id)
        try permit(.runQueue, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        if let until, until <= now || until > now + .days(1) {
            throw InvalidInput("until", "problems.no-such-time")
        }
        put(
            """
            UPDATE queues SET shut_at = NULL, shut_why = NULL, open_until = \(until), revision = revision + 1
            WHERE id = \(id)
            """)
        journal(
            JournalEntry(
                "queue.opened", of: .queue(id),
                facts: [Fact("name", known.name(in: "en"))] + (until.map { [Fact("until", $0.iso)] } ?? [])))
        return try knownQueue(id)
    }

    private func check(_ draft: QueueDraft, besides id: ID<Queue>?) throws {
        var problems = draft.problems()
        if try place(draft.place) == nil || isClosed(draft.place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let calendar = draft.calendar, try row("SELECT 1 FROM calendars WHERE id = \(calendar)", { $0.int() }) == nil
        {
            problems.append(FieldProblem("calendar", "problems.no-such-calendar"))
        }
        problems.append(try taken("slug", by: "SELECT id FROM queues WHERE slug = \(draft.slug)", besides: id))
        problems.append(
            try taken(
                "letter",
                by: """
                    SELECT id FROM queues WHERE place_id = \(draft.place) AND letter = \(draft.letter) AND closed_at IS NULL
                    """, besides: id))
        try problems.check()
    }
}

extension QueueDraft {
    /// As the journal names it.
    var title: String { name.text(in: "en") ?? letter }
}
