import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What is unusual is asked, about customers and limits and never about a colleague.
@Suite struct AuthorityQuestionTests {
    private static func questions(_ desk: AmendsDesk) async throws -> [AuthorityPattern] {
        let now = desk.shop.time.now
        return try await desk.shop.store.read { try $0.authorityQuestions(at: nil, now: now).map(\.pattern) }
    }

    @Test(arguments: TestStore.engines) func manyToOneCustomerAreAskedOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            for number in 1...3 { try await desk.give(.coupon, 100, by: number == 1 ? desk.tom : desk.lina) }
            let few = try await Self.questions(desk)
            #expect(few == [])
            try await desk.give(.coupon, 100, by: desk.tom)
            let asked = try await Self.questions(desk)
            #expect(asked.map(\.kind) == [.manyToOne] && asked.first?.count == 4)
            #expect(asked.first?.amount == AmendsDesk.euros(400))
            let (key, place) = (try #require(asked.first).key, desk.shop.place)
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.tom) { try $0.answerQuestion(key, at: place, answer: "fine") }
            }
            try await desk.shop.write(as: desk.maya) { try $0.answerQuestion(key, at: place, answer: "a bad week") }
            let rested = try await Self.questions(desk)
            #expect(rested == [])
        }
    }

    @Test(arguments: TestStore.engines) func alwaysJustBelowTheLimitAsksAboutTheLimit(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            for number in 1...10 {
                let found = try await desk.anotherCase("n\(number)")
                try await desk.give(.gesture, 950, by: number % 2 == 0 ? desk.tom : desk.lina, on: found)
            }
            let asked = try await Self.questions(desk)
            #expect(asked.map(\.kind) == [.belowTheLimit])
            #expect(asked.first?.role == .frontLine && asked.first?.remedy == .gesture && asked.first?.count == 10)
            #expect(asked.first?.amount == AmendsDesk.euros(1_000))
        }
    }

    @Test(arguments: TestStore.engines) func aWeekFarAboveTheUsualIsAsked(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.refund, 400, by: desk.tom, on: try await desk.anotherCase("old"))
            desk.shop.time.advance(by: .days(49))
            for number in 1...10 {
                try await desk.give(
                    .refund, 500, by: number % 2 == 0 ? desk.tom : desk.lina,
                    on: try await desk.anotherCase("w\(number)"))
            }
            let asked = try await Self.questions(desk)
            #expect(asked.map(\.kind) == [.aboveUsual])
            #expect(asked.first?.times == 75, "50.00 in a week, and 4.00 in the six before")
        }
    }

    /// Nobody knows yet what is usual: the weeks before there was a ledger are no weeks in which nothing was given.
    @Test(arguments: TestStore.engines) func nothingIsUnusualInTheFirstWeeks(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.refund, 400, by: desk.tom, on: try await desk.anotherCase("old"))
            desk.shop.time.advance(by: .days(20))
            for number in 1...10 {
                try await desk.give(
                    .refund, 500, by: number % 2 == 0 ? desk.tom : desk.lina,
                    on: try await desk.anotherCase("w\(number)"))
            }
            #expect(try await Self.questions(desk) == [])
        }
    }

    /// Where one person alone gave them, a question about the role would be one about them.
    @Test(arguments: TestStore.engines) func whatOnePersonAloneGaveIsNoQuestionAboutTheirRole(on engine: Engine)
        async throws
    {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.gesture, 100, by: desk.lina, on: try await desk.anotherCase("old"))
            desk.shop.time.advance(by: .days(49))
            for number in 1...10 {
                desk.shop.time.advance(by: .hours(number == 6 ? 24 : 0))
                try await desk.give(.gesture, 950, by: desk.tom, on: try await desk.anotherCase("n\(number)"))
            }
            #expect(try await Self.questions(desk) == [])
        }
    }
}
