import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A recovery does not end because its case was closed, opened again, merged or split.
@Suite struct RecoveryGoesOnTests {
    private func write(_ desk: RecoveryDesk, to id: ID<Case>, _ text: String) async throws -> MessageFiled {
        var draft = MessageDraft(.email, text)
        draft.contact = "ada@example.org"
        let words = desk.shop.words
        return try await desk.shop.write(as: .system("mail")) { [draft] in
            try $0.takeMessage(draft, on: id, words: words)
        }
    }

    private func kinds(_ desk: RecoveryDesk, _ id: ID<Case>) async throws -> [Failure.Kind] {
        try await desk.shop.store.read { try $0.recovery(of: id)?.failures.map(\.kind) ?? [] }
    }

    private func open(_ desk: RecoveryDesk, _ subject: String, like found: Case) async throws -> Case {
        try await desk.shop.write {
            try $0.openCase(kind: .request, subject: subject, customer: found.customer, order: nil, place: nil)
        }
    }

    private func leaveOut(_ desk: RecoveryDesk, _ step: RecoveryStep, on id: ID<Case>, _ why: String) async throws {
        try await desk.shop.write(as: desk.tom) { try $0.leaveOutStep(step, on: id, reason: why) }
    }

    private func leftOut(_ desk: RecoveryDesk, _ step: RecoveryStep, on id: ID<Case>) async throws -> String? {
        guard case .leftOut(let omission)? = try await desk.shop.store.read({ try $0.recovery(of: id)?[step] }) else {
            return nil
        }
        return omission.reason
    }

