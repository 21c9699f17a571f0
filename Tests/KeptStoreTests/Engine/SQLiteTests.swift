import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Subprocess
import SystemPackage
import Testing

@Suite struct SQLiteTests {
    @Test func everyCommitWaitsForTheDisk() async throws {
        try await TestStore.with(.sqlite) { store in
            let (mode, level, keys) = try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                try (
                    tx.row("PRAGMA journal_mode") { $0.text() }, tx.row("PRAGMA synchronous") { $0.int() },
                    tx.row("PRAGMA foreign_keys") { $0.int() }
                )
            }
            #expect(mode == "wal")
            #expect(level == 2)
            #expect(keys == 1)
        }
    }

    @Test(.timeLimit(.minutes(20))) func killedInTheMiddleEveryAcknowledgedWriteIsThereOnce() async throws {
        let folder = try await Self.freshFolder()
        let told = try await Self.tell(200, thenKill: folder)
        let acknowledged = told.compactMap { Int($0) }
        #expect(acknowledged.count >= 200)
        let store = try await Store.open(.folder(folder), time: SystemTime())
        let (rows, entries) = try await store.read { reading in
            try (
                reading.rows("SELECT name FROM settings WHERE name LIKE 'loop %'") { Int($0.text().dropFirst(5)) },
                reading.journal(after: .start, limit: 1_000_000, matching: JournalFilter(kinds: ["business.changed"]))
            )
        }
        #expect(Set(acknowledged).isSubset(of: Set(rows.compactMap { $0 })))
        #expect(rows.count <= acknowledged.count + 1, "at most the one under way was not acknowledged")
        #expect(entries.count == rows.count)
        await store.close(at: SystemTime().now)
        try await TestStore.remove(.folder(folder))
    }

    @Test(.timeLimit(.minutes(20))) func twoProcessesWriteBesideEachOther() async throws {
        let folder = try await Self.freshFolder()
        let store = try await Store.open(.folder(folder), time: SystemTime())
        async let beside = BuiltKept().run(["bench", "write-loop", "--data", folder, "--count", "200"])
        for number in 0..<200 {
            try await store.write(as: .shell, at: SystemTime().now) {
                _ = try $0.run("INSERT INTO settings (name, value) VALUES (\("here \(number)"), 'x')")
            }
        }
        #expect(try await beside.exitCode == 0)
        let count = try await store.read { try $0.settingsOfTests().count }
        #expect(count == 400)
        await store.close(at: SystemTime().now)
        try await TestStore.remove(.folder(folder))
    }

    @Test func aFullDiskIsToldAndNothingSavedIsLost() async throws {
        try await TestStore.with(.sqlite) { store in
            let (pages, most) = try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                let pages = try tx.count("PRAGMA page_count")
                return (pages, try tx.count("PRAGMA max_page_count"))
            }
            try await Self.limit(store, toPages: pages + 8)
            var saved = 0
            var complaint = ""
            while complaint.isEmpty, saved < 1_000 {
                do {
                    try await Self.fill(saved, in: store)
                    saved += 1
                } catch StoreError.unavailable(let cause) { complaint = cause.description }
            }
            #expect(complaint.contains("full"))
            #expect(saved > 0)
            #expect(try await store.read { try $0.settingsOfTests().count } == saved)
            try await Self.limit(store, toPages: most)
            try await Self.fill(saved, in: store)
            #expect(try await store.read { try $0.settingsOfTests().count } == saved + 1)
        }
    }

    @Test func aDamagedFileIsNamedWithTheWayOut() async throws {
        let folder = try await Self.freshFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(repeating: 0x5A, count: 100_000).write(to: URL(fileURLWithPath: folder + "/kept.db"))
        await #expect {
            _ = try await Store.open(.folder(folder), time: SystemTime())
        } throws: { error in
            guard case StoreError.unavailable(let cause) = error else { return false }
            return cause.description.contains(folder) && cause.key == "commands.refusals.record-damaged"
        }
        try await TestStore.remove(.folder(folder))
    }

    /// What a writing process said before it was killed, at least `count` lines.
    private static func tell(_ count: Int, thenKill folder: String) async throws -> [String] {
        let outcome = try await Subprocess.run(
            .path(FilePath(try BuiltKept().program.path)), arguments: ["bench", "write-loop", "--data", folder],
            input: .none, output: .sequence, error: .discarded
        ) { execution in
            var told: [String] = []
            for try await line in execution.standardOutput.strings() {
                told.append(line)
                if told.count == count { try execution.send(signal: .kill) }
            }
            return told
        }
        return outcome.closureResult
    }

    private static func freshFolder() async throws -> String {
        guard case .folder(let path) = try await TestStore.fresh(.sqlite) else { preconditionFailure("no folder") }
        return path
    }

    private static func limit(_ store: Store, toPages pages: Int) async throws {
        try await store.write(as: .shell, at: Instant(seconds: 1)) {
            try $0.connection.runScript("PRAGMA max_page_count = \(pages)")
        }
    }

    private static func fill(_ number: Int, in store: Store) async throws {
        try await store.write(as: .shell, at: Instant(seconds: 1)) {
            _ = try $0.run(
                "INSERT INTO settings (name, value) VALUES (\("n\(number)"), \(String(repeating: "x", count: 900)))")
        }
    }
}
