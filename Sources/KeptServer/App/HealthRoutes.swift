import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

/// What those ask who watch over the process: does it live, can it serve, what has it done.
enum HealthRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/healthz") { _, _ in .plain("ok\n") },
            Route(.get, "/readyz") { _, _ in
                _ = try await site.store.read { try $0.setting(.setUpAt) }
                return .plain("ready\n")
            },
            Route(.get, Paths.metrics) { request, context in
                guard mayWatch(request, context) else { throw Unauthorized.noToken }
                let now = site.now
                let figures = try await site.store.read { try $0.runningFigures(at: now) }
                let text = site.metrics.text(gauges: gauges(figures, site.store.driver.waiting))
                return .plain(text, type: "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
    }

    /// Somebody on this machine itself, not through a proxy on it; else a program with a token of any scope.
    private static func mayWatch(_ request: Request, _ context: AppContext) -> Bool {
        if case .token = context.caller { return true }
        let passedOn = [.xForwardedFor, .forwarded, .via].contains { request.headers[$0] != nil }
        return !passedOn && (context.peerAddress == "::1" || context.peerAddress.hasPrefix("127."))
    }

    /// What is measured at this moment; listed in docs/operator.md.
    private static func gauges(
        _ figures: RunningFigures, _ waiting: WaitingWork
    ) -> [(name: String, help: String, value: Double)] {
        [
            ("kept_promises_open", "Open promises.", Double(figures.openPromises)),
            ("kept_cases_open", "Open cases.", Double(figures.openCases)),
            (
                "kept_deadlines_overdue", "Deadlines that have come and are not done.",
                Double(figures.overdueDeadlines)
            ),
            (
                "kept_deadline_lag_seconds", "Age of the oldest deadline that has come and is not done.",
                Double(figures.deadlineLag.microseconds) / 1_000_000
            ),
            ("kept_journal_position", "Number of the last journal entry.", Double(figures.journalPosition)),
            (
                "kept_measures_unfolded", "Changes of orders that wait to be folded into the measures.",
                Double(figures.unfoldedChanges)
            ),
            ("kept_store_writes_waiting", "Operations of this process that wait to be run.", Double(waiting.writes)),
            ("kept_store_reads_waiting", "Questions of this process that wait to be answered.", Double(waiting.reads)),
        ]
    }
}
