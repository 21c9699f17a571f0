import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Commands that only look make no record where none was.
@Suite struct AbsentRecordTests {
    private static let looking: [[String]] = [
        ["doctor"], ["report", "deliveries"], ["token", "list"], ["token", "revoke", "1"], ["sign-in-link"],
        ["backup", "/nowhere/copy.db"],
    ]

    @Test(arguments: looking) func lookingMakesNothing(command: [String]) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-absent-\(UUID().uuidString)").path
        let kept = try BuiltKept()
        let outcome = try await kept.run(command + ["--data", folder])
        #expect(outcome.exitCode == 69, "\(command): \(outcome.complaint)")
        #expect(outcome.answer.isEmpty)
        for part in [folder, "kept serve", "kept demo", "kept import", "kept migrate", "kept token create"] {
            #expect(outcome.complaint.contains(part), "\(command): \(outcome.complaint)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func aDatabaseWithoutTablesIsNoRecord() async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        let location = try await TestStore.fresh(.postgres)
        guard case .database(let address) = location else { return }
        let outcome = try await BuiltKept().run(
            ["doctor", "--database", address], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(outcome.exitCode == 69 && outcome.complaint.contains("没有记录"), "\(outcome.complaint)")
        await #expect(throws: NoRecord.self) { try await Store.requireRecord(at: location) }
        try await TestStore.remove(location)
    }

    @Test func aTokenMakesTheRecordThatTheDoctorThenReads() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-fresh-\(UUID().uuidString)").path
        let kept = try BuiltKept()
        let token = try await kept.run(["token", "create", "--name", "n", "--scope", "read", "--data", folder])
        #expect(token.exitCode == 0 && token.answer.hasPrefix("kept_"), "\(token.complaint)")
        let doctor = try await kept.run(["doctor", "--data", folder])
        #expect(doctor.exitCode == 0, "\(doctor.complaint)")
        try FileManager.default.removeItem(atPath: folder)
    }
}
