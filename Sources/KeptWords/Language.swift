/// A language that screens and messages exist in, by its BCP 47 tag: `en`, `zh-Hans`.
///
/// Which languages there are is decided by the folders of `Strings`, so a further one needs no change here.
package struct Language: Hashable, Sendable, Codable, CustomStringConvertible {
    package let tag: String

    package init(_ tag: String) { self.tag = tag }

    package static let english = Language("en")
    package static let simplifiedChinese = Language("zh-Hans")

    package var description: String { tag }

    package init(from decoder: any Decoder) throws { tag = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(tag)
    }
}

extension Language {
    /// The language of `available` that serves a reader of `tag` best, `nil` when none has the same primary language.
    ///
    /// Lookup of RFC 4647 (section 3.4): `en-GB` falls back to `en`. Where only the primary language agrees the first
    /// such language serves, so `zh`, `zh-CN` and `zh-TW` all read `zh-Hans`. Case is ignored.
    package static func matching(_ tag: some StringProtocol, among available: [Language]) -> Language? {
        var subtags = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard let primary = subtags.first else { return nil }
        while !subtags.isEmpty {
            let candidate = subtags.joined(separator: "-")
            if let exact = available.first(where: { $0.tag.lowercased() == candidate }) { return exact }
            subtags.removeLast()
        }
        return available.first { $0.tag.lowercased().split(separator: "-").first == primary }
    }

    /// The best of `available` for an `Accept-Language` header, `nil` when it names none of them.
    ///
    /// Ranges are taken by falling quality (RFC 9110, section 12.5.4), equal ones in the order written; `q=0` refuses.
    package static func accepted(by header: String, among available: [Language]) -> Language? {
        var ranges: [(tag: Substring, quality: Double)] = []
        for range in header.split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";")
            guard let tag = parts.first?.trimmed, !tag.isEmpty else { continue }
            var quality = 1.0
            for parameter in parts.dropFirst() where parameter.trimmed.hasPrefix("q=") {
                quality = Double(parameter.trimmed.dropFirst(2)) ?? 0
            }
            if quality > 0 { ranges.append((tag, quality)) }
        }
        let ordered = ranges.enumerated().sorted {
            ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
        }
        for (_, range) in ordered {
            if range.tag == "*" { return available.first }
            if let found = matching(range.tag, among: available) { return found }
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
