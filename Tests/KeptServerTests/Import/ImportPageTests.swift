import KeptDomain
import KeptServer
import KeptWords
import Testing

@Suite struct ImportPageTests {
    static let header = ["Bestellnummer", "Bestelldatum", "Kunde", "Betrag"]
    static let rows = [
        ["10042", "05.11.2026 14:02", "Zhao <Min>", "128,00"], ["10043", "05.11.2026 14:09", "Chen Hao", "59,90"],
    ]

    static func run(_ state: ImportRunView.State) -> ImportRunView {
        ImportRunView(
            id: ID(8), name: "orders-2026.csv.gz", state: state, startedAt: Snapshot.at("2026-11-05T14:18"),
            endedAt: state == .done ? Snapshot.at("2026-11-05T14:19") : nil, bytesDone: 41_000_000,
            bytesTotal: 97_000_000, rate: 48_211,
            left: .seconds(71),
            counts: [.init(what: "orders", read: 412_003, imported: 411_990, unchanged: 0, rejected: 13)],
            hasRejects: true,
            faults: [RowFault(line: 1_881, column: "Bestelldatum", reason: .noSuchDate, value: "31.11.2026")])
    }

    @Test(arguments: Snapshot.languages) func aFileIsMappedAndWatched(language: String) throws {
        let context = Snapshot.context(language, path: "/import")
        let map = ColumnSuggestion.map(header: Self.header, rows: Self.rows)
        let view = ImportMapView(
            id: ID(8), file: "orders-2026.csv", encoding: "UTF-8", header: Self.header, rows: Self.rows, map: map,
            isRemembered: false)
        try Snapshot.expect(importMapPage(view, context), "import-map", language)
        try Snapshot.expect(importRunPage(Self.run(.running), context), "import-run", language)
        try Snapshot.expect(importPage([Self.run(.done), Self.run(.failed)], context), "import", language)
    }

    @Test func everyFieldAndFaultHasItsWord() {
        for language in Snapshot.languages {
            let words = Snapshot.context(language).words
            for field in OrderField.allCases { #expect(!words("imports.fields", of: field).hasPrefix("⟦")) }
            for fault in RowFault.Reason.allCases { #expect(!words("imports.faults", of: fault).hasPrefix("⟦")) }
        }
    }
}
