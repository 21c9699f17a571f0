/// What can be seen of a line at the instant at which somebody joins it, and of whoever joins.
package struct LineState: Sendable, Hashable {
    /// How many wait who would be called first by the line's own order.
    package var ahead = 0
    /// The mean wait of the last five who had to wait and were served today; `nil` before the first.
    package var meanOfLastFive: Double?
    /// How long the first of those who wait with the same priority has waited; 0 where there is none.
    package var longest = 0.0
    /// Services begun in the last five minutes.
    package var servedLately = 0
    /// Service points that served somebody in the last five minutes.
    package var pointsLately = 0
    /// From 0.
    package var priority = 0
    /// Of the matter, from 1; 0 where it is not known.
    package var kind = 0
    /// From 1.
    package var line = 1
    /// How many people came together, 1 or more.
    package var party = 1
    /// Local, 0...23.
    package var hour = 0
    /// Local, 0 is Monday.
    package var weekday = 0

    package init() {}

    /// How far back "lately" reaches, in seconds.
    package static let lately = 300.0

    /// The columns of the facts that a clock of waits goes by.
    private enum Column: Int, CaseIterable {
        case ahead, lastFive, longest, served, points, priority, kind, line, party, hour, weekday
    }

    static let width = Column.allCases.count

    static let facts: [ClockFact] = [
        ClockFact("time", .age(WaitTicks.fine)), fact("ahead", .ahead, byTime: true),
        fact("mean wait of the last five", .lastFive, byTime: true),
        fact("longest now waiting", .longest, byTime: true), fact("served lately", .served),
        fact("points lately", .points), fact("priority", .priority, byTime: true), fact("kind", .kind, byTime: true),
        fact("line", .line, byTime: true), fact("party", .party), fact("hour", .hour), fact("weekday", .weekday),
    ]

    private static func fact(_ name: String, _ column: Column, byTime: Bool = false) -> ClockFact {
        ClockFact(name, column: column.rawValue, byTime ? .age(WaitTicks.coarse) : .once)
    }

    /// The row of `RunFacts`: each from 1, 0 for what is not known.
    var keys: [UInt16] {
        [
            Self.capped(ahead, 15), meanOfLastFive.map(Self.band) ?? 0, Self.band(longest),
            Self.capped(servedLately, 20),
            Self.capped(pointsLately, 12), Self.capped(priority, 9), UInt16(clamping: kind), UInt16(clamping: line),
            Self.capped(party - 1, 11), Self.capped(hour, 23), Self.capped(weekday, 6),
        ]
    }

    private static func capped(_ count: Int, _ most: Int) -> UInt16 { UInt16(min(max(count, 0), most) + 1) }
    private static func band(_ seconds: Double) -> UInt16 {
        UInt16(SecondsBand.of(seconds, growth: 1.5, count: 14) + 1)
    }
}
