import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What a command that did what was asked says of it, in the terminal's language.
@Suite final class SuccessWordTests {
    private let kept: BuiltKept
    private let folder: String

    init() throws {
        kept = try BuiltKept()
        folder = FileManager.default.temporaryDirectory.appending(path: "kept-successes-\(UUID().uuidString)").path
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }

    @Test(arguments: [
        ("C", "Kept serves on http://127.0.0.1:", "Kept has stopped."),
        ("zh_CN.UTF-8", "Kept 的网址：http://127.0.0.1:", "Kept 已停止。"),
    ])
    func servingNamesTheAddress(language: String, first: String, last: String) async throws {
        let told = try await kept.run(
            ["serve", "--data", folder, "--port", "0"], environment: ["LC_ALL": language], stoppedAfter: 12)
        #expect(told.exitCode == 124 && told.answer.hasPrefix(first), "\(told)")
        #expect(told.complaint.contains(last), "\(told)")
    }

    @Test(arguments: [
        ("C", "The record has schema 3; this Kept knows ", "Migrated: 0004"),
        ("zh_CN.UTF-8", "记录的结构版本为 3，", "已升级：0004"),
    ])
    func anOlderRecordIsMigratedInTheTerminalsLanguage(language: String, first: String, each: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let driver = try SQLiteDriver(path: folder + "/kept.db")
        let old = Migrator(migrations: try Migrator(for: .sqlite).migrations.filter { $0.number <= 3 })
        _ = try await driver.writeAlone { try old.migrate($0, at: Instant(seconds: 1)) }
        await driver.close()
        let told = try await kept.run(["migrate", "--data", folder], environment: ["LC_ALL": language])
        #expect(told.exitCode == 0 && told.complaint.hasPrefix(first), "\(told)")
        #expect(told.complaint.contains(each) && !told.complaint.contains("⟦"), "\(told.complaint)")
        #expect(told.complaint.contains(folder + "/kept-before-migration-0004.db"), "\(told.complaint)")
    }

    @Test func aDemonstrationIsToldInTheTerminalsLanguage() async throws {
        let told = try await kept.run(["demo", "--data", folder], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(told.exitCode == 0, "\(told.complaint)")
        #expect(told.complaint.contains("1,200 位顾客") && told.complaint.contains("个违约承诺"), "\(told.complaint)")
        let links = told.answer.split(separator: "\n")
        #expect(links.count == 7 && links.allSatisfy { $0.contains("/sign-in/") }, "\(told.answer)")
        #expect(told.answer.contains("（主管）") && !told.answer.contains("front-line"), "\(told.answer)")
        for text in [told.complaint, told.answer] { #expect(!text.contains("⟦") && !text.contains("commands.")) }
    }
}