    @Test(arguments: TestStore.engines) func whatTheCustomerComesBackWithWasNotMadeGood(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            let filed = try await write(desk, to: found.id, "Still nothing")
            #expect(filed.case.id == found.id && !filed.opened)
            #expect(try await kinds(desk, found.id) == [.notMadeGood])
            let sent = try await desk.tell(found.id)
            #expect(sent.message.body.contains("The courier fell ill"), "the recovery can be told of")
            try await desk.close(found.id, .named("the second courier had no address"))
            #expect(
                try await desk.shop.count("SELECT count(*) FROM case_episodes WHERE cause_id IS NOT NULL") == 2,
                "both closings are counted")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseThatACustomersWordOpensLaterCarriesItToo(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(31))
            let filed = try await write(desk, to: found.id, "And now?")
            #expect(filed.opened && filed.case.id != found.id)
            #expect(try await kinds(desk, filed.case.id) == [.notMadeGood])
            let complained = try await desk.shop.write {
                try $0.openCase(
                    kind: .complaint, subject: "Torn", customer: found.customer, order: nil, place: nil)
            }
            try await desk.close(complained.id)
            desk.shop.time.advance(by: .days(31))
            let again = try await write(desk, to: complained.id, "Still torn")
            #expect(try await kinds(desk, again.case.id) == [.complaint], "said once")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatWasMadeGoodStaysSo(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            try await desk.answer(try #require(try await desk.ask().first), .yes)
            _ = try await write(desk, to: found.id, "Do you also sell maps?")
            #expect(try await kinds(desk, found.id).isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsForeseenAndBreaksAfterTheClosingStandsOnTheCaseOfTheBreak(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            var event = EventDraft(.dispatched, at: desk.shop.time.now, reason: "left the depot late")
            event.expectedAt = .at("2026-11-03T16:00:00+01:00")
            let (draft, words) = (event, desk.shop.words)
            try await desk.shop.write { _ = try $0.recordEvent(draft, of: order, words: words) }
            let foreseen = try await desk.openCase(of: order)
            try await desk.close(foreseen.id)
            desk.shop.time.move(to: .at("2026-11-03T12:00:01+01:00"))
            try await desk.shop.lapse()
            let broken = try await desk.openCase(of: order)
            #expect(broken.id != foreseen.id)
            let failure = try #require(try await desk.recovery(broken.id).failures.first)
            #expect(failure.standing == .happened && failure.words == "left the depot late")
            #expect(try await kinds(desk, foreseen.id).isEmpty)
            #expect(try await desk.findings().isEmpty)
            _ = try await desk.shop.write {
                $0.put("UPDATE failures SET case_id = \(foreseen.id) WHERE id = \(failure.id)")
            }
            #expect(try await desk.findings().map(\.kind).contains(.failureElsewhere), "the doctor sees it")
        }
    }

    @Test(arguments: TestStore.engines) func whatWasMergedTwiceGoesAllTheWayAndComesApartInAnyOrder(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let first = try await desk.broken(desk.order())
            let (second, third) = (
                try await open(desk, "Gift wrap", like: first), try await open(desk, "A map", like: first)
            )
            try await leaveOut(desk, .makeAmends, on: first.id, "wants nothing for it")
            func merge(_ id: ID<Case>, _ into: ID<Case>) async throws {
                try await desk.shop.write { _ = try $0.mergeCase(id, into: into, why: "the same") }
            }
            func undo(_ id: ID<Case>) async throws {
                try await desk.shop.write { _ = try $0.undoMerge(of: id, why: "not the same") }
            }
            try await merge(first.id, second.id)
            try await merge(second.id, third.id)
            #expect(try await kinds(desk, third.id) == [.brokenPromise], "not left behind on a closed case")
            #expect(try await leftOut(desk, .makeAmends, on: third.id) == "wants nothing for it")
            #expect(try await desk.findings().isEmpty)
            try await undo(first.id)
            #expect(try await kinds(desk, first.id) == [.brokenPromise])
            #expect(try await leftOut(desk, .makeAmends, on: first.id) == "wants nothing for it")
            #expect(try await kinds(desk, third.id).isEmpty)
            try await undo(second.id)
            #expect(try await kinds(desk, second.id).isEmpty, "it has what was its own")
            try await merge(first.id, second.id)
            try await merge(second.id, third.id)
            try await undo(second.id)
            #expect(try await kinds(desk, second.id) == [.brokenPromise])
            try await undo(first.id)
            #expect(try await kinds(desk, first.id) == [.brokenPromise])
            #expect(
                try await desk.shop.count("SELECT count(*) FROM steps_left_out") == 1, "copies went with the merges")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsLeftOutAnewAfterAMergeStays(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let first = try await desk.broken(desk.order())
            let other = try await desk.shop.write {
                try $0.openCase(kind: .complaint, subject: "Torn", customer: first.customer, order: nil, place: nil)
            }
            try await leaveOut(desk, .makeAmends, on: first.id, "wants nothing for it")
            try await desk.shop.write { _ = try $0.mergeCase(first.id, into: other.id, why: "the same") }
            desk.shop.time.advance(by: .minutes(1))
            try await leaveOut(desk, .makeAmends, on: other.id, "it was torn before")
            try await desk.shop.write { _ = try $0.undoMerge(of: first.id, why: "not the same") }
            #expect(try await leftOut(desk, .makeAmends, on: other.id) == "it was torn before")
            #expect(try await leftOut(desk, .makeAmends, on: first.id) == "wants nothing for it")
        }
    }

    @Test(arguments: TestStore.engines) func aComplaintSplitOffIsAFailure(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let asked = try await desk.shop.write {
                try $0.openCase(kind: .question, subject: "Where?", customer: nil, order: order, place: nil)
            }
            let said = try await write(desk, to: asked.id, "And the last book was torn")
            let part = try await desk.shop.write {
                try $0.splitCase(
                    asked.id, messages: [said.message.id], kind: .complaint, subject: "Torn", why: "two matters")
            }
            #expect(try await kinds(desk, part.id) == [.complaint])
            #expect(try await kinds(desk, asked.id).isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func askingALeadSolvesNothing(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let request = try await desk.ask(.refund, 8_000, by: desk.tom)
            desk.shop.time.advance(by: .minutes(10))
            let words = desk.shop.words
            try await desk.shop.write(as: desk.maya) {
                try $0.refuseRemedy(request.id, word: "not this time", words: words)
            }
            let promise = try await desk.shop.store.read { try $0.knownPromise(try #require(request.promise)) }
            #expect(promise.state == .kept && promise.isTold)
            let recovery = try await desk.shop.store.read { [desk] in try #require(try $0.recovery(of: desk.found)) }
            #expect(recovery[.solve] == .toDo && recovery.time(to: .solve) == nil)
        }
    }
}
