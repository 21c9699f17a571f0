import Foundation
import KeptTestSupport
import Testing

/// `kept mail read`, run as built.
@Suite struct MailCommandTests {
    private func read(_ text: String, _ arguments: String...) async throws -> BuiltKept.Outcome {
        let file = FileManager.default.temporaryDirectory.appending(path: "kept-mail-\(UUID().uuidString).eml")
        try Data(text.utf8).write(to: file)
        defer { do { try FileManager.default.removeItem(at: file) } catch { Issue.record(error) } }
        return try await BuiltKept().run(["mail", "read", file.path] + arguments)
    }

    private static let text = """
        Message-ID: <2@example.org>
        In-Reply-To: <1@example.org>
        From: =?utf-8?B?546L5piO?= <wang@example.cn>
        To: shop@example.org
        Subject: =?gb2312?B?tqm1pQ==?=
        Date: Sun, 22 Nov 2026 12:00:00 +0800
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        好的
        > 您好
        --b
        Content-Type: text/plain; name=a.txt

        x
        --b--
        """

    @Test func showsTheFieldsInJSON() async throws {
        let outcome = try await read(Self.text, "--format", "json")
        #expect(outcome.exitCode == 0, "\(outcome.complaint)")
        let start =
            #"{"message_id":"<2@example.org>","in_reply_to":"<1@example.org>","references":[],"#
            + #""from":{"name":"王明","address":"wang@example.cn"},"to":[{"name":"","address":"shop@example.org"}],"cc":[],"#
            + #""subject":"订单","date":"2026-11-22T12:00:00+08:00","text":"好的","quoted":"> 您好","#
            + #""attachments":[{"name":"a.txt","type":"text/plain","bytes":1,"sha256":"2d711642b726b04401627ca9fbac32f5"#
        #expect(outcome.answer.hasPrefix(start), "\(outcome.answer)")
        #expect(outcome.answer.contains(#""automatic":false,"bounce":null"#))
        let parsed = try JSONSerialization.jsonObject(with: Data(outcome.answer.utf8))
        #expect(parsed is [String: Any])
    }

    @Test func showsAMessageToPeople() async throws {
        let outcome = try await read(Self.text)
        #expect(outcome.answer.contains("From: 王明 <wang@example.cn>") && outcome.answer.contains("| > 您好"))
    }

    @Test func whatIsNoMessageEndsWith65() async throws {
        for text in ["", "Nothing of a message.\n"] {
            let outcome = try await read(text, "--format", "json")
            #expect(outcome.exitCode == 65 && outcome.answer.isEmpty && !outcome.complaint.isEmpty)
        }
    }
}
