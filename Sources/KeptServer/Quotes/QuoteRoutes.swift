import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Whether quotes can be trusted, which orders will probably be late, and how quotes are made.
enum QuoteRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/quotes", site) { page in try await page.page { try await show(page, $0) } },
            .page(.get, "/quotes/backtest.csv", site, csv),
            .page(.post, "/quotes/backtests", site, askForBacktest),
            .page(.post, "/quotes/rule", site, setRule),
            .page(.post, "/quotes/warnings", site) { page in
                try await page.submit { _ in
                    try await page.write { try $0.releaseForesight() }
                    return Paths.quotes
                } orShow: { context, values in
                    try await show(page, context, values: values)
                }
            },
        ]
    }

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
    ) async throws -> HTML {
        try page.permit(.seeMeasures)
        let (now, places) = (page.now, try page.places(for: .seeMeasures, asked: nil))
        let view = try await page.read { reading in
            let today = try reading.zones.zone(reading.businessZone()).day(of: now)
            let hold = try reading.foresightHold(on: today)
            return QuotesView(
                held: try reading.heldQuotes(at: now), model: try reading.deliveryModelMark(),
                late: try reading.likelyLate(at: places, limit: 100),
                hold: hold?.releasedAt == nil ? hold : nil, rule: try reading.quoteRuleOfBusiness().rule,
                backtests: try reading.backtests(limit: 1))
        }
        return quotesPage(view, context, values: values, opened: opened)
    }

    private static func askForBacktest(_ page: PageRequest) async throws -> Response {
        try await page.submit { form in
            let confidence = try share(form, "confidence")
            let (from, to) = (try day(form, "from"), try day(form, "to"))
            try await page.write { _ = try $0.askForBacktest(confidence: confidence, from: from, to: to) }
            return Paths.quotes + "#backtest"
        } orShow: { context, values in
            try await show(page, context, values: values, opened: "backtest")
        }
    }

    private static func setRule(_ page: PageRequest) async throws -> Response {
        try await page.submit { form in
            let rule = QuoteRule(
                confidence: try share(form, "confidence"), promises: form["promises"] != nil,
                foresees: form["foresees"] != nil, threshold: try share(form, "threshold"))
            try await page.write { try $0.setQuoteRule(rule, at: nil) }
            return Paths.quotes
        } orShow: { context, values in
            try await show(page, context, values: values, opened: "rule")
        }
    }

    private static func csv(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeMeasures)
        let last = try await page.read { try $0.backtests(limit: 10).first { $0.state == .done } }
        guard let last, let found = BacktestFigures(last) else { throw StoreError.notFound("a back-test") }
        return .csv(found.csv, named: "backtest-\(last.first?.description ?? "").csv")
    }

    private static func share(_ form: SubmittedForm, _ name: String) throws -> Int {
        guard let share = Share.thousandths(try form.required(name)) else {
            throw InvalidInput(name, "quotes.problems.not-share")
        }
        return share
    }

    private static func day(_ form: SubmittedForm, _ name: String) throws -> Day? {
        guard let text = form[name], !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw InvalidInput(name, "problems.no-such-time") }
        return day
    }
}
