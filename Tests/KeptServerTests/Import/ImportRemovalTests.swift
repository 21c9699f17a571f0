import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@testable import KeptServer

/// A file that was handed over can be taken away again, with all that was kept of it.
@Suite struct ImportRemovalTests {
    private static func id(_ path: String) throws -> ID<ImportRun> {
        try #require(path.split(separator: "/").last.flatMap { ID<ImportRun>(String($0)) })
    }

    @Test(arguments: TestStore.engines) func aFileThatNobodyImportedGoesWhole(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            let fields: KeyValuePairs = [
                "column_0": "order", "column_1": "ordered_at", "source": "shop", "then": "try",
            ]
            #expect(try await visit.post(path + "/start", fields).status == .seeOther)
            #expect(try await visit.settled(path).contains("Remove the file"))
            #expect(try visit.files.count == 2, "the file, and the rows that the try did not take")
            let removed = try await visit.post(path + "/remove", [:])
            #expect(removed.status == .seeOther && removed.headers[.location] == "/import")
            #expect(try visit.files.isEmpty)
            #expect(try await visit.get(path).status == .notFound)
            #expect(!String(buffer: try await visit.get("/import").body).contains("orders.csv"))
            let told = try await visit.site.store.read {
                try $0.count("SELECT count(*) FROM journal WHERE kind = 'import.removed'")
            }
            #expect(told == 1)
            #expect(try await visit.post(path + "/remove", [:]).status == .notFound, "it is gone already")
            #expect(try await visit.post(path + "/start", ImportVisit.columns).status == .notFound)
        }
    }

    @Test(arguments: TestStore.engines) func whatARunLeftGoesAndTheRunStays(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            _ = try await visit.post(path + "/start", ImportVisit.columns)
            #expect(try await visit.ended(path).state == .done)
            #expect(try visit.files.count == 1, "the rows that were not taken")
            #expect(try await visit.post(path + "/remove", [:]).status == .seeOther)
            #expect(try visit.files.isEmpty)
            let page = String(buffer: try await visit.get(path).body)
            #expect(page.contains("orders.csv") && page.contains("Done in") && !page.contains("Remove the file"))
            #expect(try await visit.get(path + "/rejects.csv").status == .notFound)
            let orders = try await visit.site.store.read {
                try $0.count("SELECT count(*) FROM orders WHERE source = 'shop'")
            }
            #expect(orders == 2, "what came in stays")
            #expect(String(buffer: try await visit.get("/import").body).contains("orders.csv"))
        }
    }

    @Test(arguments: TestStore.engines) func aStoppedRunWhoseFileIsGoneSaysHowToGoOn(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            _ = try await visit.post(path + "/start", ImportVisit.columns)
            let record = try await visit.ended(path)
            let now = visit.site.now
            _ = try await visit.site.store.write(as: .shell, at: now) { tx in
                try tx.run(
                    """
                    UPDATE imports SET state = 'running', ended_at = NULL, moved_at = \(now), holder = NULL
                    WHERE id = \(record.id)
                    """)
            }
            let refused = try await visit.post(path + "/remove", [:])
            #expect(refused.status == .conflict)
            #expect(String(buffer: refused.body).contains("orders.csv is being read"))
            _ = try await visit.site.store.write(as: .shell, at: now) { tx in
                try tx.run("UPDATE imports SET state = 'stopped' WHERE id = \(record.id)")
            }
            #expect(try await visit.post(path + "/remove", [:]).status == .seeOther)
            let page = String(buffer: try await visit.get(path).body)
            #expect(page.contains("hand it over again") && !page.contains("Go on</button>"))
        }
    }

    @Test(arguments: TestStore.engines) func aFileThatWaitsForItsTurnStays(on engine: Engine) async throws {
        try await ImportVisit.with(engine) { visit in
            let path = try await visit.handedOver()
            let id = try Self.id(path)
            let (store, now) = (visit.site.store, visit.site.now)
            let owner = try #require(try await store.read { try $0.firstOwner() })
            let actor = Actor.person(owner, grants: [Grant(role: .owner)])
            // Nobody looks for wishes meanwhile: the service is not told.
            try await store.write(as: actor, at: now) { try $0.wish(.start, for: id) }
            await #expect(throws: UploadInUse.self) {
                _ = try await store.write(as: actor, at: now) { try $0.removeUpload(id) { false } }
            }
            try await store.write(as: actor, at: now) { try $0.dropWish(for: id) }
            await #expect(throws: UploadInUse.self, "a try has no run, but is read here") {
                _ = try await store.write(as: actor, at: now) { try $0.removeUpload(id) { true } }
            }
            await #expect(throws: NotPermitted.self) {
                let clerk = Actor.person(owner, grants: [Grant(role: .frontLine)])
                _ = try await store.write(as: clerk, at: now) { try $0.removeUpload(id) { false } }
            }
            let kept = try await store.write(as: actor, at: now) { try $0.removeUpload(id) { false } }
            #expect(kept.count == 3)
        }
    }

    @Test(arguments: TestStore.engines) func aProgramRemovesAFile(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let handed = try await shop.client.execute(
                uri: "/api/v1/imports?file=orders.csv", method: .post,
                headers: [.authorization: "Bearer \(shop.token)"], body: ByteBuffer(string: ImportVisit.rows))
            #expect(handed.status == .created)
            let listed = try await shop.site.store.read { try $0.waitingUploads() }
            let upload = try #require(listed.first)
            #expect(FileManager.default.fileExists(atPath: upload.path))
            let removed = try await shop.send(.delete, "/imports/\(upload.id)/file")
            #expect(removed.status == 204 && removed.text.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: upload.path))
            #expect(try await shop.send(.delete, "/imports/\(upload.id)/file").status == 404)
            #expect(try await shop.get("/imports/\(upload.id)/file").status == 404)
            let described = try await shop.client.execute(uri: Paths.apiDescription, method: .get)
            #expect(String(buffer: described.body).contains("delete_imports_id_file"))
        }
    }
}
