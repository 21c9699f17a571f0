/// Codes by which mail systems say what became of a message (RFC 3463, RFC 5321), found in their words.
enum StatusCode {
    /// The first `5.1.1` or `4.2.2` in a text, standing by itself.
    static func first(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        var at = 0
        while at + 4 < bytes.count {
            defer { at += 1 }
            guard bytes[at] == UInt8(ascii: "4") || bytes[at] == UInt8(ascii: "5") || bytes[at] == UInt8(ascii: "2"),
                bytes[at + 1] == UInt8(ascii: "."), at == 0 || !Self.joins(bytes[at - 1])
            else { continue }
            let subject = bytes[(at + 2)...].prefix(4).prefix { $0.isDigit }
            guard (1...3).contains(subject.count), bytes[subject.endIndex...].first == UInt8(ascii: ".") else {
                continue
            }
            let detail = bytes[(subject.endIndex + 1)...].prefix(4).prefix { $0.isDigit }
            guard (1...3).contains(detail.count), bytes[detail.endIndex...].first.map(Self.joins) != true else {
                continue
            }
            return String(decoding: bytes[at..<detail.endIndex], as: UTF8.self)
        }
        return nil
    }

    /// Part of a longer number: an address of a machine, a version.
    private static func joins(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == UInt8(ascii: ".") || byte.isLetter || byte == UInt8(ascii: "[")
    }

    /// The class of the first answer code such as `550` in a text: 4 or 5.
    static func replyClass(in text: some StringProtocol) -> Int? {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        for word in words.prefix(4_000) where word.utf8.count == 3 {
            guard let code = Int(word), (420...459).contains(code) || (500...579).contains(code) else { continue }
            return code / 100
        }
        return nil
    }

    private static let meanings: [(status: String, words: [String])] = [
        (
            "1.1",
            [
                "user unknown", "unknown user", "no such user", "mailbox not found", "recipient rejected",
                "does not exist",
                "no mailbox here", "unknown recipient", "invalid recipient", "unknown or illegal",
                "not a valid mailbox",
                "doesn't have a", "no such mailbox", "mailbox unavailable", "recipient unknown", "addressee unknown",
                "account that you tried to reach", "not our customer", "unknown address", "undeliverable address",
                "recipient not found", "no such address", "no such recipient", "user not found", "not listed in",
                "unrouteable address", "user doesn't have", "invalid mailbox", "address rejected", "not known here",
                "bad destination mailbox", "no existe", "用户不存在", "收件人不存在", "地址不存在", "not have an account",
                "unknown local", "mailbox does not exist", "invalid user", "no account", "is not a known user",
            ]
        ),
        (
            "2.2",
            [
                "mailbox full", "mailbox is full", "over quota", "quota exceeded", "exceeded storage", "mailbox size",
                "over the allowed quota", "disk quota", "insufficient storage", "邮箱已满", "is full", "exceeds the quota",
                "too much mail data",
            ]
        ),
        (
            "1.2",
            [
                "host unknown", "host not found", "domain not found", "unknown host", "name service error",
                "couldn't find any host", "no such domain", "unable to look up", "unknown domain",
                "unrouteable mail domain",
                "domain name not found", "could not be found", "nonexistent domain", "name or service not known",
            ]
        ),
        (
            "2.1",
            ["account disabled", "mailbox disabled", "account is disabled", "inactive", "suspended", "deactivated"]
        ),
        (
            "3.4",
            ["message too large", "size exceeds", "too big", "exceeds the maximum", "exceeds maximum", "size limit"]
        ),
        (
            "7.1",
            [
                "spam", "blocked", "blacklist", "block list", "policy", "not authorized", "denied", "relay",
                "rejected for",
                "access denied", "content filter", "prohibited", "virus", "permission",
            ]
        ),
        (
            "4.7",
            ["timed out", "delivery time expired", "retry timeout", "too long", "retry time not reached", "in queue"]
        ),
        ("4.6", ["too many hops", "mail loop", "loops back"]),
        ("4.1", ["connection refused", "no answer", "unreachable", "not respond", "could not connect"]),
    ]

    /// What words without a code mean, by the class of the answer code in them; `5.0.0` when they say nothing known.
    static func meant(by text: some StringProtocol) -> String {
        let lower = text.prefix(4_000).lowercased()
        let kind = replyClass(in: text.prefix(4_000)) ?? 5
        for (status, words) in meanings where words.contains(where: { lower.contains($0) }) {
            return "\(kind).\(status)"
        }
        return "\(kind).0.0"
    }
}
