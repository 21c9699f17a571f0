import KeptDomain
import KeptStore
import Testing

private func at(_ hours: Int64) -> Instant { Instant(seconds: 1_700_000_000) + .hours(hours) }

/// What somebody tells of an order of history.
private enum Telling {
    case row([(kind: TrackingEvent.Kind, at: Instant)], OrderNews, [OrderRow.Line])
    case event(TrackingEvent.Kind, Instant)
}

private func learned(_ tellings: [Telling], settlingEach: Bool = true) -> OrderLearning {
    var order = OrderLearning()
    for telling in tellings {
        switch telling {
        case .row(let milestones, let news, let lines):
            _ = order.tell(milestones: milestones, news)
            _ = order.tell(lines: lines)
        case .event(let kind, let at): _ = order.tell(kind, at: at)
        }
        if settlingEach { order = order.settled() }
    }
    return order.settled()
}

@Suite struct OrderCourseTests {
    private func row(
        _ status: OrderStatus? = nil, _ milestones: [(kind: TrackingEvent.Kind, at: Instant)] = [], attempts: Int? = nil
    ) -> Telling { .row(milestones, OrderNews(status: status, attempts: attempts), []) }

    @Test func aRowThatTellsLessTakesNothingBack() {
        let whole = row(.delivered, [(.approved, at(1)), (.dispatched, at(5)), (.delivered, at(30))], attempts: 3)
        for less in [row(nil, [(.approved, at(1))]), row(.approved), row()] {
            let course = learned([whole, less]).course
            #expect(course == learned([whole]).course)
            #expect(course.status == .delivered && course.deliveredAt == at(30) && course.attempts == 3)
        }
    }

    @Test func anEventTakesNothingBackThatAFileToldInWords() {
        let approved = Telling.event(.approved, at(1))
        let delivered = learned([row(.delivered, attempts: 3), approved]).course
        #expect(delivered.status == .delivered && delivered.attempts == 3 && delivered.approvedAt == at(1))
        #expect(learned([row(.dispatched), approved]).course.status == .dispatched)
        #expect(learned([row(.dispatched), .event(.delivered, at(9))]).course.status == .delivered)
        #expect(learned([row(.returned), .event(.delivered, at(9))]).course.status == .returned)
        #expect(learned([row(.lost), .event(.delivered, at(9))]).course.status == .delivered)
    }

    @Test func aCorrectedMilestoneReplacesTheOneBefore() {
        let corrected = learned([
            row(nil, [(.delivered, at(30))]), row(nil, [(.delivered, at(32))]), .event(.approved, at(1)),
        ])
        #expect(corrected.course.deliveredAt == at(32))
        #expect(corrected.events.map(\.at) == [at(32), at(1)])
        let back = learned([row(nil, [(.delivered, at(32))]), row(nil, [(.delivered, at(30))])])
        #expect(back.course.deliveredAt == at(30) && back.events.count == 1)
    }

    @Test func aRowDoesNotRemoveWhatAnEventTold() {
        let order = learned([
            .event(.delivered, at(30)), row(nil, [(.delivered, at(30))]), row(nil, [(.delivered, at(32))]),
        ])
        #expect(order.course.deliveredAt == at(30) && order.events.count == 2)
        #expect(order.course.attempts == 1)
    }

    @Test func aRowAloneCountsNoAttempts() {
        #expect(learned([row(nil, [(.delivered, at(30))])]).course.attempts == 0)
        #expect(learned([row(nil, [(.delivered, at(30))]), .event(.attempted, at(20))]).course.attempts == 1)
        #expect(learned([row(nil, [(.delivered, at(30))]), .event(.delivered, at(30))]).course.attempts == 1)
    }

    @Test func endsThatExcludeEachOtherGoByTheLastWord() {
        #expect(learned([row(.cancelled), row(.delivered)]).course.status == .delivered)
        #expect(learned([row(.delivered), row(.cancelled)]).course.status == .cancelled)
        #expect(learned([row(.returned), row(.delivered)]).course.status == .returned)
        #expect(learned([row(.cancelled), row(.approved)]).course.status == .cancelled)
    }

    @Test func completeFollowsAllLinesUnlessAColumnTellsIt() {
        let short = OrderRow.Line(name: "Atlas", quantity: 2, filledQuantity: 1, priceMinor: 100, currency: "EUR")
        let whole = OrderRow.Line(name: "Globe", quantity: 1, filledQuantity: 1, priceMinor: 100, currency: "EUR")
        var order = OrderLearning()
        _ = order.tell(lines: [short])
        #expect(order.settled().course.isComplete == false)
        _ = order.tell(lines: [whole])
        #expect(order.settled().course.isComplete == false)
        _ = order.tell(milestones: [], OrderNews(isComplete: true))
        _ = order.tell(lines: [whole])
        #expect(order.settled().course.isComplete == true)
    }

