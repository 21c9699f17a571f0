import KeptDomain
import Testing

@testable import KeptMail

@Suite struct ReplyMarkTests {
    private static let key = Array("0123456789abcdef".utf8)
    private let marks = ReplyMarks(keys: [key], domain: "mail.example.org")

    @Test func anAnswerFindsItsCase() throws {
        for number: Int64 in [0, 1, 10_482, .max] {
            let id = marks.messageID(caseNumber: number, salt: 99)
            #expect(marks.caseNumber(in: id) == number)
            #expect(marks.caseNumber(in: MessageID(id.text.uppercased())) == number)
        }
        let address = try marks.replyAddress(caseNumber: 10_482, desk: try Mailbox(address: "service@example.org"))
        #expect(address.address.hasPrefix("service+c"))
        #expect(marks.caseNumber(in: MailAddress(address: address.address.uppercased())) == 10_482)
        var message = ReadMessage()
        message.references = [marks.messageID(caseNumber: 7, salt: 1), MessageID("other@example.net")]
        #expect(marks.caseNumber(of: message) == 7)
        message.inReplyTo = [marks.messageID(caseNumber: 8, salt: 1)]
        #expect(marks.caseNumber(of: message) == 8)
        #expect(marks.caseNumber(of: ReadMessage()) == nil)
    }

    @Test func aForgedOneFindsNone() throws {
        let id = marks.messageID(caseNumber: 7, salt: 1).text
        // Any one letter changed, another case's number, another key, another domain, a signature of the other kind.
        for index in id.indices where id[index] != "@" && id[index] != "." {
            var forged = id
            forged.replaceSubrange(index...index, with: id[index] == "b" ? "c" : "b")
            #expect(marks.caseNumber(in: MessageID(forged)) == nil, "\(forged)")
        }
        let others = ReplyMarks(keys: [Array("another key here".utf8)], domain: "mail.example.org")
        #expect(marks.caseNumber(in: others.messageID(caseNumber: 7, salt: 1)) == nil)
        let elsewhere = ReplyMarks(keys: [Self.key], domain: "example.net")
        #expect(marks.caseNumber(in: elsewhere.messageID(caseNumber: 7, salt: 1)) == nil)
        let signature = id.split(separator: "@")[0].split(separator: ".")[3]
        #expect(marks.caseNumber(in: MailAddress(address: "service+ch-\(signature)@example.org")) == nil)
        for text in [
            "", "kept", "kept.a.b.c@mail.example.org", "kept....@mail.example.org", "+c-@x", "service+c@example.org",
        ] {
            #expect(
                marks.caseNumber(in: MessageID(text)) == nil && marks.caseNumber(in: MailAddress(address: text)) == nil)
        }
    }

    @Test func lettersUnderWayOutliveAChangeOfKeys() {
        let id = marks.messageID(caseNumber: 7, salt: 1)
        let changed = ReplyMarks(keys: [Array("the new key 1234".utf8), Self.key], domain: "mail.example.org")
        #expect(changed.caseNumber(in: id) == 7)
        #expect(changed.messageID(caseNumber: 7, salt: 1) != id)
    }
}
