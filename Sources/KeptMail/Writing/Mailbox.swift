import CGMime
import KeptDomain

/// Why a letter cannot be written.
package enum LetterFault: Error, Hashable, Sendable {
    /// An end of line or another control character where one line is meant: it could begin another field.
    case controlCharacter
    case tooLong(limit: Int)
    /// Not `local@domain` in plain characters, as mail servers everywhere take it.
    case notAnAddress(String)
    case noRecipient
    /// The message that was made breaks a rule of transport: a defect.
    case unfit(String)
}

/// Text for a field of a letter: one line, whatever somebody typed.
package struct HeaderLine: Hashable, Sendable {
    package let text: String

    /// - Throws: `controlCharacter` for an end of line or any control character but the tab, `tooLong`.
    package init(_ text: String, limit: Int = 1_000) throws(LetterFault) {
        let isControl: (Unicode.Scalar) -> Bool = { scalar in
            scalar.value < 0x20 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
                || scalar.value == 0x2028 || scalar.value == 0x2029
        }
        if text.unicodeScalars.contains(where: isControl) { throw .controlCharacter }
        if text.utf8.count > limit * 4 || text.count > limit { throw .tooLong(limit: limit) }
        self.text = text
    }

    /// The text with every run of control characters as one blank, cut to the limit: for texts that somebody else wrote.
    package init(tidying text: String, limit: Int = 1_000) {
        var result = ""
        for character in text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ") {
            let isPlain = character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
            if isPlain { result.append(character) }
            if result.utf8.count >= limit { break }
        }
        self.text = result
    }
}

/// Somebody who sends or receives a letter.
package struct Mailbox: Hashable, Sendable {
    /// Empty when none is known.
    package let name: HeaderLine
    /// ASCII, `local@domain`; a domain in another script stands in its ASCII form.
    package let address: String

    package init(name: String = "", address: String) throws(LetterFault) {
        self.name = try HeaderLine(name, limit: 200)
        self.address = try Self.checked(address)
    }

    /// Characters that are part of an address without quotation marks (RFC 5322, atom), and the dot.
    private static func isOfLocal(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || Array("!#$%&'*+-/=?^_`{|}~.".utf8).contains(byte)
    }

    private static func checked(_ address: String) throws(LetterFault) -> String {
        guard let at = address.lastIndex(of: "@") else { throw .notAnAddress(address) }
        let local = address[..<at]
        var domain = String(address[address.index(after: at)...])
        if !domain.utf8.allSatisfy({ $0 < 0x80 }) {
            guard let plain = asciiDomain(domain) else { throw .notAnAddress(address) }
            domain = plain
        }
        guard (1...64).contains(local.utf8.count), local.utf8.allSatisfy(isOfLocal), local.first != ".",
            local.last != ".",
            !local.contains(".."), local.utf8.count + domain.utf8.count < 254, isDomain(domain)
        else { throw .notAnAddress(address) }
        return "\(local)@\(domain)"
    }

    private static func isDomain(_ domain: String) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }

    /// By GMime, which knows international names of hosts.
    private static func asciiDomain(_ domain: String) -> String? {
        guard !domain.unicodeScalars.contains(where: { $0.value <= 0x20 || $0 == "<" || $0 == ">" }) else { return nil }
        MimeLibrary.isReady
        guard let mailbox = MimeObject(owning: internet_address_mailbox_new("", "a@\(domain)")),
            let text = kept_mime_plain_mailbox(mailbox.pointer)
        else { return nil }
        let plain = String(cString: text)
        return plain.hasPrefix("a@") && plain.utf8.allSatisfy { $0 < 0x80 } ? String(plain.dropFirst(2)) : nil
    }
}
