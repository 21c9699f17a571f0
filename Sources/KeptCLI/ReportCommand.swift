import ArgumentParser
import KeptDomain
import KeptStore
import KeptWords

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Measures of the record.",
        subcommands: [ReportDeliveries.self, ReportService.self, ReportRecovery.self, ReportPromises.self])
}

struct ReportDeliveries: StoreCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv, table }

    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "How deliveries went, by period or group, each figure with its coverage.",
        discussion: "The measures are defined in docs/measures.md.")

    @OptionGroup var store: StoreOptions

    @Option(help: "The first day of purchase, such as 2026-11-01, in each order's zone.")
    var from: Day?

    @Option(help: "The last day of purchase, included.")
    var to: Day?

    @Option(help: "\(DeliverySplit.allCases.map(\.rawValue).joined(separator: ", ")).")
    var by: DeliverySplit = .month

    @Option(help: "json, csv or table.")
    var format: Format = .table

    func validate() throws {
        if let from, let to, to < from {
            throw Terminal.usage("commands.usage.to-before-from", ["from": from.description, "to": to.description])
        }
    }

    func perform() async throws {
        let rows = try await store.withStore { [by, from, to] store in
            try await store.read { try $0.deliveries(by: by, from: from, to: to) }
        }
        switch format {
        case .json: Terminal.answer(DeliveryText.json(rows))
        case .csv: Terminal.answer(DeliveryText.csv(rows))
        case .table: Terminal.answer(DeliveryText.table(rows))
        }
    }
}

struct ReportService: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "How requests, questions and mistakes around deliveries were answered, each figure with its count.",
        discussion: "The measures are defined in docs/measures.md.")

    @OptionGroup var store: StoreOptions

    @Option(help: "The first day, such as 2026-11-01, in the business's zone; 92 days back when left out.")
    var from: Day?

    @Option(help: "The last day, included; today when left out.")
    var to: Day?

    @Option(help: "\(ServiceSplit.allCases.map(\.rawValue).joined(separator: ", ")).")
    var by: ServiceSplit = .month

    @Option(help: "json, csv or table.")
    var format: ReportDeliveries.Format = .table

    func validate() throws {
        if let from, let to, to < from {
            throw Terminal.usage("commands.usage.to-before-from", ["from": from.description, "to": to.description])
        }
    }

    func perform() async throws {
        let now = SystemTime().now
        let rows = try await store.withStore { [by, from, to] store in
            try await store.read { reading in
                let span = ServiceSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return try reading.serviceReport(by: by, span).rows
            }
        }
        switch format {
        case .json: Terminal.answer(ServiceText.json(rows))
        case .csv: Terminal.answer(ServiceText.csv(rows))
        case .table: Terminal.answer(ServiceText.table(rows))
        }
    }
}

extension ServiceSplit: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension DeliverySplit: ExpressibleByArgument {}
