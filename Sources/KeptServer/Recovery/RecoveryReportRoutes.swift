import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// How failures were mended: the page, and the times of the steps as CSV.
enum RecoveryReportRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/recovery", site) { page in
                let (span, report, causes) = try await read(page)
                return try await page.page { context in
                    let language = context.words.language.tag
                    let names = Dictionary(uniqueKeysWithValues: causes.map { ($0.id, $0.name(in: language)) })
                    return recoveryReportPage(
                        RecoveryReportView(span: span, report: report, causeNames: names), context)
                }
            },
            .page(.get, "/recovery.csv", site) { page in
                let (_, report, _) = try await read(page)
                return .csv(RecoveryText.csv(report), named: "recovery-report.csv")
            },
        ]
    }

    private static func read(_ page: PageRequest) async throws -> (ReportSpan, RecoveryReport, [Cause]) {
        let places = try page.places(for: .seeMeasures, asked: nil)
        var query = try page.listQuery(["from", "to", "within"])
        let (from, to) = (query.day("from"), query.day("to"))
        let within = query.word("within", of: LaterPurchases.Within.self) ?? .days90
        try query.check(Paths.recovery)
        let now = page.now
        return try await page.read { reading in
            let span = ReportSpan(from: from, to: to, today: try reading.reportToday(at: now))
            return (span, try reading.recoveryReport(span, at: places, within: within, now: now), try reading.causes())
        }
    }
}
