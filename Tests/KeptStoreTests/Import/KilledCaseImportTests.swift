import Foundation
import KeptDomain
import KeptTestSupport
import KeptWords
import Subprocess
import SystemPackage
import Testing

@testable import KeptStore

/// An import of cases that ended in the middle is gone on with, and nothing of it is there twice.
@Suite struct KilledCaseImportTests {
    private static let columns = [
        "case": "case", "activity": "activity", "activity_at": "time", "resource": "who", "customer_id": "customer",
        "subject": "about",
    ]
    private static let header = "case,activity,time,who,customer,about\n"

    /// A log of `cases` cases that were opened, answered and solved, each on three days.
    private static func log(_ cases: Int) -> String {
        let events = (0..<cases * 3).map { number in
            let (name, step) = ("C\(number % cases)", number / cases)
            return "\(name),\(["Created", "Reply", "Solve"][step]),2026-03-0\(1 + step) 10:00,ann,K\(number % 50),s\n"
        }
        return header + events.joined()
    }

    /// Everything that it could change, without ids and times of writing.
    private static func content(_ store: Store) async throws -> [String] {
        try await store.read { reading in
            try reading.rows(
                """
                SELECT o.external_id, c.status, c.opened_at, c.closed_at, o.first_reply_at, o.hand_overs,
                  (SELECT count(*) FROM case_episodes e WHERE e.case_id = c.id),
                  (SELECT count(*) FROM case_history h WHERE h.case_id = c.id),
                  (SELECT count(*) FROM messages m WHERE m.case_id = c.id), u.external_id
                FROM cases c JOIN case_origins o ON o.case_id = c.id LEFT JOIN customers u ON u.id = c.customer_id
                ORDER BY o.external_id
                """
            ) { row in
                "\(row.text()) \(row.text()) "
                    + (0..<7).map { _ in "\(row.optionalInt64() ?? -1)" }.joined(separator: " ")
                    + " \(row.optionalText() ?? "-")"
            }
        }
    }

    private static func imported(
        _ path: String, _ store: Store, shouldStop: @Sendable () -> Bool = { false }
    ) async throws -> ImportReport {
        let map = ColumnMap(columns: columns, statuses: ["Solve": "closed"])
        let plan = ImportPlan(
            kind: .cases, source: "desk", files: [try ImportPlan.File(path, as: .mapped(map))], zone: "Europe/Berlin")
        return try await Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: path + ".rejects",
            words: try Vocabulary.shared()[.english]
        ).run(shouldStop: shouldStop)
    }

    /// As after `kill -9`: the row still says running, and what was committed is there.
    @Test(arguments: TestStore.engines) func itGoesOnWhereItsLastBatchEnded(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("log.csv", Self.log(4_000))
        try await TestStore.with(engine) { store in
            let first = try await Self.imported(path, store) { true }
            #expect(first.isStopped && first.totals[.cases].read < 12_000)
            _ = try await store.write(as: .shell, at: SystemTime().now) {
                try $0.run("UPDATE imports SET state = 'running', holder = \(goneProcess)")
            }
            let second = try await Self.imported(path, store)
            #expect(second.wentOn && second.totals[.cases].read == 12_000 && second.totals[.cases].imported == 4_000)
            let killed = try await Self.content(store)
            try await TestStore.with(engine) { whole in
                _ = try await Self.imported(path, whole)
                #expect(try await Self.content(whole) == killed)
            }
            #expect(try await store.examine { _ in } == 0)
        }
    }

    /// The program itself, killed while it writes, and begun again.
    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines)
    func theProgramIsKilledAndBegunAgain(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("log.csv", Self.log(20_000))
        let map = try folder.write("map.json", try Self.mapFile())
        try await TestStore.withLocation(engine) { store, location in
            let record =
                switch location {
                case .folder(let path): ["--data", path]
                case .database(let address): ["--database", address]
                }
            let arguments =
                ["import", "cases", path, "--map", map, "--rejects", folder.path + "/rejects.csv"] + record
            _ = try await Subprocess.run(
                .path(FilePath(try BuiltKept().program.path)), arguments: Arguments(arguments), input: .none,
                output: .sequence, error: .discarded
            ) { execution in
                // Asked rather than listened for: on a busy machine the run would be over before the change is heard of.
                while try await store.read({ try $0.count("SELECT count(*) FROM case_origins") }) == 0 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try execution.send(signal: .kill)
                for try await _ in execution.standardOutput.strings() {}
            }
            // A machine that is busy with much else may let it come to its end before it is killed.
            let wasOver = try await store.read { try $0.imports().first?.state } == .done
            let again = try await BuiltKept().run(arguments)
            #expect(again.exitCode == 0, "\(again.complaint)")
            let killed = try await Self.content(store)
            #expect(killed.count == 20_000)
            try await TestStore.with(engine) { whole in
                _ = try await Self.imported(path, whole)
                #expect(try await Self.content(whole) == killed)
            }
            #expect(try await store.read { try $0.imports().count } == (wasOver ? 2 : 1), "the same run went on")
            #expect(try await store.examine { _ in } == 0)
        }
    }

    private static func mapFile() throws -> String {
        let map: [String: Any] = [
            "source": "desk", "zone": "Europe/Berlin", "columns": columns, "statuses": ["Solve": "closed"],
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: map), as: UTF8.self)
    }
}
