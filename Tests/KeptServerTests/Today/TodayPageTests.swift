import KeptDomain
import KeptServer
import Testing

@Suite struct TodayPageTests {
    static func row(
        _ id: Int64, _ said: String, _ due: String, _ standing: PromiseStanding, used: Double?, about: String,
        customer: String, owner: String? = nil, reason: String? = nil, word: Int = 1
    ) -> PromiseRow {
        PromiseRow(
            promise: PromiseView(
                id: ID(id), said: said, language: "en", due: Snapshot.at(due), standing: standing, used: used),
            about: about, link: Paths.order(ID(id)), customer: customer, owner: owner, reason: reason, word: word)
    }

    static let links = TodayLinks(
        place: ID(1), at: Snapshot.now, dayStart: Snapshot.at("2026-11-05T00:00"),
        hour: Snapshot.at("2026-11-05T15:20"),
        sundown: Snapshot.at("2026-11-05T18:30"))

    static func busyDay() -> TodayView {
        var totals = TodayTotals()
        totals.dueBeforeSundown = 7
        totals.nextHour = 2
        totals.atRisk = 2
        totals.broken = 2
        totals.later = 1_204
        totals.figures.kept = 31
        totals.figures.broken = 2
        totals.figures.chains = 32
        totals.figures.firstWordKept = 29
        let minutes = [
            545, 550, 560, 561, 562, 563, 564, 610, 640, 700, 720, 722, 845, 885, 905, 960, 1_020, 1_050, 1_070,
        ]
        let marks = minutes.enumerated().map { index, minute in
            DayMark(
                due: Snapshot.at("2026-11-05T00:00") + .minutes(Int64(minute)),
                standing: minute < 840
                    ? (index == 9 || index == 11 ? .broken : .kept)
                    : [.running, .atRisk, .running, .paused][index % 4],
                label: "Order \(1_000 + index)", link: Paths.order(ID(Int64(index + 1))))
        }
        return TodayView(
            day: WorkingDay(opens: Snapshot.at("2026-11-05T09:00"), sundown: Snapshot.at("2026-11-05T18:30")),
            marks: marks, dueBySlot: [:],
            broken: [
                row(
                    11, "Your books arrive today by 12:00.", "2026-11-05T12:00", .broken, used: 1, about: "Order 1042",
                    customer: "Zhao Min", owner: "Lin Yue",
                    reason: "The courier has not scanned the parcel since 08:15.", word: 2),
                row(
                    12, "We call you back before noon about the damaged atlas.", "2026-11-05T12:02", .broken, used: 1,
                    about: "Case 10482", customer: "Maria-Theresia Oberhofer-von der Tannenbergstrasse"),
            ],
            nextHour: [
                row(
                    13, "Delivered today between 14:00 and 15:00.", "2026-11-05T14:45", .atRisk, used: 0.91,
                    about: "Order 1047",
                    customer: "Chen Hao", reason: "Still at the depot."),
                row(
                    14, "Ready at the counter by 15:05.", "2026-11-05T15:05", .running, used: 0.55, about: "Order 1051",
                    customer: "Wu Fang"),
            ],
            beforeSundown: [
                row(
                    15, "We tell you tonight where your parcel is.", "2026-11-05T18:30", .paused, used: 0.3,
                    about: "Case 10480", customer: "Sun Li")
            ],
            later: [
                row(
                    16, "Arrives tomorrow by 12:00.", "2026-11-06T12:00", .running, used: 0.1, about: "Order 1060",
                    customer: "<b>Bobby</b>")
            ],
            totals: totals,
            myCases: [
                CaseLine(
                    id: ID(90), number: 10_482, subject: "Damaged atlas", customer: "M. Oberhofer",
                    due: Snapshot.at("2026-11-05T16:00")),
                CaseLine(id: ID(91), number: 10_479, subject: "Where is my parcel?", customer: "Zhao Min", due: nil),
            ],
            escalated: [
                CaseLine(
                    id: ID(92), number: 10_477, subject: "Second broken word on order 1042", customer: "Zhao Min",
                    due: nil, isEscalated: true)
            ], links: links)
    }

    @Test(arguments: Snapshot.languages) func aBusyDay(language: String) throws {
        let page = todayPage(Self.busyDay(), Snapshot.context(language))
        #expect(!page.text.contains("<b>Bobby"))
        try Snapshot.expect(page, "today", language)
    }

    @Test(arguments: Snapshot.languages) func aDayOfNothing(language: String) throws {
        var totals = TodayTotals()
        totals.hasAny = false
        let day = WorkingDay(opens: Snapshot.at("2026-11-05T09:00"), sundown: Snapshot.at("2026-11-05T18:30"))
        let view = TodayView(
            day: day, marks: [], dueBySlot: [:], broken: [], nextHour: [], beforeSundown: [], later: [], totals: totals,
            myCases: [],
            links: Self.links)
        try Snapshot.expect(todayPage(view, Snapshot.context(language)), "today-first", language)
        totals.hasAny = true
        let calm = TodayView(
            day: day, marks: [], dueBySlot: [:], broken: [], nextHour: [], beforeSundown: [], later: [], totals: totals,
            myCases: [],
            links: Self.links)
        try Snapshot.expect(todayPage(calm, Snapshot.context(language)), "today-calm", language)
    }
}
