import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QueueTests {
    @Test(arguments: TestStore.engines) func numbersGoOnByArrivalAndBeginAgainEachLocalDay(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            let first = try await desk.joins(at: "2026-03-03 10:00")
            let second = try await desk.joins(at: "2026-03-03 10:01")
            #expect([first.visit.ticket, second.visit.ticket] == ["A1", "A2"])
            let other = try await desk.joins(desk.draft(desk.advice), at: "2026-03-03 10:02")
            #expect(other.visit.ticket == "B1")
            let tomorrow = try await desk.joins(at: "2026-03-04 10:00")
            #expect(tomorrow.visit.ticket == "A1")
        }
    }

    @Test(arguments: TestStore.engines) func whoJoinedFirstIsCalledFirstAndAPointHasOneAtATime(
        on engine: Engine
    ) async throws {
        try await QueueDesk.with(engine) { desk in
            let first = try await desk.joins(at: "2026-03-03 10:00").visit
            let second = try await desk.joins(at: "2026-03-03 10:01").visit
            let called = try await desk.calls(at: "2026-03-03 10:02")
            #expect(called.visit.id == first.id && called.isNew && called.visit.state == .called)
            // The second click still shows nobody at the point: it gets whom the first one called.
            let again = try await desk.calls(at: "2026-03-03 10:02")
            #expect(again.visit.id == first.id && !again.isNew)
            await #expect(throws: QueueRefusal.pointWaitsFor(ticket: "A1")) {
                try await desk.calls(seen: first.id, at: "2026-03-03 10:02")
            }
            _ = try await desk.does(at: "2026-03-03 10:03") { try $0.startServing(first.id) }
            let next = try await desk.calls(seen: first.id, at: "2026-03-03 10:05")
            #expect(next.visit.id == second.id)
            let served = try await desk.visit(first.id)
            #expect(served.state == .served && served.endedAt == Counter.at("2026-03-03 10:05"))
        }
    }

    @Test(arguments: TestStore.engines) func aFreePointInvitesFromALongerLineOnlyWhileItsOwnIsEmpty(
        on engine: Engine
    ) async throws {
        try await QueueDesk.with(engine) { desk in
            let waiting = try await desk.joins(at: "2026-03-03 10:00").visit
            let own = try await desk.joins(desk.draft(desk.advice), at: "2026-03-03 10:05").visit
            let first = try await desk.calls(2, at: "2026-03-03 10:06").visit
            #expect(first.id == own.id && !first.isInvited)
            _ = try await desk.does(at: "2026-03-03 10:07") { try $0.finishVisit(own.id) }
            let second = try await desk.calls(2, at: "2026-03-03 10:08").visit
            #expect(second.id == waiting.id && second.isInvited)
            await #expect(throws: QueueRefusal.nobodyWaits) { try await desk.calls(1, at: "2026-03-03 10:09") }
        }
    }

    @Test(arguments: TestStore.engines) func outOfOrderNeedsAReasonAndIsCountedForEverybody(
        on engine: Engine
    ) async throws {
        try await QueueDesk.with(engine) { desk in
            try await desk.joins(at: "2026-03-03 10:00")
            let later = try await desk.joins(at: "2026-03-03 10:01").visit
            let point = desk.points[0].id
            await #expect(throws: InvalidInput.self) {
                try await desk.does(at: "2026-03-03 10:02") {
                    try $0.callVisit(later.id, to: point, reason: .frail, why: " ")
                }
            }
            #expect(try await desk.scene(at: "2026-03-03 10:02").today.exceptions.isEmpty)
            _ = try await desk.does(at: "2026-03-03 10:02") {
                try $0.callVisit(later.id, to: point, reason: .frail, why: "on crutches")
            }
            let told = try await desk.scene(at: "2026-03-03 10:03").today.exceptions
            #expect(told.map(\.ticket) == ["A2"] && told[0].passed == 1 && told[0].reason == .frail)
            #expect(try await desk.counter.journalCount("visit.exception") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func whoDidNotComeMayReturnToTheOldPlaceForAWhile(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            let words = desk.words
            let first = try await desk.joins(at: "2026-03-03 10:00").visit
            let second = try await desk.joins(at: "2026-03-03 10:01").visit
            try await desk.calls(at: "2026-03-03 10:02")
            await #expect(throws: QueueRefusal.self) {
                try await desk.does(at: "2026-03-03 10:03") { try $0.markAbsent(first.id) }
            }
            for _ in 0..<2 { _ = try await desk.does(at: "2026-03-03 10:03") { try $0.recallVisit(first.id) } }
            _ = try await desk.does(at: "2026-03-03 10:04") { try $0.markAbsent(first.id) }
            _ = try await desk.does(at: "2026-03-03 10:10") { try $0.returnVisit(.id(first.id), words: words) }
            let order = try await desk.scene(at: "2026-03-03 10:10").waiting.map(\.visit.id)
            #expect(order == [first.id, second.id])
        }
    }

    @Test(arguments: TestStore.engines) func whoReturnsTooLateGoesToTheEnd(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let words = desk.words
            let first = try await desk.joins(at: "2026-03-03 10:00").visit
            let second = try await desk.joins(at: "2026-03-03 10:01").visit
            try await desk.calls(at: "2026-03-03 10:02")
            _ = try await desk.does(at: "2026-03-03 10:06") { try $0.markAbsent(first.id) }
            _ = try await desk.does(at: "2026-03-03 10:22") { try $0.returnVisit(.id(first.id), words: words) }
            let order = try await desk.scene(at: "2026-03-03 10:22").waiting.map(\.visit.id)
            #expect(order == [second.id, first.id])
        }
    }

    @Test(arguments: TestStore.engines) func parkedKeepsThePlaceAndTransferredTheTime(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let (words, other) = (desk.words, desk.advice.id)
            let first = try await desk.joins(at: "2026-03-03 10:00")
            let second = try await desk.joins(at: "2026-03-03 10:01").visit
            _ = try await desk.does(at: "2026-03-03 10:02") { try $0.parkVisit(.key(first.key)) }
            #expect(try await desk.calls(at: "2026-03-03 10:03").visit.id == second.id)
            _ = try await desk.does(at: "2026-03-03 10:04") { try $0.unparkVisit(.key(first.key), words: words) }
            try await desk.joins(desk.draft(desk.advice), at: "2026-03-03 10:05")
            _ = try await desk.does(at: "2026-03-03 10:06") {
                try $0.transferVisit(first.visit.id, to: other, why: "asks for advice", words: words)
            }
            let scene = try await desk.scene(desk.advice, at: "2026-03-03 10:07")
            #expect(scene.waiting.map(\.visit.ticket) == ["A1", "B1"])
        }
    }

    @Test(arguments: TestStore.engines) func whatIsOwedAfterTheServiceIsLookedAfterUntilItIsGiven(
        on engine: Engine
    ) async throws {
        try await QueueDesk.with(engine) { desk in
            let visit = try await desk.joins(at: "2026-03-03 10:00").visit
            try await desk.calls(at: "2026-03-03 10:02")
            _ = try await desk.does(at: "2026-03-03 10:03") { try $0.startServing(visit.id) }
            _ = try await desk.does(at: "2026-03-03 10:05") { try $0.finishVisit(visit.id, owing: "receipt") }
            #expect(try await desk.scene(at: "2026-03-03 10:06").owed.map(\.id) == [visit.id])
            _ = try await desk.does(at: "2026-03-03 10:07") { try $0.markGiven(visit.id) }
            #expect(try await desk.scene(at: "2026-03-03 10:08").owed.isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func absurdJoiningsAreRefused(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            await #expect(throws: InvalidInput.self) {
                try await desk.joins(desk.draft(party: 500), at: "2026-03-03 10:00")
            }
            await #expect(throws: QueueRefusal.notOpen(opens: Counter.at("2026-03-04 09:00"))) {
                try await desk.joins(at: "2026-03-03 18:00")
            }
            try await desk.joins(desk.draft(phone: "+49 30 1234567"), at: "2026-03-03 10:00")
            await #expect(throws: QueueRefusal.waitsAlready(ticket: "A1")) {
                try await desk.joins(desk.draft(phone: "+49 30 1234567"), at: "2026-03-03 10:01")
            }
            var draft = desk.draft()
            draft.answers = ["size": "3", "colour": "red"]
            let wrong = draft
            await #expect(throws: InvalidInput.self) { try await desk.joins(wrong, at: "2026-03-03 10:02") }
        }
    }

    @Test(arguments: TestStore.engines) func aThousandJoiningsFromOnePhoneStopAtTheLimit(on engine: Engine) async throws
    {
        try await QueueDesk.with(engine) { desk in
            let queue = desk.returns.id
            var taken = 0
            for _ in 0..<1_000 {
                do {
                    _ = try await desk.does(at: "2026-03-03 10:00") {
                        try $0.countJoining(queue, browser: "cookie", from: "192.0.2.7")
                    }
                    taken += 1
                } catch is TooManySends { break }
            }
            #expect(taken == desk.returns.rules.perPhone)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsFilledInWhileWaitingIsOnTheClerksScreen(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            let joined = try await desk.joins(at: "2026-03-03 10:00")
            _ = try await desk.counter.store.write(as: .customer(nil), at: Counter.at("2026-03-03 10:01")) {
                try $0.answerQuestions(joined.key, ["receipt": "yes", "size": "2"])
            }
            await #expect(throws: InvalidInput.self) {
                try await desk.counter.store.write(as: .customer(nil), at: Counter.at("2026-03-03 10:01")) {
                    try $0.answerQuestions(joined.key, ["receipt": "perhaps"])
                }
            }
            try await desk.calls(at: "2026-03-03 10:02")
            let point = desk.points[0].id
            let shown = try await desk.counter.store.read {
                try $0.pointDesk(point, at: Counter.at("2026-03-03 10:03"))
            }
            #expect(shown.current?.answers == ["receipt": "yes", "size": "2"])
            #expect(desk.returns.questions[1].shown("2", in: "en") == "Large")
        }
    }

    @Test(arguments: TestStore.engines) func whoWaitsAloneMayWishForCompany(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let one = try await desk.joins(at: "2026-03-03 10:00")
            let two = try await desk.joins(at: "2026-03-03 10:01")
            await #expect(throws: InvalidInput.self) {
                try await desk.does(at: "2026-03-03 10:02") { try $0.bringTogether(one.visit.id, with: two.visit.id) }
            }
            for joined in [one, two] {
                _ = try await desk.counter.store.write(as: .customer(nil), at: Counter.at("2026-03-03 10:02")) {
                    try $0.wishCompany(joined.key, true)
                }
            }
            #expect(try await desk.scene(at: "2026-03-03 10:03").companions(of: one.visit.id).map(\.ticket) == ["A2"])
            try await desk.does(at: "2026-03-03 10:03") { try $0.bringTogether(one.visit.id, with: two.visit.id) }
            let page = try await desk.counter.store.read {
                try $0.visitPage(one.key, at: Counter.at("2026-03-03 10:04"))
            }
            #expect(page.company == "A2")
        }
    }

    @Test(arguments: TestStore.engines) func aShutQueueTakesNobodyAndServesWhoIsInIt(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let queue = desk.returns
            try await desk.joins(at: "2026-03-03 10:00")
            _ = try await desk.does(at: "2026-03-03 10:01") { try $0.shutQueue(queue.id, why: "The room is full.") }
            await #expect(throws: QueueRefusal.notOpen(opens: nil)) { try await desk.joins(at: "2026-03-03 10:02") }
            #expect(try await desk.calls(at: "2026-03-03 10:03").isNew)
            await #expect(throws: QueueRefusal.self) {
                try await desk.does(at: "2026-03-03 10:04") { try $0.closeQueue(queue.id, revision: 2) }
            }
            _ = try await desk.does(at: "2026-03-03 17:30") {
                try $0.openQueue(queue.id, until: Counter.at("2026-03-03 19:00"))
            }
            let late = try await desk.joins(at: "2026-03-03 18:00").visit
            #expect(late.forgetAt == Counter.at("2026-03-03 20:00"))
        }
    }
}
