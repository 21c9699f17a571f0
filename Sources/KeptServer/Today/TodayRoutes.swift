import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Today: what is due, what broke, and the reader's own cases.
enum TodayRoutes {
    static func routes(_ site: Site) -> [Route] {
        let boards = TodayBoards(store: site.store)
        let patterns = PatternShelf(store: site.store)
        return [
            .page(.get, "/", site) { page in .seeOther(page.context.caller.person == nil ? Paths.signIn : Paths.today)
            },
            .page(.get, "/today", site) { try await today($0, boards, patterns) },
        ]
    }

    private static func today(
        _ page: PageRequest, _ boards: TodayBoards, _ patterns: PatternShelf
    ) async throws -> Response {
        let person = try page.person()
        var query = try page.listQuery(["place"])
        let place = query.id("place", of: Place.self)
        try query.check(Paths.today)
        let places = try page.places(for: .seeToday, asked: place)
        let reach = TodayBoards.Reach(places: places, audience: WarningAudience(grants: person.grants))
        let board = try await boards.board(at: page.now, reach)
        let mayPlace = Permissions.places(for: .workCase, with: person.grants) != nil
        let (desk, mine, escalated, name, late) = try await page.read { reading in
            (
                TodayDesk(
                    waiting: try reading.waitingCases(for: person.id, at: page.now),
                    chats: try reading.waitingChats(at: places, now: page.now),
                    mentions: try reading.mentions(of: person.id),
                    parked: mayPlace ? try reading.parkedCount(at: places) : 0,
                    unfetched: mayPlace ? try reading.unfetchedCount(at: places) : 0,
                    undelivered: try reading.undeliveredAnswers(of: person.id),
                    queues: try reading.queuesInNeed(at: places, now: page.now)),
                try reading.caseLines(of: person.id, at: page.now), try reading.escalatedLines(to: person.id),
                try places.map { asked in try reading.places().filter { asked.contains($0.id) }.map(\.name) },
                try reading.likelyLate(at: places, limit: 10)
            )
        }
        return try await page.page { context in
            let pieces = boards.pieces(of: board, reach, context) {
                TodayPieces(
                    view(board, place: places.flatMap(only), named: name?.joined(separator: ", "), context), context)
            }
            return todayPage(
                board.hasAny ? pieces : nil, mine.map(line), escalated.map(line),
                decisions: try await TodayDecisions.html(page, patterns, context),
                likelyLate: todayLikelyLate(late, context), context, desk: desk)
        }
    }

    /// The one place that is looked at; lists are narrowed to several by themselves.
    private static func only(_ places: Set<ID<Place>>) -> ID<Place>? { places.count == 1 ? places.first : nil }

    private static func view(
        _ board: TodayBoard, place: ID<Place>?, named name: String?, _ context: PageContext
    ) -> TodayView {
        var totals = TodayTotals()
        totals.dueBeforeSundown = board.dueBeforeSundown
        totals.atRisk = board.atRisk
        totals.broken = board.brokenTotal
        totals.nextHour = board.dueNextHour
        totals.later = board.dueLater
        totals.figures = board.figures
        totals.hasAny = board.hasAny
        let rows = { (lines: [TodayBoard.Line]) in lines.map { PromiseRow($0, context.words) } }
        return TodayView(
            day: WorkingDay(opens: board.opens, sundown: board.sundown), marks: board.marks.map(mark),
            dueBySlot: board.dueBySlot, broken: rows(board.broken), nextHour: rows(board.nextHour),
            beforeSundown: rows(board.beforeSundown),
            later: rows(board.later), totals: totals, myCases: [], place: name,
            links: TodayLinks(
                place: place, at: board.at, dayStart: board.dayStart, hour: board.hour, sundown: board.sundown))
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
