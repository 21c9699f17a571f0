import ArgumentParser

/// Measurements that `scripts/bench` calls; not for daily use.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure parts of Kept.", shouldDisplay: false,
        subcommands: [
            CalendarBench.self, ErlangBench.self, QuoteBench.self, BenchFill.self, BenchFillCases.self,
            BenchFillSearch.self,
            BenchSession.self, BenchReport.self, WriteLoop.self,
        ])
}
