import KeptFigures

/// A line now, with what the record taught of it: quotes waits to whoever joins and whoever waits.
///
/// The state is read from today's visits by the same code that learned from those of the past, and the levels have heard of all
/// quotes of today whose outcome is known, so that nothing has to be remembered between two questions.
package struct WaitForecast: Sendable {
    /// A visit of today, over or not.
    package struct Seen: Sendable {
        package let joined: Instant
        package var called: Instant?
        package var ended: Instant?
        package var party = 1
        package var point: Int64?

        package init(joined: Instant) { self.joined = joined }
    }

    private let clock: WaitClock
    private let state: LineState
    private let level: ConformalLevel
    private let median: ConformalLevel
    /// Who had to wait and were served in this line.
    private let precedents: Int

    /// - Parameters:
    ///   - line: as the record names it.
    ///   - today: those who joined it since the local day began, in any order.
    /// - Returns: `nil` where too few were served in this line for that confidence.
    package init?(
        _ model: WaitModel, line: String, confidence: Double, today: [Seen], zone: Zone, at now: Instant
    ) {
        guard let known = model.lines[line], known.served >= QuotedTicks.needed(confidence: confidence) else {
            return nil
        }
        let local = zone.local(now)
        var points: [Int64: Int] = [:]
        var visits = today.filter { $0.joined <= now }.map { seen in
            Self.wait(seen, line: known.number, local.day, zone, at: now, &points)
        }
        var joining = RecordedWait(
            joined: now.seconds, waited: 1, isServed: false, day: local.day.number, hour: local.hour,
            weekday: local.day.weekday.rawValue)
        joining.line = known.number
        visits.append(joining)
        let record = LineRecord(visits)
        guard let course = record.courses.first(where: { $0.index == visits.count - 1 }) else { return nil }
        state = course.state
        visits.removeLast()
        let levels = WaitWalk.levels(
            [model.level(confidence), model.level(0.5)], after: LineRecord(visits), by: model.clock, until: now.seconds)
        (level, median) = (levels[0], levels[1])
        (clock, precedents) = (model.clock, known.served)
    }

    /// One that is not over yet ends after now: it is there and nothing more is known.
    private static func wait(
        _ seen: Seen, line: Int, _ day: Day, _ zone: Zone, at now: Instant, _ points: inout [Int64: Int]
    ) -> RecordedWait {
        let local = zone.local(seen.joined)
        let end = seen.called ?? seen.ended
        let waited = end.map { max(0, ($0 - seen.joined).seconds) } ?? max(1, (now - seen.joined).seconds + 2)
        let service = seen.called.map { called in
            called.seconds...max(called.seconds, seen.ended?.seconds ?? now.seconds + 2)
        }
        var wait = RecordedWait(
            joined: seen.joined.seconds, waited: waited, isServed: seen.called != nil, service: service,
            day: day.number, hour: local.hour, weekday: day.weekday.rawValue)
        wait.line = line
        wait.party = max(1, seen.party)
        if let point = seen.point {
            wait.point = points[point] ?? points.count + 1
            points[point] = wait.point
        }
        return wait
    }

    /// What can be said of the rest of a wait.
    ///
    /// - Parameters:
    ///   - ahead: who will be called before.
    ///   - points: open ones, told with the basis.
    package func outlook(ahead: Int, points: Int) -> WaitOutlook {
        var state = state
        state.ahead = ahead
        let curve = clock.curve(of: state)
        guard let within = curve.seconds(until: level.alpha), let middle = curve.seconds(until: median.alpha) else {
            return .unlikeAny
        }
        // A minute is the least that anybody is told; what is told is rounded up, never down.
        let told = max(60, Int((min(within, clock.longest) / 60).rounded(.up)) * 60)
        let usual = min(told, Int((middle / 60).rounded()) * 60)
        return .quoted(
            WaitQuote(
                median: usual, keptWithin: told, confidence: 1 - level.wanted, precedents: precedents,
                basis: [WaitBasis("learned", ["count": precedents, "ahead": ahead, "points": points])]))
    }
}
