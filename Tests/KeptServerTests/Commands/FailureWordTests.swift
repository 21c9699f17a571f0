import Foundation
import KeptTestSupport
import Testing

/// A command that does not do what was asked says what is wrong, where, and how to mend it, in the terminal's language.
@Suite final class FailureWordTests {
    private let kept: BuiltKept
    private let folder: String
    private var data: String { folder + "/data" }

    init() async throws {
        kept = try BuiltKept()
        folder = FileManager.default.temporaryDirectory.appending(path: "kept-failures-\(UUID().uuidString)").path
        let made = try await kept.run(["migrate", "--data", folder + "/data"])
        #expect(made.exitCode == 0, "\(made.complaint)")
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }

    private static let chinese = ["LC_ALL": "", "LANG": "zh_CN.UTF-8"]

    /// Runs a command in English and in Chinese. - Returns: both complaints, the exit code being the same.
    private func complaints(_ command: [String], code: Int32) async throws -> (english: String, chinese: String) {
        let english = try await kept.run(command)
        let chinese = try await kept.run(command, environment: Self.chinese)
        #expect(english.exitCode == code && chinese.exitCode == code, "\(command): \(english) \(chinese)")
        #expect(english.answer.isEmpty && chinese.answer.isEmpty, "\(command)")
        #expect(!english.complaint.contains("commands."), "\(command): a key in place of words")
        #expect(chinese.complaint.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" }, "\(command): \(chinese.complaint)")
        return (english.complaint, chinese.complaint)
    }

    @Test func aBackupIntoAFolderThatIsNotThereSaysWhichAndHowToMakeIt() async throws {
        let file = folder + "/nowhere/deep/copy.db"
        let told = try await complaints(["backup", "--data", data, file], code: 69)
        for complaint in [told.english, told.chinese] {
            #expect(complaint.contains(file) && complaint.contains("mkdir -p \(folder)/nowhere/deep"), "\(complaint)")
            #expect(!complaint.contains("unable to open"), "\(complaint)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"))
        let beside = try await kept.run(["backup", "--data", data, folder + "/copy.db"])
        #expect(beside.exitCode == 0 && beside.answer.contains("Backed up to"), "\(beside)")
        let again = try await complaints(["backup", "--data", data, folder + "/copy.db"], code: 69)
        #expect(again.english.contains("exists already"))
        // A file stands where the folder would be.
        let inside = try await complaints(["backup", "--data", data, folder + "/copy.db/x.db"], code: 69)
        #expect(inside.english.contains("no folder \(folder)/copy.db"), "\(inside.english)")
    }

    @Test func whatCannotBeRestoredIsNamedWithWhatCan() async throws {
        let other = folder + "/other"
        let missing = try await complaints(["restore", "--data", other, folder + "/gone.db"], code: 69)
        #expect(missing.english.contains("no file \(folder)/gone.db") && missing.english.contains("kept backup"))
        let isFolder = try await complaints(["restore", "--data", other, data], code: 69)
        #expect(isFolder.english.contains("is a folder"))
        let text = folder + "/letter.txt"
        try Data("Dear shop, where is my book?\n".utf8).write(to: URL(filePath: text))
        let told = try await complaints(["restore", "--data", other, text], code: 69)
        #expect(told.english.contains("\(text) is no backup of Kept") && told.english.contains("kept backup"))
        #expect(!FileManager.default.fileExists(atPath: other), "nothing was made")
        let copy = folder + "/whole.db"
        _ = try await kept.run(["backup", "--data", data, copy])
        let engine = try await complaints(["restore", "--database", "postgres://nobody@127.0.0.1:1/x", copy], code: 69)
        #expect(engine.english.contains("--data DIR"))
        // A record that was only made holds nothing that could be lost.
        let token = try await kept.run(["token", "create", "--data", data, "--name", "till", "--scope", "read"])
        #expect(token.exitCode == 0, "\(token.complaint)")
        let occupied = try await complaints(["restore", "--data", data, copy], code: 69)
        #expect(occupied.english.contains("--replace"))
    }

    @Test func everyOtherFailureIsWordedToo() async throws {
        let cases: [(command: [String], code: Int32, part: String)] = [
            (["doctor", "--database", "postgres://nobody@127.0.0.1:1/x"], 69, "127.0.0.1:1/x"),
            (["doctor", "--database", "postgres://[::"], 69, "postgres://user@host:5432/name"),
            (["token", "revoke", "--data", data, "seven"], 64, "kept token list"),
            (["token", "revoke", "--data", data, "77"], 65, "77"),
            (["sign-in-link", "--data", data, "--email", "nobody@example.org"], 65, "nobody@example.org"),
            (["token", "create", "--data", data, "--name", "n", "--scope", "read", "--days", "0"], 64, "36500"),
            (["serve", "--data", data, "--port", "70000"], 64, "65535"),
            (["serve", "--data", data, "--upload-limit", "0"], 64, "1048576"),
            (["serve", "--data", data, "--host", "192.0.2.7", "--port", "0"], 69, "192.0.2.7"),
            (["report", "deliveries", "--data", data, "--from", "2026-11-05", "--to", "2026-11-01"], 64, "2026-11-01"),
            (["doctor", "--data", data, "--database", "postgres://x"], 64, "--database"),
            (["serve", "--data", "/dev/null/kept"], 69, "/dev/null/kept"),
        ]
        for one in cases {
            let told = try await complaints(one.command, code: one.code)
            #expect(told.english.contains(one.part), "\(one.command): \(told.english)")
            #expect(told.chinese.contains(one.part), "\(one.command): \(told.chinese)")
        }
    }
}
