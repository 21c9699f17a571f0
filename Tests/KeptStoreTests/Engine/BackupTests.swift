import Foundation
import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptStore

@Suite(.timeLimit(.minutes(20))) struct BackupTests {
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
        let names = try await copy.read { try $0.settingsOfTests() }
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

    @Test(arguments: TestStore.engines) func whoeverFollowsTheJournalGoesOnAfterARestore(on engine: Engine) async throws
    {
        let (location, target) = (try await TestStore.fresh(engine), try await TestStore.fresh(engine))
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString).backup").path
        let store = try await Store.open(location, time: SystemTime())
        try await Self.note("one", in: store)
        try await Backup.make(of: location, to: file)
        // Seen by a follower, and lost with the old server.
        for number in 0..<20 { try await Self.note("lost \(number)", in: store) }
        let seen = try #require(try await Self.followed(store, after: .start, 22).last?.position)
        await store.close(at: SystemTime().now)
        _ = try await Restore.restore(file, to: target, replacing: false)
        let copy = try await Store.open(target, time: SystemTime())
        try await Self.note("two", in: copy)
        try await Self.note("three", in: copy)
        let names = try await Self.followed(copy, after: seen, 2).compactMap { $0.entry.facts.first?.value }
        #expect(names == ["two", "three"], "nothing is skipped, and nothing from before comes again")
        let all = try await Self.followed(copy, after: .start, 4).map(\.position)
        #expect(all == all.sorted() && Set(all).count == 4)
        // Opened again: positions go on, and do not leap once more.
        await copy.close(at: SystemTime().now)
        let again = try await Store.open(target, time: SystemTime())
        try await Self.note("four", in: again)
        let last = try #require(all.last)
        let head = try #require(try await Self.followed(again, after: last, 1).last?.position)
        #expect(head > last && head.transaction - last.transaction < 10_000 && head.number - last.number < 10)
        await again.close(at: SystemTime().now)
        try FileManager.default.removeItem(atPath: file)
        for place in [location, target] { try await TestStore.remove(place) }
    }

    /// As after `pg_restore` by hand on a server that has counted fewer transactions.
    @Test func aRecordThatMovedToAYoungerServerIsNoticed() async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        try await TestStore.withLocation(.postgres) { store, location in
            try await Self.note("one", in: store)
            _ = try await store.write(as: .shell, at: SystemTime().now) {
                try $0.run("UPDATE journal SET transaction_id = transaction_id + 1000000000")
            }
            let seen = JournalPosition(transaction: 2_000_000_000, number: 50)
            let moved = try await Store.open(location, time: SystemTime())
            try await Self.note("two", in: moved)
            let names = try await Self.followed(moved, after: seen, 1).compactMap { $0.entry.facts.first?.value }
            await moved.close(at: SystemTime().now)
            #expect(names == ["two"])
        }
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
        let names = try await again.read { try $0.settingsOfTests() }
        #expect(names.count == 1)
        await again.close(at: SystemTime().now)
        try FileManager.default.removeItem(atPath: file)
        try await TestStore.remove(location)
    }

    @Test(arguments: [true, false]) func tablesOfOthersAreLeftAlone(besideARecord: Bool) async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        let (location, target) = (try await TestStore.fresh(.postgres), try await TestStore.fresh(.postgres))
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString).backup").path
        let store = try await Store.open(location, time: SystemTime())
        try await Backup.make(of: location, to: file)
        await store.close(at: SystemTime().now)
        guard case .database(let address) = target else { return }
        if besideARecord {
            let other = try await Store.open(target, time: SystemTime())
            await other.close(at: SystemTime().now)
        }
        // Its name is one of ours, as names of orders are.
        let table = besideARecord ? "their_orders" : "orders"
        let driver = try await PostgresDriver.open(address)
        try await driver.write {
            try $0.runScript("CREATE TABLE \(table) (id INT); INSERT INTO \(table) VALUES (1), (2)")
        }
        await driver.close()
        for replacing in [true, false] {
            var told = ""
            for _ in 0..<20 {
                do {
                    _ = try await Restore.restore(file, to: target, replacing: replacing)
                    Issue.record("restored over somebody's tables")
                } catch StoreError.unavailable(let reason) { told = reason.description }
                // Connections of a closed store end a moment after it.
                if !told.hasPrefix("in-use") { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(told.contains(table), "\(told)")
        }
        let again = try await PostgresDriver.open(address)
        let theirs: SQL = besideARecord ? "their_orders" : "orders"
        let rows = try await again.read { try $0.rows("SELECT count(*) FROM \(theirs)") { $0.int() } }
        #expect(rows == [2])
        await again.close()
        try FileManager.default.removeItem(atPath: file)
        for place in [location, target] { try await TestStore.remove(place) }
    }

    @Test func aBackupThatBreaksOffHasNoName() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString).backup").path
        await #expect(throws: StoreError.self) { try await Backup.write(BreakingDriver(), to: file) }
        for path in [file, file + ".unfinished"] { #expect(!FileManager.default.fileExists(atPath: path)) }
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

    /// The first entries after a position, at least `count`. On PostgreSQL they come once no older transaction runs, and
    /// other tests have such.
    private static func followed(
        _ store: Store, after position: JournalPosition, _ count: Int
    ) async throws -> [JournalRecord] {
        var seen: [JournalRecord] = []
        for try await records in JournalFollower(store, after: position) {
            seen += records
            if seen.count >= count { break }
        }
        return seen
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

/// An engine whose backup breaks off in the middle.
private final class BreakingDriver: EngineDriver {
    let engine = Engine.sqlite
    let waiting = WaitingWork(writes: 0, reads: 0)

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Self.gone
    }
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Self.gone
    }
    func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Self.gone
    }
    func watch(_ notify: @escaping @Sendable () -> Void) {}
    func backUp(to path: String) async throws {
        try Data("SQLite format 3".utf8).write(to: URL(fileURLWithPath: path))
        throw Self.gone
    }
    func close() async {}

    private static let gone = StoreError.unavailable("the disk is full")
}
