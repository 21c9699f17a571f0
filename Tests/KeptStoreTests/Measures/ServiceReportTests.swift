import KeptDomain
import KeptFigures
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite("Service around deliveries") struct ServiceReportTests {
    private static func write<T: Sendable>(
        _ talk: Conversation, as actor: Actor = .shell, at time: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await talk.counter.store.write(as: actor, at: Counter.at(time), body)
    }

    private static func report(_ talk: Conversation, by split: ServiceSplit = .month) async throws -> (
        rows: [ServiceRow], total: ServiceRow
    ) {
        try await talk.counter.store.read {
            try $0.serviceReport(
                by: split, ServiceSpan(from: Day("2026-03-01"), to: Day("2026-03-31"), today: Day("2026-03-31")!))
        }
    }

    @Test func aFigureStandsFromTenOn() {
        let few = ServiceFigure(Array(repeating: 1, count: 9), scale: .share)
        #expect(few.count == 9 && few.met == 9 && few.value == nil && few.interval == nil)
        let share = ServiceFigure([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], scale: .share)
        #expect(share.value == 0.8 && share.met == 8)
        // Wilson, 8 of 10: 0.4901625 to 0.9433178.
        #expect(abs((share.interval?.lowerBound ?? 0) - 0.490_162_5) < 1e-6)
        #expect(abs((share.interval?.upperBound ?? 0) - 0.943_317_8) < 1e-6)
        // Order statistics of 1...20: ranks 10 -+ 1.96 * sqrt(20) / 2 = 5.6 and 14.4, so 5 and 16.
        let time = ServiceFigure((1...20).map(Double.init), scale: .time)
        #expect(time.value == 10.5 && time.interval == 5...16)
        #expect(abs((time.ninth ?? 0) - 18.1) < 1e-9)
        let score = ServiceFigure([1, 2, 3, 4, 5, 5, 4, 3, 2, 1], scale: .score)
        #expect(score.value == 3)
        // Standard deviation sqrt(20 / 9), of ten: Student's 2.262157 at 9 degrees * 0.4714045 = 1.0663910.
        #expect(abs((score.interval?.upperBound ?? 0) - 4.066_391_0) < 1e-5)
        #expect(abs((score.interval?.lowerBound ?? 0) - 1.933_609_0) < 1e-5)
        let high = ServiceFigure([5, 5, 5, 5, 5, 5, 5, 5, 5, 1], scale: .score, range: 1...5)
        #expect(high.value == 4.6 && high.interval?.upperBound == 5, "no mean lies beyond the best")
        let same = ServiceFigure(Array(repeating: 5, count: 12), scale: .score, range: 1...5)
        #expect(same.value == 5 && same.interval == nil, "twelve equal answers are no certainty")
        // Tables of Student's distribution.
        for (degrees, value) in [(9, 2.262_157), (10, 2.228_139), (19, 2.093_024), (29, 2.045_230), (99, 1.984_217)] {
            #expect(abs(StudentT.usualQuantile(degrees: degrees) - value) < 2e-5, "\(degrees)")
        }
    }

    @Test(arguments: TestStore.engines) func requestsAreCountedAsAskedAnsweredAndMet(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            for number in 0..<12 {
                let id = try await Self.write(talk, at: "2026-03-05 11:00") {
                    try $0.noteSpecialRequest(SpecialRequestDraft(.expedite, "today, please"), on: talk.id).id
                }
                let answer: SpecialRequest.Answer = number < 10 ? .agreed : .declined
                try await Self.write(talk, at: "2026-03-05 11:\(10 + number)") {
                    _ = try $0.answerSpecialRequest(id, answer)
                    if number < 9 { _ = try $0.settleSpecialRequest(id, isMet: number < 6) }
                }
            }
            let total = try await Self.report(talk).total
            // Nine settled and two declined are known; one is agreed and open.
            #expect(total[.expediteMet].count == 11 && total[.expediteMet].met == 6)
            #expect(total[.expediteMet].value == 6.0 / 11)
            #expect(total[.expediteMet].asked == 12 && total[.expediteMet].open == 1)
            _ = try await Self.write(talk, at: "2026-03-05 11:40") {
                try $0.noteSpecialRequest(SpecialRequestDraft(.substitution, "the blue one"), on: talk.id)
            }
            let never = try await Self.report(talk).total[.substitutionMet]
            #expect(never.count == 0 && never.open == 1 && !never.isEmpty, "what nobody answered does not vanish")
            #expect(ServiceText.json(try await Self.report(talk).total).contains(#""asked":12,"open":1"#))
            // Ten to twenty-one minutes: the median lies between 15 and 16.
            #expect(total[.requestAnswerTime].count == 12 && total[.requestAnswerTime].value == 930)
            #expect(total[.substitutionMet].count == 0 && total[.substitutionMet].isEmpty)
            let days = try await Self.report(talk, by: .day).rows
            #expect(days.map(\.key) == ["2026-03-05"])
            let known = try await talk.counter.store.read { try $0.specialRequests(on: talk.id) }
            await #expect(throws: SpecialRequestRefusal.answeredAlready) {
                try await Self.write(talk, at: "2026-03-05 12:00") {
                    _ = try $0.answerSpecialRequest(known[0].id, .agreed)
                }
            }
            await #expect(throws: SpecialRequestRefusal.notAgreed) {
                try await Self.write(talk, at: "2026-03-05 12:00") {
                    _ = try $0.settleSpecialRequest(known[11].id, isMet: true)
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aCaseCountsInEachProductGroupOfItsOrder(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let lines = [Bookshop.book("Map", group: "maps"), Bookshop.book("Novel", group: "novels")]
            let customer = CustomerDraft(name: "Ada", email: "ada@example.org")
            let order = try await desk.shop.order(desk.shop.draft("A-1", customer: customer, lines: lines)).order.id
            let plain = try await desk.order("A-2", email: "b@example.org")
            for id in [order, plain] {
                try await desk.shop.write { _ = try $0.rate(.order(id), .ease, value: 4) }
            }
            let rows = try await desk.shop.store.read {
                try $0.serviceReport(
                    by: .productGroup,
                    ServiceSpan(from: Day("2026-11-01"), to: Day("2026-11-30"), today: Day("2026-11-30")!)
                ).rows
            }
            #expect(rows.map(\.key) == ["maps", "novels", DeliveryRow.unknownKey])
            #expect(rows.map { $0[.ease].count } == [1, 1, 1])
        }
    }

    @Test(arguments: TestStore.engines) func answersAreTimedFromTheQuestionToWhatReachedTheCustomer(
        on engine: Engine
    ) async throws {
        try await Conversation.with(engine) { talk in
            // The first question of 10:00 is answered at 12:00; an acknowledgement and a note do not count.
            try await Self.write(talk, at: "2026-03-05 11:00") { _ = try $0.addNote(to: talk.id, text: "Looking.") }
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 12:00")
            let facts = try await talk.counter.store.read {
                try $0.serviceFacts(from: Counter.at("2026-03-01 00:00"), before: Counter.at("2026-04-01 00:00"))
            }
            #expect(facts.filter { $0.measure == .replyTime }.map(\.value) == [7_200])
            #expect(facts.filter { $0.measure == .replyInTime }.map(\.value) == [1])
            #expect(try await Self.report(talk).total[.replyTime].value == nil, "one is too few")
        }
    }

    @Test(arguments: TestStore.engines) func aTapIsOneForEachQuestionAndChangesForADay(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let customer = Actor.customer(talk.counter.customer)
            func tap(_ value: Int, at time: String) async throws {
                _ = try await Self.write(talk, as: customer, at: time) {
                    try $0.rate(.case(talk.id), .ease, value: value)
                }
            }
            try await tap(2, at: "2026-03-06 10:00")
            try await tap(5, at: "2026-03-07 09:59")
            await #expect(throws: RatingRefusal.tooLate) { try await tap(1, at: "2026-03-07 10:00") }
            await #expect(throws: InvalidInput.self) { try await tap(6, at: "2026-03-06 11:00") }
            _ = try await Self.write(talk, as: customer, at: "2026-03-06 10:00") {
                try $0.rate(.case(talk.id), .accuracy, value: 1)
            }
            #expect(try await talk.counter.count("SELECT count(*) FROM ratings") == 2)
            let facts = try await talk.counter.store.read {
                try $0.serviceFacts(from: Counter.at("2026-03-01 00:00"), before: Counter.at("2026-04-01 00:00"))
            }
            #expect(facts.filter { $0.measure == .ease }.map(\.value) == [5])
            #expect(facts.filter { $0.measure == .accuracyByCustomer }.map(\.value) == [1])
            let (first, second) = try await Self.write(talk, at: "2026-03-06 10:00") {
                (try $0.ratingKey(of: talk.id), try $0.ratingKey(of: talk.id))
            }
            #expect(first == second, "one address for a case")
            #expect(try await talk.counter.store.read { try $0.ratedCase(first)?.id } == talk.id)
            #expect(try await talk.counter.store.read { try $0.ratedCase(.random()) } == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aDrawTakesEachAnsweredCaseOnceAtMost(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            await #expect(throws: RatingRefusal.nothingToDraw) {
                _ = try await Self.write(talk, at: "2026-03-05 11:00") { try $0.drawSpotChecks(5, days: 7, at: nil) }
            }
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 12:00")
            for number in 1...4 {
                try await Self.write(talk, at: "2026-03-05 12:\(10 + number)") {
                    [customer = talk.counter.customer] tx in
                    let other = try tx.openCase(
                        kind: .question, subject: "Size \(number)", customer: customer, order: nil, place: nil)
                    try tx.reply(to: other.id, with: MessageDraft(.phone, "\(number)"))
                }
            }
            let draw = try await Self.write(talk, at: "2026-03-05 13:00") { try $0.drawSpotChecks(3, days: 7, at: nil) }
            #expect(draw.population == 5 && draw.size == 3)
            let second = try await Self.write(talk, at: "2026-03-05 13:01") {
                try $0.drawSpotChecks(9, days: 7, at: nil)
            }
            #expect(second.population == 2 && second.size == 2, "an open check is not drawn again")
            let open = try await talk.counter.store.read { try $0.openSpotChecks(at: nil) }
            #expect(open.count == 5 && Set(open.map(\.check.case)).count == 5)
            let first = try #require(open.first).check.id
            let check = try await Self.write(talk, at: "2026-03-05 14:00") {
                try $0.checkAnswer(first, accuracy: 2, detail: 1, words: "Names no colour.")
            }
            #expect(check.accuracy == 2 && check.detail == 1)
            await #expect(throws: RatingRefusal.checkedAlready) {
                _ = try await Self.write(talk, at: "2026-03-05 14:01") {
                    try $0.checkAnswer(first, accuracy: 1, detail: 1)
                }
            }
            await #expect(throws: NotPermitted.self) {
                _ = try await Self.write(
                    talk, as: .person(ID(5), grants: [Grant(role: .frontLine)]), at: "2026-03-05 14:01"
                ) { try $0.drawSpotChecks(1, days: 7, at: nil) }
            }
        }
    }

    /// The report counts by group what the rows say: recounted here by statements of another shape.
    @Test(arguments: TestStore.engines) func theReportIsTheSumOfItsRows(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            for number in 1...12 {
                try await Self.write(talk, at: "2026-03-0\(number % 3 + 4) 1\(number % 5):00") {
                    [customer = talk.counter.customer] tx in
                    let other = try tx.openCase(
                        kind: .complaint, subject: "Case \(number)", customer: customer, order: nil, place: nil)
                    _ = try tx.rate(.case(other.id), .ease, value: number % 5 + 1)
                    try tx.reply(to: other.id, with: MessageDraft(.phone, "We look at it."))
                    if number % 2 == 0 { try tx.closeCase(other.id, cause: "glue") }
                }
            }
            let report = try await Self.report(talk, by: .day)
            let sums = report.rows.map { $0[.ease].count }
            #expect(sums.reduce(0, +) == 12 && report.total[.ease].count == 12)
            let mean = try await talk.counter.store.read {
                try $0.row("SELECT sum(value), count(*) FROM ratings WHERE question = 'ease'") {
                    Double($0.int()) / Double($0.int())
                }
            }
            #expect(report.total[.ease].value == mean)
            let mended = try await talk.counter.count(
                """
                SELECT count(*) FROM case_episodes e WHERE e.closed_at IS NOT NULL AND EXISTS (
                  SELECT 1 FROM failures f WHERE f.case_id = e.case_id AND f.episode = e.number)
                """)
            #expect(report.total[.mendTime].count == mended && mended == 6)
            #expect(report.total[.respondTime].count == 12)
            let text = ServiceText.csv(report.rows)
            #expect(text.split(separator: "\r\n").count == 1 + report.rows.count * ServiceMeasure.allCases.count)
        }
    }
}
