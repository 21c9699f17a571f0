/// The part of a report that programs read (message/delivery-status, RFC 3464): groups of fields, the first about the
/// message, each other about one recipient.
struct DeliveryStatus {
    private(set) var recipients: [Bounce.Recipient] = []
    /// Something arrived or was handed on, and nothing failed.
    private(set) var isOfSuccess = false

    init(_ bytes: [UInt8], decoder: TextDecoder) {
        let words = EncodedWords(decoder: decoder)
        var arrived = 0
        for group in Self.groups(bytes) {
            let block = HeaderBlock(Array(group))
            func value(_ name: String) -> String? { block.first(name).map(words.text) }
            guard let recipient = value("final-recipient") ?? value("original-recipient") ?? value("x-actual-recipient")
            else { continue }
            let diagnostic = value("diagnostic-code").map(Self.withoutType) ?? ""
            let action = value("action")?.trimmedText.prefix { $0.isLetter }.lowercased() ?? ""
            if ["delivered", "relayed", "expanded", "deliverable"].contains(action) {
                arrived += 1
                continue
            }
            let status =
                value("status").flatMap { StatusCode.first(in: $0) } ?? StatusCode.first(in: diagnostic)
                ?? StatusCode.meant(by: diagnostic)
            recipients.append(
                Bounce.Recipient(
                    address: Self.address(recipient), original: value("original-recipient").flatMap(Self.address),
                    action: action == "delayed" || action.isEmpty && status.hasPrefix("4.") ? .delayed : .failed,
                    status: status, diagnostic: String(diagnostic.prefix(2_000))))
        }
        isOfSuccess = recipients.isEmpty && arrived > 0
    }

    /// Blank lines divide groups, more than one in some systems.
    private static func groups(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var groups: [ArraySlice<UInt8>] = []
        var start = 0
        var at = 0
        while at < bytes.count {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            if bytes[at..<end].allSatisfy(\.isSpace) {
                if start < at { groups.append(bytes[start..<at]) }
                start = end + 1
            }
            at = end + 1
        }
        if start < bytes.count { groups.append(bytes[start...]) }
        return groups
    }

    /// `rfc822; ann@example.org` without its type and brackets; `nil` without an address.
    private static func address(_ field: String) -> String? {
        let text = withoutType(field).trimmedText
        if let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close {
            let inside = text[text.index(after: open)..<close].trimmedText
            return inside.isEmpty ? nil : String(inside)
        }
        let bare = text.prefix { !$0.isWhitespace && $0 != "(" }.filter { $0 != "<" && $0 != ">" && $0 != "\"" }
        return bare.isEmpty ? nil : bare
    }

    private static func withoutType(_ field: String) -> String {
        guard let semicolon = field.firstIndex(of: ";"), field[..<semicolon].count <= 24,
            field[..<semicolon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == " " })
        else { return String(field.trimmedText) }
        return String(field[field.index(after: semicolon)...].trimmedText)
    }
}
