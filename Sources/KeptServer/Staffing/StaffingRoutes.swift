import Hummingbird
import KeptDomain
import KeptStore

/// How many service points are needed: the page.
enum StaffingRoutes {
    static func routes(_ site: Site) -> [Route] {
        [.page(.get, "/staffing", site, staffing), .page(.get, "/staffing/quotes", site, quotes)]
    }

    private static func staffing(_ page: PageRequest) async throws -> Response {
        let places = try page.places(for: .seeMeasures, asked: nil)
        var query = try page.listQuery(["line", "weekday", "target", "within", "points"])
        let asked = StaffingQuery.read(&query)
        try query.check(Paths.staffing)
        let (lines, plan, whatIf) = try await page.site.store.staffing(at: places) { history in
            // A line that is there no more, in an address that somebody kept, is all lines.
            let line = asked.line.flatMap { history.lines.contains($0) ? $0 : nil }
            let plan = Result { () throws(StaffingRefusal) in
                try history.staffingPlan(share: asked.target, within: asked.within, line: line)
            }
            let whatIf: StaffingWhatIf? =
                switch plan {
                case .failure: nil
                case .success: try history.whatIf(change: asked.change, within: asked.within, line: line)
                }
            return (history.lines.sorted(), plan, whatIf)
        }
        let since = page.now - .days(92)
        let perceived = try await page.read { try $0.perceivedWaits(since: since, at: places) }
        var view = StaffingView(asked: asked, lines: lines, plan: plan, whatIf: whatIf, perceived: perceived)
        view.showsQuotes = places == nil
        return try await page.page { [view] in staffingPage(view, $0) }
    }
}

extension StaffingRoutes {
    /// Walked through each night over all places, so it is shown to whoever reaches all of them.
    private static func quotes(_ page: PageRequest) async throws -> Response {
        let query = try page.listQuery([])
        try query.check(Paths.waitQuotes)
        guard try page.places(for: .seeMeasures, asked: nil) == nil else { throw NotPermitted(.seeMeasures) }
        let found = try await page.read { try $0.waitBacktest() }
        return try await page.page { waitQuotesPage(found?.backtest, at: found?.at, $0) }
    }
}

/// What is asked of staffing by an address, alike for the page and for programs.
enum StaffingQuery {
    static let fields = [
        QueryField("line", .text, "The line by its name or address; all lines together when left out."),
        QueryField("within", .number, "In how many seconds somebody is served in time; 300 when left out."),
    ]
    static let target = QueryField("target", .number, "The share to be served in time; 0.8 when left out.")
    static let points = QueryField("points", .integer, "More service points, or fewer below zero; 1 when left out.")

    static func read(_ query: inout QueryReader) -> StaffingView.Asked {
        var asked = StaffingView.Asked()
        asked.line = query.text("line").flatMap { $0.isEmpty ? nil : $0 }
        asked.target = query.number("target", in: 0.01...0.999) ?? asked.target
        asked.within = query.number("within", in: 0...86_400) ?? asked.within
        asked.change = query.number("points", in: -1_000...1_000).map { Int($0) } ?? asked.change
        asked.weekday = query.number("weekday", in: 1...7).flatMap { Weekday(rawValue: Int($0) - 1) }
        return asked
    }
}
