import ArgumentParser
import Foundation
import KeptDomain
import KeptStore
import KeptWords

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in orders, cases, visits and calls from other systems, as history.",
        subcommands: [ImportOrders.self, ImportCases.self, ImportVisits.self, ImportCalls.self, ImportOlist.self])
}

/// What every import takes.
struct ImportOptions: ParsableArguments {
    @Flag(help: "Read and check everything, write nothing.")
    var dryRun = false

    @Option(help: "The files' encoding where it cannot be told: utf-8, gb18030, windows-1252, or any name of iconv.")
    var encoding: String?

    @Option(help: "Where rows that are not taken go. A file in the record's folder when left out.")
    var rejects: String?

    @Option(help: "text or json.")
    var format: AnswerFormat = .text
}

struct ImportOlist: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "olist", abstract: "Bring in a folder in the published Olist layout, plain or .gz.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var options: ImportOptions

    @Argument(help: "The folder. Only its orders file is needed.")
    var folder: String

    func perform() async throws {
        var plan = try ImportPlan.olist(folder: folder)
        plan.isDryRun = options.dryRun
        plan.encoding = options.encoding.map { TextEncoding(name: $0) }
        let time = SystemTime()
        try await store.withStore(whenAbsent: .made, time: time) { [plan] store in
            try await ImportRunner(options: options, location: self.store.location, time: time).run(plan, into: store)
        }
    }
}

struct ImportOrders: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders", abstract: "Bring in orders, their lines or their events from CSV files, plain or .gz.",
        discussion: """
            What the columns stand for is remembered per header, else guessed from names and values. A map says it: \
            {"source":"shop","zone":"Europe/Berlin","currency":"EUR","dates":"dmy","decimal":",",\
            "columns":{"order":"Bestellnummer","ordered_at":"Bestelldatum"},"statuses":{"weg":"dispatched"}}
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var options: ImportOptions

    @OptionGroup var mapping: MappingOptions

    @Argument(help: "The files, those with orders before those with their lines and events.")
    var files: [String]

    @Option(help: "The currency of amounts that name none, such as EUR.")
    var currency: String?

    func perform() async throws {
        try await mapping.run(files, as: .orders, currency: currency, store, options)
    }
}

struct ImportCases: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "Bring in cases, or a log of what happened to them, from CSV files, plain or .gz.",
        discussion: """
            A case a row with when it was opened, or an event a row with case, activity and time. Nothing is promised and \
            nothing is sent. What the columns stand for is remembered per header, else guessed. A map says it: \
            {"source":"desk","zone":"Europe/Rome","columns":{"case":"Case ID","activity":"Activity",\
            "activity_at":"Complete Timestamp"},"statuses":{"Resolve ticket":"closed","Wait":"noted"}}
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var options: ImportOptions
    @OptionGroup var mapping: MappingOptions

    @Argument(help: "The files.")
    var files: [String]

    func perform() async throws { try await mapping.run(files, as: .cases, currency: nil, store, options) }
}

