import ArgumentParser
import Foundation
import KeptDomain
import KeptStore
import KeptWords

/// The days of a report.
struct ReportDays: ParsableArguments {
    @Option(help: "The first day, such as 2026-11-01; a year before the last when left out.")
    var from: Day?

    @Option(help: "The last day, included; today when left out.")
    var to: Day?

    @Option(help: "json, csv or table.")
    var format: ReportDeliveries.Format = .table

    func validate() throws {
        if let from, let to, to < from {
            throw Terminal.usage("commands.usage.to-before-from", ["from": from.description, "to": to.description])
        }
    }
}

struct ReportRecovery: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery", abstract: "How failures were mended, and what became of their customers.",
        discussion: "The measures are defined in docs/measures.md. csv and table have the times of the steps.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var days: ReportDays

    @Option(help: "Days in which later purchases count: 30, 60 or 90.")
    var within: LaterPurchases.Within = .days90

    func perform() async throws {
        let (from, to, within, now) = (days.from, days.to, within, SystemTime().now)
        let (report, span, causes) = try await store.withStore { store in
            try await store.read { reading in
                let span = ReportSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return (try reading.recoveryReport(span, within: within, now: now), span, try reading.causes())
            }
        }
        switch days.format {
        case .json: Terminal.answer(RecoveryText.json(report, span: span, causes: causes))
        case .csv: Terminal.answer(RecoveryText.csv(report))
        case .table: Terminal.answer(RecoveryText.table(report))
        }
    }
}

extension LaterPurchases.Within: ExpressibleByArgument {}

struct ReportPromises: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "promises", abstract: "Words kept, and first words kept, by standard and month.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var days: ReportDays

    func perform() async throws {
        let (from, to, now) = (days.from, days.to, SystemTime().now)
        let counts = try await store.withStore { store in
            try await store.read { reading in
                try reading.promiseCounts(ReportSpan(from: from, to: to, today: try reading.reportToday(at: now)))
            }
        }
        switch days.format {
        case .json: Terminal.answer(RecoveryText.json(counts))
        case .csv: Terminal.answer(RecoveryText.csv(counts))
        case .table: Terminal.answer(RecoveryText.table(counts))
        }
    }
}
