import KeptDomain

extension Transaction {
    package func addPoint(_ draft: ServicePointDraft) throws -> ServicePoint {
        try permit(.setQueues, at: draft.place)
        try check(draft)
        let id = newID(ServicePoint.self)
        put(
            """
            INSERT INTO service_points (id, place_id, kind, name, capacity) VALUES (\(id), \(draft.place), \(draft.kind),
              \(SaidTexts.write(draft.name)), \(draft.capacity))
            """)
        putServed(draft.serves, at: id)
        journal(JournalEntry("queue.point-added", of: .place(draft.place), facts: [Fact("name", draft.title)]))
        return try knownPoint(id)
    }

    package func changePoint(_ id: ID<ServicePoint>, to draft: ServicePointDraft, revision: Int) throws -> ServicePoint
    {
        let known = try knownPoint(id)
        try permit(.setQueues, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        guard draft.place == known.place else { throw QueueRefusal.otherPlace }
        try check(draft)
        try runGuarded(
            """
            UPDATE service_points SET kind = \(draft.kind), name = \(SaidTexts.write(draft.name)),
              capacity = \(draft.capacity), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)
            """, current: known.revision)
        put("DELETE FROM point_queues WHERE point_id = \(id)")
        putServed(draft.serves, at: id)
        journal(JournalEntry("queue.point-changed", of: .place(known.place), facts: [Fact("name", draft.title)]))
        return try knownPoint(id)
    }

    /// Takes a point out of use for good.
    package func closePoint(_ id: ID<ServicePoint>, revision: Int) throws {
        let known = try knownPoint(id)
        try permit(.setQueues, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        try refuseWhileServing(known)
        try runGuarded(
            """
            UPDATE service_points SET closed_at = \(now), opened_at = NULL, person_id = NULL, revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: known.revision)
        put("DELETE FROM point_queues WHERE point_id = \(id)")
        journal(
            JournalEntry("queue.point-closed", of: .place(known.place), facts: [Fact("name", known.name(in: "en"))]))
    }

    /// Somebody serves there from now on: whoever asks for it, unless another is named.
    package func openPoint(_ id: ID<ServicePoint>, by person: ID<Person>? = nil) throws -> ServicePoint {
        let known = try knownPoint(id)
        try permit(.runQueue, at: known.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        let sits = person ?? actor.person
        if let sits, try row("SELECT 1 FROM people WHERE id = \(sits) AND left_at IS NULL", { $0.int() }) == nil {
            throw InvalidInput("person", "requests.unknown-id")
        }
        guard !known.isOpen || known.person != sits else { return known }
        put(
            """
            UPDATE service_points SET opened_at = coalesce(opened_at, \(now)), person_id = \(sits), revision = revision + 1
            WHERE id = \(id)
            """)
        journal(
            JournalEntry("queue.point-opened", of: .place(known.place), facts: [Fact("name", known.name(in: "en"))]))
        return try knownPoint(id)
    }

    /// Nobody serves there any more for now.
    package func leavePoint(_ id: ID<ServicePoint>) throws -> ServicePoint {
        let known = try knownPoint(id)
        try permit(.runQueue, at: known.place)
        guard known.isOpen else { return known }
        try refuseWhileServing(known)
        put(
            """
            UPDATE service_points SET opened_at = NULL, person_id = NULL, revision = revision + 1 WHERE id = \(id)
            """)
        journal(JournalEntry("queue.point-left", of: .place(known.place), facts: [Fact("name", known.name(in: "en"))]))
        return try knownPoint(id)
    }

    private func refuseWhileServing(_ point: ServicePoint) throws {
        guard let current = try visit(at: point.id) else { return }
        throw QueueRefusal.pointServing(ticket: current.ticket ?? "")
    }

    private func putServed(_ serves: [ServicePoint.Service], at id: ID<ServicePoint>) {
        let rows = serves.map { "(\(id), \($0.queue), \($0.preference))" as SQL }
        put("INSERT INTO point_queues (point_id, queue_id, preference) VALUES \(SQL.joined(rows, by: ", "))")
    }

    private func check(_ draft: ServicePointDraft) throws {
        var problems = draft.problems()
        if try place(draft.place) == nil || isClosed(draft.place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        let known = try queues(draft.serves.map(\.queue))
        if !draft.serves.allSatisfy({ known[$0.queue]?.place == draft.place && known[$0.queue]?.closedAt == nil }) {
            problems.append(FieldProblem("serves", "problems.no-such-queue"))
        }
        try problems.check()
    }
}

extension ServicePointDraft {
    /// As the journal names it.
    var title: String { name.text(in: "en") ?? "" }
}