struct ImportVisits: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "visits",
        abstract: "Bring in visits to lines that are over, from CSV files, plain or .gz.",
        discussion: """
            A visit a row, with when somebody joined and was called, served or went away. Waits are learned from them. What the \
            columns stand for is remembered per header, else guessed. A map says it: {"source":"desk","zone":"Europe/Rome",\
            "columns":{"visit":"Ticket","line":"Queue","joined":"Taken","called":"Called","ended":"Closed","outcome":"State"},\
            "statuses":{"gone":"left"}}
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var options: ImportOptions
    @OptionGroup var mapping: MappingOptions

    @Argument(help: "The files.")
    var files: [String]

    func perform() async throws { try await mapping.run(files, as: .visits, currency: nil, store, options) }
}

struct ImportCalls: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "Bring in a call centre's log in the published layout with menu, queue and service, plain or .gz.",
        discussion: "A call is known again by its whole row, as numbers of calls repeat.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var options: ImportOptions

    @Argument(help: "The files.")
    var files: [String]

    @Option(help: "The zone of the times.")
    var zone = CallFile.zone

    func perform() async throws {
        var plan = try ImportPlan.calls(files)
        plan.isDryRun = options.dryRun
        plan.encoding = options.encoding.map { TextEncoding(name: $0) }
        plan.zone = zone
        let time = SystemTime()
        try await store.withStore(whenAbsent: .made, time: time) { [plan] store in
            try await ImportRunner(options: options, location: self.store.location, time: time).run(plan, into: store)
        }
    }
}

/// What is told of the columns of files.
struct MappingOptions: ParsableArguments {
    @Option(help: "What the columns stand for, a JSON file.")
    var map: String?

    @Option(help: "The system that the rows come from. With their own numbers it makes them unmistakable.")
    var source: String?

    @Option(help: "The zone of times that name none, such as Europe/Berlin. The default place's when left out.")
    var zone: String?

    @Option(help: "The order of dates written in digits: ymd, dmy or mdy.")
    var dates: ColumnMap.DateOrder?

    func run(
        _ files: [String], as rows: ColumnSuggestion.Rows, currency: String?, _ target: StoreOptions,
        _ options: ImportOptions
    ) async throws {
        let time = SystemTime()
        let told = try map.map { try MapFile.read($0) }
        try await target.withStore(whenAbsent: .made, time: time) { store in
            let plan = try await plan(files, rows, told, currency, store, options)
            if !plan.isDryRun { try await remember(plan, store, time) }
            try await ImportRunner(options: options, location: target.location, time: time).run(plan, into: store)
        }
    }

    private func plan(
        _ files: [String], _ rows: ColumnSuggestion.Rows, _ told: ColumnMap?, _ currency: String?, _ store: Store,
        _ options: ImportOptions
    ) async throws -> ImportPlan {
        let encoding = options.encoding.map { TextEncoding(name: $0) }
        var planned: [ImportPlan.File] = []
        var sources = Set([source, told?.source].compactMap { $0 }.prefix(1))
        for path in files {
            let preview = try await store.previewImport(path, of: rows, encoding: encoding)
            var map = told ?? preview.map
            if let currency { map.currency = currency }
            if let dates { map.dates = dates }
            if let zone { map.zone = zone }
            if rows == .visits, !map.isOfVisits {
                throw ImportRefusal.map(path: path, header: preview.header, [.missingOfVisits([.joined])])
            }
            if rows == .cases, !map.isOfCases {
                throw ImportRefusal.map(path: path, header: preview.header, [.missingOfCases([.case])])
            }
            let problems =
                map.problems(with: preview.header)
                + ColumnSuggestion.openQuestions(map, header: preview.header, rows: preview.rows)
            guard problems.isEmpty else { throw ImportRefusal.map(path: path, header: preview.header, problems) }
            if sources.isEmpty, let known = map.source { sources.insert(known) }
            planned.append(try ImportPlan.File(path, as: .mapped(map)))
        }
        let placeZone = try await store.read { reading in
            try reading.row("SELECT zone FROM places WHERE is_default = 1") { $0.text() } ?? "UTC"
        }
        var plan = ImportPlan(
            kind: ImportPlan.Kind(rows), source: sources.first ?? "files", files: planned,
            zone: zone ?? placeZone)
        plan.encoding = encoding
        plan.isDryRun = options.dryRun
        return plan
    }

    private func remember(_ plan: ImportPlan, _ store: Store, _ time: SystemTime) async throws {
        for file in plan.files {
            guard case .mapped(var map) = file.role else { continue }
            map.source = plan.source
            let header = try await FileStart.read(file.path, encoding: plan.encoding).header
            try await store.write(as: .shell, at: time.now) { [map] in try $0.remember(map, for: header) }
        }
    }
}

extension ColumnMap.DateOrder: ExpressibleByArgument {}

/// A map as a JSON file.
enum MapFile {
    static func read(_ path: String) throws -> ColumnMap {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw FileFailure.notReadable(path: path, cause: error.localizedDescription)
        }
        do {
            return try JSONDecoder().decode(ColumnMap.self, from: data)
        } catch let error as DecodingError {
            throw CommandFailure(
                "commands.refusals.no-map", [Fact("path", path), Fact("reason", Self.place(of: error))], code: .data)
        }
    }

    private static func place(of error: DecodingError) -> String {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}
