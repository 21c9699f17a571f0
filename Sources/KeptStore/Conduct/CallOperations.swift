import KeptDomain

extension Transaction {
    /// Calls for somebody to take over a case. Asked again while it stands, it is answered with the same call.
    @discardableResult
    package func askForRelief(on id: ID<Case>, why: String? = nil) throws -> Call {
        let found = try workable(id, revision: nil)
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        guard found.status == .open else { throw CaseRefusal.notOpen }
        if let standing = try calls(onCase: id).first(where: { $0.kind == .relief && $0.stands }) { return standing }
        let call = Call(
            id: newID(), kind: .relief, case: id, place: found.place, why: why, askedBy: actor.description, askedAt: now
        )
        insert(call)
        journal(JournalEntry("case.relief-asked", of: .case(id), customer: found.customer, why: why))
        return call
    }

    /// The actor takes over the case on which relief was asked for: it has an owner before, after, and in between.
    @discardableResult
    package func takeRelief(_ id: ID<Call>, why: String) throws -> Case {
        let call = try standingCall(id)
        try permit(.takeCase, at: call.place)
        guard let person = actor.person else { throw NotPermitted(.takeCase) }
        guard call.askedBy != actor.description else { throw ConductRefusal.ownCall }
        let found = try knownCase(call.case)
        // Closed, or in the actor's hands already: nothing is left to take over.
        if found.status == .open, found.owner != person {
            try save(
                found.handedOver(to: person, why: why), as: "case.handed-over", why: why,
                facts: [Fact("from", found.owner), Fact("to", person)])
        }
        end(call, word: nil)
        journal(JournalEntry("case.relief-taken", of: .case(found.id), customer: found.customer))
        return try knownCase(found.id)
    }

    /// Says what was done about a call. One after a threat is answered by a lead; one for relief also by whoever asked.
    package func answerCall(_ id: ID<Call>, word: String) throws {
        let call = try standingCall(id)
        switch call.kind {
        case .threat: try permit(.seeConduct, at: call.place)
        case .relief: try permit(.workCase, at: call.place)
        }
        try [FieldProblem.required(word, "word", limit: 500)].compactMap(\.self).check()
        end(call, word: word)
        let found = try knownCase(call.case)
        journal(JournalEntry("case.call-answered", of: .case(found.id), customer: found.customer, why: word))
    }

    private func end(_ call: Call, word: String?) {
        put(
            """
            UPDATE calls SET answered_by = \(actor.description), answered_at = \(now), word = \(word)
            WHERE id = \(call.id) AND answered_at IS NULL
            """)
    }

    private func standingCall(_ id: ID<Call>) throws -> Call {
        let call = try knownCall(id)
        guard call.stands else { throw ConductRefusal.answeredAlready }
        return call
    }

    /// Gives a case to a person, or to the line of the place, where it goes on away from other customers.
    ///
    /// - Parameter person: `nil` for whoever is free in the line.
    @discardableResult
    package func carryApart(_ id: ID<Case>, to person: ID<Person>?, why: String, revision: Int? = nil) throws -> Case {
        let found = try knownCase(id)
        let apart = try apartPlace(found.place)
        if let person {
            _ = try handOverCase(id, to: person, why: why, revision: revision)
        } else {
            guard let line = apart.line else { throw ConductRefusal.noApartLine }
            _ = try transferCase(id, to: line, why: why, revision: revision)
        }
        journal(
            JournalEntry(
                "case.carried-apart", of: .case(id), customer: found.customer, why: why,
                facts: apart.room.map { [Fact("room", $0)] } ?? []))
        return try knownCase(id)
    }

    /// Says where a matter of a place goes on away from other customers.
    @discardableResult
    package func setApart(
        _ place: ID<Place>, line: ID<Line>?, room: String?, revision: Int? = nil
    ) throws -> ApartPlace {
        try permit(.setDesk, at: place)
        let room = room?.trimmedOrNil
        var problems: [FieldProblem] = []
        problems.append(.optional(room, "room"))
        if try self.place(place) == nil { problems.append(FieldProblem("place", "problems.no-such-place")) }
        if let line {
            let known = try self.line(line)
            if known == nil || known?.closedAt != nil {
                problems.append(FieldProblem("line", "problems.no-such-line-of-work"))
            }
        }
        try problems.check()
        let known = try apartPlace(place)
        if let revision, revision != known.revision { throw StoreError.conflict(revision: known.revision) }
        put(
            """
            INSERT INTO apart_places (place_id, line_id, room) VALUES (\(place), \(line), \(room))
            ON CONFLICT (place_id) DO UPDATE SET line_id = excluded.line_id, room = excluded.room,
              revision = apart_places.revision + 1
            """)
        journal(
            JournalEntry("place.apart-set", of: .place(place), facts: room.map { [Fact("room", $0)] } ?? []))
        return ApartPlace(place: place, line: line, room: room, revision: known.revision + 1)
    }
}
