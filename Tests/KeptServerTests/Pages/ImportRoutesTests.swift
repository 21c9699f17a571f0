import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@testable import KeptServer

@Suite struct ImportRoutesTests {
    @Test(arguments: TestStore.engines) func aFileIsHandedOverMappedAndImported(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            let map = String(buffer: try await visit.get(path).body)
            #expect(map.contains("<option value=\"ordered_at\" selected>"))
            #expect(map.contains("2026-11-05 14:02"))
            #expect(String(buffer: try await visit.get("/import").body).contains("orders.csv"))

            let refused = try await visit.post(
                path + "/start", ["column_0": "order", "map_zone": "Berlin", "then": "start"])
            #expect(refused.status == .unprocessableContent)

            let started = try await visit.post(path + "/start", ImportVisit.columns)
            #expect(started.status == .seeOther)
            let record = try await visit.ended(path)
            #expect(record.state == .done, "\(record.failure ?? "")")
            #expect(record.totals[.orders].imported == 2)
            #expect(record.totals[.orders].rejected == 1)
            let orders = try await visit.site.store.read {
                try $0.count("SELECT count(*) FROM orders WHERE source = 'shop'")
            }
            #expect(orders == 2)

            let done = String(buffer: try await visit.get(path).body)
            #expect(done.contains("There is no such date."))
            let rejects = String(buffer: try await visit.get(path + "/rejects.csv").body)
            #expect(rejects.contains("orders.csv,4,ordered_at,There is no such date.,2026-13-45 10:00"))

            let again = try await visit.handedOver()
            let remembered = String(buffer: try await visit.get(again).body)
            #expect(remembered.contains("value=\"shop\""))
            _ = try await visit.post(again + "/start", ImportVisit.columns)
            #expect(try await visit.ended(again).totals[.orders].unchanged == 2)
        }
    }

    @Test(arguments: TestStore.engines) func tryingWritesNothing(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            let fields = KeyValuePairs(
                dictionaryLiteral: ("column_0", "order"), ("column_1", "ordered_at"), ("source", "shop"),
                ("then", "try"))
            #expect(try await visit.post(path + "/start", fields).status == .seeOther)
            let page = try await visit.settled(path)
            #expect(page.contains("nothing was written"))
            #expect(page.contains("There is no such date."))
            let orders = try await visit.site.store.read { try $0.count("SELECT count(*) FROM orders") }
            #expect(orders == 0)
            // What it came to stands with the file: another process on the record shows it too.
            let other = try await Site.open(
                visit.site.store, time: visit.site.time, options: visit.site.options, log: visit.site.log)
            try await buildApplication(other).test(.router) { client in
                let later = ImportVisit(site: other, client: client, session: visit.session)
                let shown = String(buffer: try await later.get(path).body)
                #expect(shown.contains("nothing was written") && shown.contains("There is no such date."))
                #expect(shown.contains("/rejects.csv"))
            }
            _ = try await visit.post(path + "/start", fields)
            #expect(try await visit.settled(path).contains("nothing was written"), "tried once more")
        }
    }

    @Test(arguments: TestStore.engines) func aRunWhoseProcessIsGoneCanGoOnAtOnce(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            _ = try await visit.post(path + "/start", ImportVisit.columns)
            let record = try await visit.ended(path)
            let (store, now) = (visit.site.store, visit.site.now)
            func state(holder: SQL) async throws -> ImportRecord.State? {
                _ = try await store.write(as: .shell, at: now) { tx in
                    try tx.run(
                        """
                        UPDATE imports SET state = 'running', ended_at = NULL, moved_at = \(now), holder = \(holder)
                        WHERE id = \(record.id)
                        """)
                }
                return try await store.read { try $0.importRecord(record.id)?.state }
            }
            guard engine == .postgres else {
                #expect(try await state(holder: "NULL") == .running, "SQLite cannot tell; a new server stops it")
                return
            }
            #expect(try await state(holder: "current_setting('application_name')") == .running)
            #expect(try await state(holder: "'kept of a process that is gone'") == .stopped)
            #expect(try await !store.read { try $0.isImportUnderWay(at: now) })
            #expect(String(buffer: try await visit.get(path).body).contains("Go on"))
            _ = try await store.write(as: .shell, at: now) { try $0.stopImport(record.id) }
            let stored = try await store.read { reading in
                try reading.row("SELECT state FROM imports WHERE id = \(record.id)") { $0.text() }
            }
            #expect(stored == "stopped", "not only after half a minute of silence")
        }
    }

    @Test func whatIsNoTableIsToldAndNotKept() async throws {
        try await ImportVisit.with(.sqlite) { visit in
            let cases: [(answer: TestResponse, has: String)] = [
                (try await visit.upload([]), "orders.csv has nothing in it"),
                (try await visit.upload([], named: ""), "class=\"problem\""),
                (try await visit.upload([0x41, 0x2C, 0, 1, 0, 0, 0x0A, 0]), "orders.csv is not a text file"),
                (
                    try await visit.upload([0x50, 0x4B, 3, 4] + [UInt8](repeating: 1, count: 40)),
                    "Save its sheet as CSV"
                ),
                (try await visit.upload(Array(ImportVisit.rows.utf8), end: ""), "broke off on its way"),
                (try await visit.upload(Array(ImportVisit.rows.utf8), end: "junk"), "came in damaged"),
            ]
            for one in cases {
                #expect(one.answer.status == .unprocessableContent)
                let page = String(buffer: one.answer.body)
                #expect(page.contains(one.has), "lacks \(one.has)")
                #expect(!page.contains(visit.site.options.uploadsFolder))
            }
            #expect(try visit.files.isEmpty)
        }
    }

    @Test func aFormThatIsNotOursIsRefusedBeforeItsFileIsTaken() async throws {
        try await ImportVisit.with(.sqlite) { visit in
            #expect(try await visit.upload(Array(ImportVisit.rows.utf8), token: "forged").status == .forbidden)
            #expect(try visit.files.isEmpty)
            let nobody = try await visit.client.execute(uri: "/import", method: .get)
            #expect(nobody.status == .seeOther)
        }
    }

    @Test(arguments: TestStore.engines) func aRunThatItsProcessLeftGoesOn(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            _ = try await visit.post(path + "/start", ImportVisit.columns)
            let record = try await visit.ended(path)
            let store = visit.site.store
            // As if the process had been killed after the last batch.
            _ = try await store.write(as: .shell, at: visit.site.now) {
                try $0.run("UPDATE imports SET state = 'running', ended_at = NULL WHERE id = \(record.id)")
            }
            try await store.write(as: .system("import"), at: visit.site.now) {
                try $0.endLeftImports(movedBefore: visit.site.now)
            }
            #expect(try await visit.ended(path).state == .stopped)
            #expect(String(buffer: try await visit.get(path).body).contains("Go on"))
        }
    }
}
