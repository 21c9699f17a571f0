/// A line as somebody sees it who stands beside it, with all that a wait is foretold from. Told in order of time.
package struct WatchedLine: Sendable {
    private struct Waiting {
        let visit: Int
        let joined: Int64
        let credit: Int64
    }

    private var waiting: [Waiting] = []
    /// Of those who had to wait and were served today, the last five.
    private var lastFive: [Double] = []
    private var day: Int32?
    private var waits = (sum: 0.0, count: 0)
    /// When the services of the last minutes began, the oldest first.
    private var begun: [Int64] = []
    private var begunFrom = 0
    private var ended: [(at: Int64, length: Double)] = []
    private var endedFrom = 0
    /// When each point was last seen at work; the end of time for one that serves now.
    private var points: [Int: Int64] = [:]

    package init() {}

    package mutating func join(_ visit: Int, at now: Int64, credit: Int64) {
        waiting.append(Waiting(visit: visit, joined: now, credit: credit))
    }

    /// Somebody was called, or went away.
    package mutating func end(_ visit: Int, waited: Double, isServed: Bool, day: Int32) {
        if let place = waiting.firstIndex(where: { $0.visit == visit }) { waiting.remove(at: place) }
        guard isServed else { return }
        begin(day)
        if lastFive.count == 5 { lastFive.removeFirst() }
        lastFive.append(waited)
        waits = (waits.sum + waited, waits.count + 1)
    }

    package mutating func beginService(point: Int, at now: Int64) {
        begun.append(now)
        if point > 0 { points[point] = .max }
    }

    package mutating func endService(point: Int, at now: Int64, length: Double) {
        ended.append((now, length))
        if point > 0 { points[point] = now }
    }

    /// A new day begins: what yesterday's people waited tells nothing of today.
    private mutating func begin(_ day: Int32) {
        guard self.day != day else { return }
        self.day = day
        lastFive = []
        waits = (0, 0)
    }

    // MARK: what is seen

    /// What somebody sees who joins now and is not in the line yet.
    package mutating func state(at now: Int64, credit: Int64, day: Int32) -> LineState {
        begin(day)
        dropOld(now)
        var state = LineState()
        state.ahead = waiting.count { $0.joined - $0.credit <= now - credit }
        state.longest = Double(now - (waiting.lazy.filter { $0.credit == credit }.map(\.joined).min() ?? now))
        if !lastFive.isEmpty { state.meanOfLastFive = lastFive.reduce(0, +) / Double(lastFive.count) }
        state.servedLately = begun.count - begunFrom
        state.pointsLately = points.count
        return state
    }

    /// What those foretell who use no more than one figure.
    package struct Simple: Sendable, Hashable {
        /// The mean wait of those served so far today.
        package let meanOfDay: Double?
        /// The wait of the last who was served.
        package let lastToEnterService: Double?
        /// (All who wait + 1) × the mean service of the last half an hour ÷ points at work in the last five minutes.
        package let queueLength: Double
    }

    /// - Precondition: Asked after `state` at the same instant.
    package func simple() -> Simple {
        let services = ended[endedFrom...]
        let mean = services.isEmpty ? 0 : services.reduce(0) { $0 + $1.length } / Double(services.count)
        return Simple(
            meanOfDay: waits.count > 0 ? waits.sum / Double(waits.count) : nil, lastToEnterService: lastFive.last,
            queueLength: Double(waiting.count + 1) * max(1, mean) / Double(max(1, points.count)))
    }

    private mutating func dropOld(_ now: Int64) {
        while begunFrom < begun.count, begun[begunFrom] <= now - 300 { begunFrom += 1 }
        while endedFrom < ended.count, ended[endedFrom].at <= now - 1_800 { endedFrom += 1 }
        if begunFrom > 1_024 {
            begun.removeFirst(begunFrom)
            begunFrom = 0
        }
        if endedFrom > 1_024 {
            ended.removeFirst(endedFrom)
            endedFrom = 0
        }
        for (point, last) in points where last <= now - 300 { points[point] = nil }
    }
}
