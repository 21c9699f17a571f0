import Foundation
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
