import KeptFigures

/// Quotes at one confidence while a record is walked through, and what became of them.
struct QuotedShare {
    let confidence: Double
    private(set) var level: ConformalLevel
    private(set) var orders = 0
    private(set) var kept = 0
    private(set) var days = 0
    private var isTold = false
    /// By the day on whose evening it is heard of: how unlikely the outcome was when it was quoted; `nil` where nothing
    /// will ever be heard.
    private var outcomes: [Int32: [Double?]] = [:]

    init(confidence: Double) {
        self.confidence = confidence
        level = ConformalLevel(confidence: confidence, usualUnheard: 1)
    }

    /// What became known on the evening of a day.
    mutating func hear(of day: Int32) {
        for outcome in outcomes.removeValue(forKey: day) ?? [] {
            if let reached = outcome { level.heard(reached: reached) } else { level.givenUp() }
        }
    }

    /// Quotes an order and notes what will become of it.
    ///
    /// - Parameters:
    ///   - daily: orders a day of late.
    ///   - isScored: whether it counts in the shares and means; it is learned from in any case.
    /// - Returns: the quoted day, counted from the purchase; `nil` where none can be quoted.
    mutating func quote(
        _ course: DeliveryRecord.Course, _ chances: [Float], longest: Int, daily: Double, isScored: Bool = true
    ) -> Int? {
        guard let quoted = QuotedTicks.least(chances, alpha: level.alpha, longest: longest) else { return nil }
        if !isTold {
            isTold = true
            level.usualUnheard = daily * Double(quoted)
        }
        level.told()
        guard course.isDelivered else {
            outcomes[course.day + Int32(QuoteClock.bound), default: []].append(nil)
            return quoted
        }
        let took = Int(course.delivered)
        // Longer than any before: late however sure the quote was meant to be, since none goes beyond the longest.
        let reached = took > longest ? 0 : QuotedTicks.chance(ofAtLeast: took, chances)
        outcomes[course.day + Int32(max(quoted, took)), default: []].append(reached)
        if isScored { score(course, quoted: quoted) }
        return quoted
    }

    fileprivate mutating func score(_ course: DeliveryRecord.Course, quoted: Int) {
        orders += 1
        kept += Int(course.delivered) <= quoted ? 1 : 0
        days += quoted
    }

    var keptShare: Double? { orders > 0 ? Double(kept) / Double(orders) : nil }
    var meanDays: Double? { orders > 0 ? Double(days) / Double(orders) : nil }
}

/// Quotes at many confidences at once, to find the one whose kept share is a given one.
struct QuoteLadder {
    private(set) var rungs: [QuotedShare]

    init() {
        rungs = [
            0.5, 0.6, 0.7, 0.75, 0.8, 0.83, 0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99,
            0.995,
        ].map { QuotedShare(confidence: $0) }
    }

    mutating func hear(of day: Int32) { for index in rungs.indices { rungs[index].hear(of: day) } }

    mutating func quote(
        _ course: DeliveryRecord.Course, _ chances: [Float], longest: Int, daily: Double, isScored: Bool
    ) {
        for index in rungs.indices {
            let quoted = rungs[index].quote(course, chances, longest: longest, daily: daily, isScored: isScored)
            // All rungs are scored over the same orders: a slow one must not drop out of the surest.
            if quoted == nil, isScored, course.isDelivered { rungs[index].score(course, quoted: QuoteClock.bound) }
        }
    }

    /// The mean lead at the confidence whose kept share is `share`, between two rungs by linear interpolation; `nil` where
    /// no rung kept so few or so many.
    func meanDays(atShare share: Double) -> Double? {
        let points = rungs.compactMap { rung in
            rung.keptShare.flatMap { kept in rung.meanDays.map { (kept: kept, days: $0) } }
        }
        return Self.interpolated(points, at: share)
    }

    static func interpolated(_ points: [(kept: Double, days: Double)], at share: Double) -> Double? {
        for (low, high) in zip(points, points.dropFirst()) where low.kept <= share && share <= high.kept {
            if high.kept == low.kept { return low.days }
            return low.days + (high.days - low.days) * (share - low.kept) / (high.kept - low.kept)
        }
        return nil
    }
}
