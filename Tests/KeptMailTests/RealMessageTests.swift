import Foundation
import Testing

@testable import KeptMail

/// The shared messages, where this machine has them: `KEPT_TEST_DATA`, else `../shared/data` beside the package.
enum SharedMail {
    static let folder: URL? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let told = ProcessInfo.processInfo.environment["KEPT_TEST_DATA"].map { URL(fileURLWithPath: $0) }
        let folder = (told ?? package.appending(path: "../shared/data")).appending(path: "mail")
        return FileManager.default.fileExists(atPath: folder.appending(path: "reference_parse.jsonl").path)
            ? folder : nil
    }()

    struct Reference: Decodable {
        let path: String
        let subject: String?
        let from: String?
        let to: String?
        let date: String?
        let messageID: String?
        let inReplyTo: String?
        let attachments: [String]
        let textStart: String?
        let report: Bool

        enum CodingKeys: String, CodingKey {
            case path, subject, from, to, date, attachments, report
            case messageID = "message-id"
            case inReplyTo = "in-reply-to"
            case textStart = "text_start"
        }
    }

    static func references(in folder: URL) throws -> [Reference] {
        let lines = try String(contentsOf: folder.appending(path: "reference_parse.jsonl"), encoding: .utf8)
        return try lines.split(separator: "\n").map { try JSONDecoder().decode(Reference.self, from: Data($0.utf8)) }
    }
}

/// 1096 messages of real mail systems, parsers' own tests and spam, beside what CPython's `email` package makes of them.
/// docs/mail.md lists where and why the two differ.
@Suite(.enabled(if: SharedMail.folder != nil, "the shared messages are not on this machine"), .timeLimit(.minutes(20)))
struct RealMessageTests {
    private struct Tally {
        var agreed = 0
        var compared = 0
        var others: [String] = []
        var share: Double { compared == 0 ? 1 : Double(agreed) / Double(compared) }

        mutating func count(_ isEqual: Bool, _ path: String) {
            compared += 1
            if isEqual { agreed += 1 } else { others.append(path) }
        }
    }

    /// White space is folded differently by everyone.
    private func bare(_ text: String?) -> String {
        (text ?? "").filter { !$0.isWhitespace && $0 != "\u{FEFF}" && $0 != "\u{3000}" }
    }

    @Test func agreesWithTheSecondOpinion() throws {
        let folder = try #require(SharedMail.folder)
        var tallies: [String: Tally] = [:]
        var notMail: [String] = []
        for reference in try SharedMail.references(in: folder) {
            let data = try Data(contentsOf: folder.appending(path: "messages").appending(path: reference.path))
            guard let message = try? ReadMessage(Array(data)) else {
                notMail.append(reference.path)
                continue
            }
            func compare(_ name: String, _ isEqual: Bool) {
                tallies[name, default: Tally()].count(isEqual, reference.path)
            }
            compare("subject", bare(reference.subject) == bare(message.subject))
            let from = message.from.first?.address.lowercased()
            compare("from", reference.from.map { $0.lowercased().contains(from ?? "-") } ?? (from == nil))
            compare("to", message.to.allSatisfy { reference.to?.lowercased().contains($0.folded) == true })
            compare("message-id", bare(reference.messageID) == message.messageID?.inBrackets ?? "")
            compare("in-reply-to", bare(reference.inReplyTo) == message.inReplyTo.first?.inBrackets ?? "")
            compare("date", (reference.date == nil) == (message.date == nil))
            compare("attachments", reference.attachments.map(bare) == message.attachments.map { bare($0.name) })
            compare("report", reference.report == (message.report != nil))
            if let start = reference.textStart.map(bare) {
                // The second opinion was cut at 200 characters, perhaps within one.
                compare("text", bare(message.text.whole).hasPrefix(start.dropLast(min(3, start.count))))
            }
        }
        for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            print("\(name): \(tally.agreed) of \(tally.compared) agree")
        }
        for (name, least) in Self.least {
            let tally = try #require(tallies[name])
            #expect(tally.share >= least, "\(name) \(tally.share): \(tally.others.prefix(20))")
        }
        // Bodies alone, posts of web services, a document: not one field of a message.
        #expect(notMail.allSatisfy(Self.isNoMessage), "\(notMail.filter { !Self.isNoMessage($0) })")
    }

    /// What was measured, rounded down.
    private static let least: [String: Double] = [
        "subject": 0.96, "from": 0.98, "to": 0.99, "message-id": 0.99, "in-reply-to": 0.99, "date": 0.99,
        "attachments": 0.91,
        "report": 0.99, "text": 0.95,
    ]

    private static func isNoMessage(_ path: String) -> Bool {
        path.hasPrefix("zapier/") || path.hasPrefix("multimail/") || path.hasPrefix("talon/signature/")
            || path == "talon/standard_replies/iphone_reply_text" || path == "mimekit/tnef/long-filename/message.rtf"
    }
}
