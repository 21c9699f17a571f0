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
    private var clock: WaitClock
    private var usual: Double?
    private var fitted: Int32?
    private var levels: [ConformalLevel]
    /// So many must have been served before anything is quoted.
    private let needed: Int
    /// The soonest last.
    private var outcomes: [Outcome] = []

    private init(_ record: LineRecord, clock: WaitClock = WaitClock(), levels: [ConformalLevel], needed: Int) {
        self.record = record
        self.clock = clock
        self.levels = levels
        self.needed = needed
    }

    /// - Parameters:
    ///   - confidence: above 0, below 1.
    ///   - isScored: whether the visits of a day are quoted.
    package static func told(
        _ record: LineRecord, confidence: Double, isScored: (_ day: Int32) -> Bool
    ) -> [Told] {
        let levels = [confidence, 0.5].map { ConformalLevel(confidence: $0, usualUnheard: 1) }
        var walk = WaitWalk(record, levels: levels, needed: QuotedTicks.needed(confidence: confidence))
        return record.courses.filter { isScored($0.visit.day) }.map { course in
            walk.learnOvernight(before: course)
            let quotes = walk.quote(course)
            return Told(course: course, quoted: quotes[0], median: quotes[1], usual: walk.usual)
        }
    }

    /// What a record teaches: tables of all visits that were over by then, and levels as they stand after the last days were
    /// walked through.
    package static func learned(
        _ record: LineRecord, asOf now: Int64, lastDays days: Int, confidences: [Double]
    ) -> (clock: WaitClock, levels: [ConformalLevel]) {
        let levels = confidences.map { ConformalLevel(confidence: $0, usualUnheard: 1) }
        var walk = WaitWalk(record, levels: levels, needed: QuotedTicks.needed(confidence: 0.5))
        let known = record.courses.filter { $0.visit.ended <= now }
        let walked = Set(Set(known.map(\.visit.day)).sorted().suffix(days))
        for course in known where walked.contains(course.visit.day) {
            walk.learnOvernight(before: course)
            _ = walk.quote(course)
        }
        walk.hear(until: Double(now))
        walk.clock.fit(known.map(\.seen))
        return (walk.clock, walk.levels)
    }

    /// The levels after what was heard until now of those who joined since the tables were learned.
    package static func levels(
        _ levels: [ConformalLevel], after record: LineRecord, by clock: WaitClock, until now: Int64
    ) -> [ConformalLevel] {
        var walk = WaitWalk(record, clock: clock, levels: levels, needed: 0)
        for course in record.courses { _ = walk.quote(course) }
        walk.hear(until: Double(now))
        return walk.levels
    }

    /// Seconds by level; `nil` where none could be quoted.
    private mutating func quote(_ course: LineRecord.Course) -> [Double?] {
        hear(until: Double(course.visit.joined))
        guard clock.precedents >= needed else { return levels.map { _ in nil } }
        let curve = clock.curve(of: course.state)
        let quotes = levels.map { level in curve.seconds(until: level.alpha).map { min($0, clock.longest) } }
        expect(course, curve, quotes)
        return quotes
    }

    private mutating func hear(until now: Double) {
        while let next = outcomes.last, next.at <= now {
            outcomes.removeLast()
            if let reached = next.reached {
                levels[next.level].heard(reached: reached)
            } else {
                levels[next.level].givenUp()
            }
        }
    }

    /// Where a new day begins: learns from what was over when its first one joined.
    private mutating func learnOvernight(before course: LineRecord.Course) {
        guard fitted != course.visit.day else { return }
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
