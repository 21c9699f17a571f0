import Crypto
import KeptDomain

/// Identifiers that carry the number of a case and a signature, so that an answer finds its case and nobody can write one
/// for a case that is not theirs.
///
/// The signature is HMAC-SHA-256 over purpose, number and salt, cut to 100 bits: guessing one takes 2^99 messages on
/// average. All letters are small and Base32's, since mail systems change the case of addresses.
package struct ReplyMarks: Sendable {
    private let keys: [SymmetricKey]
    /// The domain of message identifiers; reply addresses keep their own.
    private let domain: String

    /// - Parameter keys: secrets of at least 16 bytes; the first signs, all are accepted, so that keys can be changed while
    ///   letters are under way. At least one.
    /// - Parameter domain: the part of identifiers after the `@`, ASCII.
    package init(keys: [[UInt8]], domain: String) {
        precondition(!keys.isEmpty && keys.allSatisfy { $0.count >= 16 }, "a key of at least 16 bytes is needed")
        self.keys = keys.map { SymmetricKey(data: $0) }
        self.domain = domain
    }

    /// The identifier for a letter of a case.
    ///
    /// - Parameter salt: different for each letter; need not be secret.
    package func messageID(caseNumber: Int64, salt: UInt64) -> MessageID {
        let number = Base32.text(UInt64(bitPattern: caseNumber))
        let salt = Base32.text(salt)
        return MessageID("kept.\(number).\(salt).\(signature("id", number, salt, keys[0]))@\(domain)")
    }

    /// The address that answers to a case should go to: `service+c<number>-<signature>@…`.
    ///
    /// - Throws: when the address of the desk is too long to carry it.
    package func replyAddress(caseNumber: Int64, desk: Mailbox) throws(LetterFault) -> Mailbox {
        let number = Base32.text(UInt64(bitPattern: caseNumber))
        let parts = desk.address.split(separator: "@")
        let mark = "c\(number)-\(signature("to", number, "", keys[0]))"
        return try Mailbox(name: desk.name.text, address: "\(parts[0])+\(mark)@\(parts[1])")
    }

    /// The case that an identifier was issued for; `nil` for identifiers of others and forged ones.
    package func caseNumber(in id: MessageID) -> Int64? {
        // Whole identifiers only: the domain may have been changed in case.
        let parts = id.text.lowercased().split(separator: "@")
        guard parts.count == 2, parts[1] == domain.lowercased() else { return nil }
        let words = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 4, words[0] == "kept" else { return nil }
        return checked("id", number: words[1], salt: words[2], signature: words[3])
    }

    /// The case that an address was issued for.
    package func caseNumber(in address: MailAddress) -> Int64? {
        let local = address.local.lowercased()
        guard let plus = local.lastIndex(of: "+") else { return nil }
        let mark = local[local.index(after: plus)...]
        let words = mark.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
        guard mark.first == "c", words.count == 2 else { return nil }
        return checked("to", number: words[0], salt: "", signature: words[1])
    }

    /// The case that a message answers: by what it says it replies to, then by its thread from the newest, then by the
    /// addresses it was sent to.
    package func caseNumber(of message: ReadMessage) -> Int64? {
        let ids = message.inReplyTo + message.references.reversed()
        if let number = ids.prefix(1_000).lazy.compactMap(caseNumber(in:)).first { return number }
        let addresses = message.deliveredTo + message.to + message.cc
        return addresses.prefix(1_000).lazy.compactMap(caseNumber(in:)).first
    }

    private func checked(
        _ purpose: String, number: Substring, salt: Substring, signature given: Substring
    ) -> Int64? {
        guard let value = Base32.value(number), given.utf8.count == 20 else { return nil }
        var isGenuine = false
        for key in keys {
            let expected = signature(purpose, String(number), String(salt), key)
            // Every byte is looked at, so the time tells nothing about where they begin to differ.
            let difference = zip(expected.utf8, given.utf8).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 }
            if difference == 0 { isGenuine = true }
        }
        return isGenuine ? Int64(bitPattern: value) : nil
    }

    private func signature(_ purpose: String, _ number: String, _ salt: String, _ key: SymmetricKey) -> String {
        let text = "kept reply mark 1\n\(purpose)\n\(number)\n\(salt)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return Base32.text(Array(code).prefix(13)).prefix(20).lowercased()
    }
}

/// Base32 in the small letters and digits of RFC 4648.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// Five bits a letter, the last filled with zeros.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 5 {
                count -= 5
                result.append(alphabet[Int(bits >> UInt32(count) & 31)])
            }
        }
        if count > 0 { result.append(alphabet[Int(bits << UInt32(5 - count) & 31)]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// A number without leading zeros, at least one letter.
    static func text(_ number: UInt64) -> String {
        var result: [UInt8] = []
        var rest = number
        repeat {
            result.append(alphabet[Int(rest & 31)])
            rest >>= 5
        } while rest > 0
        return String(decoding: result.reversed(), as: UTF8.self)
    }

    /// `nil` for anything but the shortest text of a number.
    static func value(_ text: Substring) -> UInt64? {
        guard (1...13).contains(text.utf8.count) else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            guard let digit = alphabet.firstIndex(of: byte), value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return Self.text(value) == text ? value : nil
    }
}
