import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Real messages, where this machine has them: `KEPT_TEST_DATA`, else `../shared/data` beside the package.
private enum SharedMail {
    static let files: [URL] = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let told = ProcessInfo.processInfo.environment["KEPT_TEST_DATA"].map { URL(fileURLWithPath: $0) }
        let folder = (told ?? package.appending(path: "../shared/data")).appending(path: "mail/messages")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        return (found?.compactMap { $0 as? URL } ?? []).filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
    }()
}

@Suite(.enabled(if: !SharedMail.files.isEmpty, "the shared messages are not on this machine"), .timeLimit(.minutes(20)))
struct RealMailFilingTests {
    @Test(arguments: TestStore.engines) func everyMessageIsInTheRecordAndNoneIsLost(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            var lost: [String] = []
            for file in SharedMail.files {
                let bytes = Array(try Data(contentsOf: file))
                guard !bytes.isEmpty else { continue }
                let filed = try await desk.file(bytes)
                let raw: [UInt8]? = try await desk.counter.store.read { reading in
                    if let parked = filed.parked { return try reading.blob(reading.parkedMail(parked).raw) }
                    guard let message = filed.message, let hash = try reading.knownMessage(message).raw else {
                        return nil
                    }
                    return try reading.blob(hash)
                }
                // What came before in other wrapping is kept in that; everything else byte for byte.
                if raw == nil || filed.outcome != .known && raw != bytes { lost.append(file.lastPathComponent) }
            }
            #expect(lost.isEmpty, "\(lost.prefix(5))")
            let wrong = try await desk.count(
                "SELECT count(*) FROM mails l JOIN messages m ON m.id = l.message_id WHERE m.raw_sha256 IS NULL")
            #expect(wrong == 0)
        }
    }
}
