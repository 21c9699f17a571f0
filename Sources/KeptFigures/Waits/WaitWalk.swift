/// Quotes waits one after another as people joined, each with what was known at that instant: tables of the last night, the
/// state of the line, and the outcomes heard of by then.
package struct WaitWalk: Sendable {
    /// What was told to somebody.
    package struct Told: Sendable {
        package let course: LineRecord.Course
        /// Seconds that are kept with the wanted probability; `nil` where none could be quoted.
        package let quoted: Double?
        package let median: Double?
        /// A wait that the day's simple figures fall back to before their first: the median of all days before.
        package let usual: Double?
    }

    /// An outcome on its way.
    private struct Outcome {
        let at: Double
        let level: Int
        /// The chance, when it was told, of a longer wait; `nil` of somebody who went away.
        let reached: Double?
    }

    private let record: LineRecord
    private var clock = WaitClock()
    private var usual: Double?
    private var fitted: Int32?
    private var levels: [ConformalLevel]
    /// The soonest last.
    private var outcomes: [Outcome] = []

    private init(_ record: LineRecord, confidence: Double) {
        self.record = record
        levels = [confidence, 0.5].map { ConformalLevel(confidence: $0, usualUnheard: 1) }
    }

    /// - Parameters:
    ///   - confidence: above 0, below 1.
    ///   - isScored: whether the visits of a day are quoted.
    package static func told(
        _ record: LineRecord, confidence: Double, isScored: (_ day: Int32) -> Bool
    ) -> [Told] {
        var walk = WaitWalk(record, confidence: confidence)
        return record.courses.filter { isScored($0.visit.day) }.map { walk.quote($0) }
    }

    private mutating func quote(_ course: LineRecord.Course) -> Told {
        if fitted != course.visit.day { fit(asOf: course) }
        while let next = outcomes.last, next.at <= Double(course.visit.joined) {
            outcomes.removeLast()
            if let reached = next.reached {
                levels[next.level].heard(reached: reached)
            } else {
                levels[next.level].givenUp()
            }
        }
        guard clock.precedents >= QuotedTicks.needed(confidence: 1 - levels[0].wanted) else {
            return Told(course: course, quoted: nil, median: nil, usual: usual)
        }
        let curve = clock.curve(of: course.state)
        let quotes = levels.map { level in curve.seconds(until: level.alpha).map { min($0, clock.longest) } }
        expect(course, curve, quotes)
        return Told(course: course, quoted: quotes[0], median: quotes[1], usual: usual)
    }

    /// Learns from what was over when the first of a day joined.
    private mutating func fit(asOf course: LineRecord.Course) {
        fitted = course.visit.day
        let known = record.courses.filter { $0.visit.day < course.visit.day && $0.visit.ended < course.visit.joined }
        clock.fit(known.map(\.seen))
        let waits = known.map(\.visit.waited).sorted()
        usual = waits.isEmpty ? nil : Double(waits[(waits.count - 1) / 2] + waits[waits.count / 2]) / 2
    }

    /// Notes when it will be heard what became of quotes. Of somebody who went away nothing is heard but that.
    private mutating func expect(_ course: LineRecord.Course, _ curve: WaitCurve, _ quotes: [Double?]) {
        let (waited, isServed) = (Double(course.visit.waited), course.visit.isServed)
        for (level, quote) in quotes.enumerated() {
            guard let quote else { continue }
            levels[level].told()
            let outcome = Outcome(
                at: Double(course.visit.joined) + (isServed ? max(quote, waited) : waited), level: level,
                reached: isServed ? curve.chance(beyond: waited) : nil)
            let place = outcomes.firstIndex { $0.at <= outcome.at } ?? outcomes.count
            outcomes.insert(outcome, at: place)
        }
    }
}
