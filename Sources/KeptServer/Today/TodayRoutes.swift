import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Today: what is due, what broke, and the reader's own cases.
enum TodayRoutes {
    static func routes(_ site: Site) -> [Route] {
        let boards = TodayBoards(store: site.store)
        return [
            .page(.get, "/", site) { page in .seeOther(page.context.caller.person == nil ? Paths.signIn : Paths.today) },
            .page(.get, "/today", site) { try await today($0, boards) },
        ]
    }

    private static func today(_ page: PageRequest, _ boards: TodayBoards) async throws -> Response {
        try page.permit(.seeToday)
        let person = try page.person()
        let place = try narrowed(person, asked: page.query.id("place"))
        let board = try await boards.board(at: page.now, place: place)
        let (mine, escalated, name) = try await page.read { reading in
            (
                try reading.caseLines(of: person.id), try reading.escalatedLines(to: person.id),
                try place.flatMap { try reading.place($0)?.name }
            )
        }
        return try await page.page { context in
            todayPage(view(board, mine, escalated, place: name, context), context)
        }
    }

    /// The place that the page is narrowed to: the one asked for, or the only one where the reader's roles hold.
    private static func narrowed(_ person: Person, asked: ID<Place>?) throws -> ID<Place>? {
        let isEverywhere = person.grants.contains { $0.place == nil }
        if let asked {
            guard isEverywhere || person.grants.contains(where: { $0.place == asked }) else {
                throw NotPermitted(.seeToday)
            }
            return asked
        }
        return isEverywhere ? nil : person.grants.first?.place
    }

    private static func view(
        _ board: TodayBoard, _ mine: [TodayBoard.CaseLine], _ escalated: [TodayBoard.CaseLine], place: String?,
        _ context: PageContext
    ) -> TodayView {
        var totals = TodayTotals()
        totals.dueBeforeSundown = board.dueBeforeSundown
        totals.atRisk = board.atRisk
        totals.broken = board.brokenTotal
        totals.nextHour = board.dueNextHour
        totals.later = board.dueLater
        totals.figures = board.figures
        totals.hasAny = board.hasAny
        let rows = { (lines: [TodayBoard.Line]) in lines.map { row($0, context.words) } }
        return TodayView(
            day: WorkingDay(opens: board.opens, sundown: board.sundown), marks: board.marks.map(mark),
            broken: rows(board.broken), nextHour: rows(board.nextHour), beforeSundown: rows(board.beforeSundown),
            later: rows(board.later), totals: totals, myCases: mine.map(line), escalated: escalated.map(line),
            place: place)
    }

    private static func row(_ line: TodayBoard.Line, _ words: Words) -> PromiseRow {
        let promise = line.promise
        let about = line.order.map { words("orders.numbered", ["number": String($0)]) } ?? promise.said
        return PromiseRow(
            promise: PromiseView(promise, used: line.used, isAtRisk: line.isAtRisk), about: about,
            link: promise.link, customer: line.customer, owner: line.owner)
    }

    private static func mark(_ mark: TodayBoard.Mark) -> DayMark {
        DayMark(
            due: mark.due,
            standing: PromiseStanding(state: mark.state, isPaused: mark.isPaused, isAtRisk: mark.isAtRisk),
            label: mark.said, link: Paths.promise(mark.promise))
    }

    private static func line(_ line: TodayBoard.CaseLine) -> CaseLine {
        CaseLine(
            id: line.id, number: line.number, subject: line.subject, customer: line.customer, due: line.due,
            isEscalated: line.isEscalated)
    }
}
