import CGMime

/// Fields of addresses, taken apart by GMime.
struct AddressFields {
    let words: EncodedWords

    /// The mailboxes of all the fields, in order; members of groups stand in their place.
    func addresses(_ fields: [ArraySlice<UInt8>]) -> [MailAddress] { fields.flatMap(addresses) }

    func addresses(_ field: ArraySlice<UInt8>) -> [MailAddress] {
        let normalised = words.normalised(field)
        guard !normalised.isEmpty else { return [] }
        let found = (normalised + [0]).withUnsafeBytes { text in
            parsed(text.baseAddress!.assumingMemoryBound(to: CChar.self))
        }
        if !found.isEmpty { return found }
        return Self.loose(String(decoding: normalised, as: UTF8.self))
    }

    private func parsed(_ text: UnsafePointer<CChar>) -> [MailAddress] {
        guard let list = MimeObject(owning: internet_address_list_parse(MimeLibrary.options.pointer, text))
        else { return [] }
        var found: [MailAddress] = []
        collect(list.pointer, into: &found, depth: 0)
        return found
    }

    private func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>, into found: inout [MailAddress], depth: Int
    ) {
        for index in 0..<internet_address_list_length(list) {
            guard let address = internet_address_list_get_address(list, index) else { continue }
            if let members = kept_mime_members(address) {
                if depth < 4 { collect(members, into: &found, depth: depth + 1) }
                continue
            }
            guard let mailbox = kept_mime_mailbox(address) else { continue }
            var text = String(cString: mailbox)
            if text.contains("=?") { text = words.text(Array(text.utf8)[...]) }
            text = text.filter { !$0.isWhitespace }
            guard !text.isEmpty else { continue }
            var name = internet_address_get_name(address).map { String(cString: $0) } ?? ""
            // Programs encode within quotation marks, where the rules have no encoded words.
            if name.contains("=?") { name = words.text(Array(name.utf8)[...]) }
            found.append(MailAddress(name: String(name.trimmedText), address: text))
        }
    }

    /// The first words with an `@` in what no parser takes: the rest of the field is the name.
    private static func loose(_ field: String) -> [MailAddress] {
        let words = field.split { $0.isWhitespace || "<>,;()[]\"".contains($0) }
        guard let address = words.first(where: { $0.contains("@") && $0.count >= 3 }) else { return [] }
        let name = field.prefix { $0 != "<" && $0 != "@" }.filter { $0 != "\"" }
        return [
            MailAddress(
                name: name.contains(address.prefix(3)) ? "" : String(name.trimmedText), address: String(address))
        ]
    }
}
