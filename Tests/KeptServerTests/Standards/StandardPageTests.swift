import KeptDomain
import KeptServer
import Testing

@Suite struct StandardPageTests {
    static let standard = Standard(
        id: ID(5), version: ID(6), name: "Same city", metric: .delivery,
        scope: StandardScope(place: ID(1), sameCity: true),
        clock: .date, target: "day+1@12:00", calendar: nil, tolerance: .minutes(10), warnings: [.usual],
        said: ["en": "Arrives by {due}.", "zh-Hans": "{due} 前送达。"])

    static let form = StandardFormView(
        standard: standard, target: .dayTime(1, secondsOfDay: 43_200), places: [Field.Choice("1", "Gulou")],
        carriers: [Field.Choice("2", "Swift Heron")],
        calendars: [Field.Choice("3", "Shop hours")], segments: ["loyal"], openCount: 14)

    @Test(arguments: Snapshot.languages) func theListAndTheForm(language: String) throws {
        let rows = [
            StandardRow(
                id: ID(5), name: "Same city", metric: .delivery, scope: "Gulou",
                target: .dayTime(1, secondsOfDay: 43_200),
                isEnded: false, figures: StandardFigures(kept: 94, broken: 6, withinTolerance: 3), hasTolerance: true,
                openCount: 14),
            StandardRow(
                id: ID(6), name: "Sundown", metric: .solution, scope: nil, target: .sundown, isEnded: true,
                figures: StandardFigures(), openCount: 0),
        ]
        try Snapshot.expect(
            standardListPage(rows, Snapshot.context(language, path: "/standards")), "standards", language)
        try Snapshot.expect(
            standardListPage([], Snapshot.context(language, path: "/standards")), "standards-empty", language)
        try Snapshot.expect(
            standardFormPage(Self.form, Snapshot.context(language, path: "/standards/5")), "standard", language)
    }

    static let targets: [ClockTarget] = [
        .dayTime(1, secondsOfDay: 43_200), .dayTime(0, secondsOfDay: 5_400), .dayEnd(2), .open(.hours(8)),
        .wall(.minutes(90)),
        .workingDays(2), .sundown,
    ]

    @Test(arguments: targets) func aTargetComesBackFromItsFields(target: ClockTarget) throws {
        #expect(try TargetFields.target(in: FormValues(TargetFields.values(of: target))) == target)
    }

    @Test(arguments: [
        ["target_unit": "open", "target_count": "0"], ["target_unit": "open"],
        ["target_unit": "day-time", "target_count": "1"],
        ["target_unit": "day-time", "target_count": "1", "target_time": "25:00"], ["target_unit": "week"], [:],
        ["target_unit": "open", "target_count": "9223372036854775807"],
        ["target_unit": "wall", "target_count": "1000001"], ["target_unit": "day-end", "target_count": "2147483648"],
        ["target_unit": "day-time", "target_count": "-1", "target_time": "12:00"],
        ["target_unit": "working-days", "target_count": "99999999999999999999"],
    ])
    func fieldsThatNameNoTargetGiveNone(values: [String: String]) {
        #expect(throws: InvalidInput.self) { try TargetFields.target(in: FormValues(values)) }
    }

    @Test func targetsAreSaidAsPeopleSayThem() {
        let words = Snapshot.context("en").words
        #expect(words.target(.dayTime(1, secondsOfDay: 43_200)) == "the next day by 12:00")
        #expect(words.target(.workingDays(2)) == "within 2 working days")
        #expect(words.target(.dayEnd(0)) == "the same day")
    }
}
