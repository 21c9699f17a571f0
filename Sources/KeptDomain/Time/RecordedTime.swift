/// The time in which all lies that a record tells of: from 1970 on and before 2200, by the clock of UTC. What lies outside
/// is a misread column or a placeholder (0001-01-01, 9999-12-31), and no reckoning with it would mean anything.
package enum RecordedTime {
    package static let firstYear = 1970
    /// The first year that is too late.
    package static let endYear = 2200

    private static let start = Instant(seconds: 0)
    /// 2200-01-01T00:00:00Z.
    private static let end = Instant(seconds: 7_258_118_400)

    package static func contains(_ instant: Instant) -> Bool { instant >= start && instant < end }

    package static func contains(_ day: Day) -> Bool {
        (firstYear..<endYear).contains(day.components.year)
    }

    /// What is wrong with an instant that a field tells; `nil` when it lies in this time.
    package static func problem(_ instant: Instant, _ field: String) -> FieldProblem? {
        contains(instant) ? nil : problem(field)
    }

    package static func problem(_ day: Day, _ field: String) -> FieldProblem? {
        contains(day) ? nil : problem(field)
    }

    private static func problem(_ field: String) -> FieldProblem {
        FieldProblem(field, "problems.outside-recorded-time", [Fact("from", firstYear), Fact("to", endYear - 1)])
    }
}