    @Test func liveOrdersGoByTheirEventsAlone() {
        var order = OrderCourse()
        order.attempts = 7
        var history = OrderHistory()
        history.add(.delivered, at: at(3))
        let course = order.learned(from: history, isHistory: false)
        #expect(course.status == .delivered && course.attempts == 1 && course.isUndamaged == true)
        history.add(.damaged, at: at(4))
        #expect(order.learned(from: history, isHistory: false).isUndamaged == false)
    }

    /// Rows that each tell a part of the truth and events of it, in any order, repeated, settled in between or not.
    @Test func anyOrderOfRowsAndEventsGivesTheSameOrder() {
        for seed in 1...400 as ClosedRange<UInt64> {
            var numbers = Dice(seed: seed)
            let tellings = Self.tellings(&numbers)
            let whole = Self.plain(learned(tellings))
            for _ in 0..<6 {
                var again = tellings
                for _ in 0..<3 { again.append(tellings.randomElement(using: &numbers)!) }
                again.shuffle(using: &numbers)
                let other = Self.plain(learned(again, settlingEach: Bool.random(using: &numbers)))
                #expect(other == whole, "seed \(seed)")
            }
        }
    }

    private static func plain(_ order: OrderLearning) -> [String] {
        let events = order.events.map { "\($0.kind) \($0.at.seconds) \($0.isOfRow)" }.sorted()
        let lines = order.lines.map { "\($0.position) \($0.goods.name) \($0.goods.filledQuantity ?? -1)" }.sorted()
        return ["\(order.course)"] + events + lines
    }

    /// One course of one order, told piece by piece.
    private static func tellings(_ numbers: inout Dice) -> [Telling] {
        let kinds: [TrackingEvent.Kind] = [.approved, .prepared, .dispatched, .inTransit, .delivered]
        let reached = Int.random(in: 0...kinds.count, using: &numbers)
        var milestones: [(kind: TrackingEvent.Kind, at: Instant)] = []
        for (number, kind) in kinds.prefix(reached).enumerated() where Int.random(in: 0..<4, using: &numbers) > 0 {
            milestones.append((kind, at(Int64(number * 10) + .random(in: 0..<14, using: &numbers))))
        }
        // A file tells of one end at most; the way to it may be told by older files.
        let way: [OrderStatus] = [.ordered, .approved, .prepared, .dispatched, .inTransit]
        let ends: [OrderStatus] = [.lost, .returned, .cancelled, .unavailable, .delivered]
        let end = Bool.random(using: &numbers) ? ends.randomElement(using: &numbers) : nil
        let attempts = Bool.random(using: &numbers) ? Int.random(in: 1...4, using: &numbers) : nil
        let isComplete = Bool.random(using: &numbers) ? Bool.random(using: &numbers) : nil
        let isUndamaged = Bool.random(using: &numbers) ? Bool.random(using: &numbers) : nil
        let lines = (1...3).map { number in
            OrderRow.Line(
                number: Int64(number), name: "Line \(number)", quantity: 2,
                filledQuantity: Bool.random(using: &numbers) ? .random(in: 1...2, using: &numbers) : nil,
                priceMinor: 100, currency: "EUR")
        }
        var all: [Telling] = []
        for _ in 0..<Int.random(in: 1...5, using: &numbers) {
            let told = milestones.filter { _ in Bool.random(using: &numbers) }
            let statuses = way.prefix(reached + 1) + (end.map { [$0] } ?? [])
            let news = OrderNews(
                status: Bool.random(using: &numbers) ? statuses.randomElement(using: &numbers) : nil,
                attempts: Bool.random(using: &numbers) ? attempts : nil,
                isComplete: Bool.random(using: &numbers) ? isComplete : nil,
                isUndamaged: Bool.random(using: &numbers) ? isUndamaged : nil)
            all.append(.row(told, news, lines.filter { _ in Bool.random(using: &numbers) }))
        }
        let others: [TrackingEvent.Kind] = [.attempted, .damaged, .cancelled, .lost, .returned]
        for _ in 0..<Int.random(in: 0...5, using: &numbers) {
            if Bool.random(using: &numbers), let told = milestones.randomElement(using: &numbers) {
                // The same moment as a row tells, or another scan of the same kind.
                let later: Int64 = Bool.random(using: &numbers) ? 0 : .random(in: -3...3, using: &numbers)
                all.append(.event(told.kind, told.at + .hours(later)))
            } else {
                all.append(
                    .event(others.randomElement(using: &numbers)!, at(.random(in: 0..<60, using: &numbers))))
            }
        }
        return all
    }
}
