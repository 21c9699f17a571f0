/// A customer as somebody tells us about them; who that is among those we know is found out in `findOrMakeCustomer`.
package struct CustomerDraft: Sendable, Hashable {
    /// The system that knows this customer, with its id there; both or none.
    package var source: String?
    package var externalID: String?
    package var name: String
    package var email: String?
    package var phone: String?
    /// BCP 47.
    package var language: String?
    /// Told by the customer; else taken from the address.
    package var zone: String?
    package var segment: String?
    package var address: Address

    package init(
        source: String? = nil, externalID: String? = nil, name: String, email: String? = nil, phone: String? = nil,
        language: String? = nil, zone: String? = nil, segment: String? = nil, address: Address = Address()
    ) {
        self.source = source
        self.externalID = externalID
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.zone = zone
        self.segment = segment
        self.address = address
    }

    /// - Parameter prefix: stands before each field's name, for instance `customer.`.
    package func problems(_ prefix: String = "") -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, prefix + "name"))
        problems.append(.optional(source, prefix + "source"))
        problems.append(.optional(externalID, prefix + "external_id"))
        problems.append(.optional(phone, prefix + "phone", limit: 60))
        problems.append(.optional(segment, prefix + "segment"))
        if source == nil, externalID != nil { problems.append(.required(source, prefix + "source")) }
        if let email, Self.normalizedEmail(email) == nil {
            problems.append(FieldProblem(prefix + "email", "problems.no-such-email"))
        }
        if let language, !Self.isLanguageTag(language) {
            problems.append(FieldProblem(prefix + "language", "problems.no-such-language"))
        }
        return problems + address.problems(prefix)
    }

    /// As contact points are compared: trimmed, ASCII letters small. `nil` for what cannot be an address: one `@` with
    /// something before it and a name with a dot or `localhost` after it.
    package static func normalizedEmail(_ text: String) -> String? {
        guard let text = text.trimmedOrNil, text.utf8.count <= 254 else { return nil }
        // By bytes: addresses are compared wherever a conversation is shown.
        let bytes = Array(text.utf8)
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return nil }
        let host = bytes[(at + 1)...]
        let dot = UInt8(ascii: ".")
        guard !host.isEmpty, !host.contains(UInt8(ascii: "@")),
            host.elementsEqual("localhost".utf8) || (host.contains(dot) && host.last != dot && host.first != dot),
            !bytes.contains(where: { $0 <= 0x20 || [0x3C, 0x3E, 0x2C, 0x7F].contains($0) }),
            bytes.allSatisfy({ $0 < 0x80 }) || !text.contains(where: \.isWhitespace)
        else { return nil }
        return String(decoding: bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// The shape of BCP 47: subtags of 1 to 8 ASCII letters and digits, the first of letters only.
    package static func isLanguageTag(_ text: String) -> Bool {
        let subtags = text.utf8.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        let isLetter = { (byte: UInt8) in (65...90).contains(byte) || (97...122).contains(byte) }
        return !subtags.isEmpty && (2...8).contains(subtags[0].count) && subtags[0].allSatisfy(isLetter)
            && subtags.allSatisfy {
                (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || (48...57).contains($0) }
            }
    }
}
