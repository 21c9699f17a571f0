import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct BackupTests {
    @Test(arguments: TestStore.engines) func aBackupTakenWhileServingIsTheRecord(on engine: Engine) async throws {
        let (location, target) = (try await TestStore.fresh(engine), try await TestStore.fresh(engine))
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString).backup").path
        let store = try await Store.open(location, time: SystemTime())
        try await Self.note("one", in: store)
        try await Backup.make(of: location, to: file)
        try await Self.note("two", in: store)
        await #expect(throws: StoreError.self) { try await Backup.make(of: location, to: file) }
        _ = try await Restore.restore(file, to: target, replacing: false)
        let copy = try await Store.open(target, time: SystemTime())
        try await Self.note("three", in: copy)
        let names = try await copy.read { try $0.rows("SELECT name FROM settings ORDER BY name") { $0.text() } }
        #expect(names == ["one", "three"])
        var kinds: [String] = []
        for try await records in JournalFollower(copy, after: .start) {
            kinds += records.map { $0.entry.facts.first?.value ?? "-" }
            if kinds.count >= 3 { break }
        }
        #expect(kinds == ["-", "one", "three"])
        await copy.close(at: SystemTime().now)
        await store.close(at: SystemTime().now)
        try FileManager.default.removeItem(atPath: file)
        for place in [location, target] { try await TestStore.remove(place) }
    }

    @Test(arguments: TestStore.engines) func aRecordInUseOrFullIsNotReplaced(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString).backup").path
        let store = try await Store.open(location, time: SystemTime())
        try await Self.note("one", in: store)
        try await Backup.make(of: location, to: file)
        try await Self.note("two", in: store)
        await #expect(throws: StoreError.self, "in use") {
            _ = try await Restore.restore(file, to: location, replacing: true)
        }
        await store.close(at: SystemTime().now)
        await #expect(throws: StoreError.self, "full") {
            _ = try await Restore.restore(file, to: location, replacing: false)
        }
        try await Self.untilUnused { _ = try await Restore.restore(file, to: location, replacing: true) }
        let again = try await Store.open(location, time: SystemTime())
        #expect(try await again.read { try $0.count("SELECT count(*) FROM settings") } == 1)
        await again.close(at: SystemTime().now)
        try FileManager.default.removeItem(atPath: file)
        try await TestStore.remove(location)
    }

    @Test func whatIsNoBackupIsRefused() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = folder + "/file"
        for content in ["", "hello", "SQLite format 3\u{0} and then nothing that is SQLite"] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: file))
            await #expect(throws: StoreError.self) {
                _ = try await Restore.restore(file, to: .folder(folder + "/record"), replacing: false)
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/record/kept.db"))
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Connections of a closed store end a moment after it.
    private static func untilUnused(_ body: () async throws -> Void) async throws {
        for _ in 0..<20 {
            do { return try await body() } catch StoreError.unavailable {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        try await body()
    }

    private static func note(_ name: String, in store: Store) async throws {
        try await store.write(as: .shell, at: SystemTime().now) { tx in
            try tx.run("INSERT INTO settings (name, value) VALUES (\(name), 'x')")
            tx.journal(JournalEntry("business.noted", of: .business, facts: [Fact("name", name)]))
        }
    }
}
