import KeptDomain

/// A piece of a page, built only by interpolation: every `\(value)` is escaped, so text from outside can never become
/// markup.
///
///     let chip: HTML = "<a class=\"person\" href=\"\(url: path)\">\(name)</a>"
///
/// Other `HTML` goes in as it is. There is deliberately no interpolation of a `Double` (a number for people is worded
/// first) nor of any other type by its description. An attribute's value is always written in double quotes, which a
/// test looks for. Escaping and appending work on bytes, since pages of hundreds of rows are common.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// UTF-8.
    package private(set) var bytes: [UInt8]

    package init() { bytes = [] }

    /// Takes `raw` as markup. The one way around escaping: only for text that this program wrote itself.
    package init(raw: String) { bytes = Array(raw.utf8) }

    /// For literals in source; the compiler calls it. Never call it with text that was put together at run time.
    package init(stringLiteral value: String) { bytes = Array(value.utf8) }

    package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    package var isEmpty: Bool { bytes.isEmpty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package static func + (left: HTML, right: HTML) -> HTML {
        var all = left
        all.bytes += right.bytes
        return all
    }

    package static func += (left: inout HTML, right: HTML) { left.bytes += right.bytes }

    package static func joined(_ parts: some Sequence<HTML>, by separator: HTML = HTML()) -> HTML {
        var all = HTML()
        let parts = Array(parts)
        all.bytes.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count + separator.bytes.count })
        for (index, part) in parts.enumerated() {
            if index > 0 { all.bytes += separator.bytes }
            all.bytes += part.bytes
        }
        return all
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

        package mutating func appendInterpolation(_ part: HTML) { bytes += part.bytes }
        package mutating func appendInterpolation(_ part: HTML?) { if let part { bytes += part.bytes } }
        package mutating func appendInterpolation(_ text: String) { bytes.appendEscaped(text) }
        package mutating func appendInterpolation(_ text: String?) { if let text { bytes.appendEscaped(text) } }
        package mutating func appendInterpolation(_ text: Substring) { bytes.appendEscaped(String(text)) }
        /// Plain digits, for attributes; numbers for people are worded first.
        package mutating func appendInterpolation(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }
        package mutating func appendInterpolation(_ value: Int64) { bytes.append(contentsOf: String(value).utf8) }
        package mutating func appendInterpolation<T>(_ id: ID<T>) {
            bytes.append(contentsOf: String(id.rawValue).utf8)
        }

        package mutating func appendInterpolation(joined parts: [HTML]) {
            bytes.reserveCapacity(bytes.count + parts.reduce(0) { $0 + $1.bytes.count } + 256)
            for part in parts { bytes += part.bytes }
        }
        package mutating func appendInterpolation(joined parts: [HTML], by separator: HTML) {
            bytes += HTML.joined(parts, by: separator).bytes
        }
        /// `part` when `condition` holds, else nothing; `part` is built only then.
        package mutating func appendInterpolation(_ part: @autoclosure () -> HTML, if condition: Bool) {
            if condition { bytes += part().bytes }
        }

        /// An address for `href`, `src` or `action`, escaped; one that a browser could run becomes `about:blank`.
        package mutating func appendInterpolation(url address: String) {
            bytes.appendEscaped(WebAddress.isSafe(address) ? address : "about:blank")
        }

        /// A whole attribute with its space before, ` name="value"`, or nothing without a value.
        package mutating func appendInterpolation(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            appendName(name)
            bytes += [UInt8(ascii: "="), UInt8(ascii: "\"")]
            bytes.appendEscaped(value)
            bytes.append(UInt8(ascii: "\""))
        }
        /// An attribute without value, ` checked`, when it holds.
        package mutating func appendInterpolation(flag name: StaticString, _ holds: Bool) {
            if holds { appendName(name) }
        }
        /// A coordinate in a drawing, with at most two decimals.
        package mutating func appendInterpolation(at position: Double) {
            bytes.append(contentsOf: Drawing.coordinate(position).utf8)
        }

        private mutating func appendName(_ name: StaticString) {
            bytes.append(UInt8(ascii: " "))
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }
}

/// Which addresses a page may link to.
package enum WebAddress {
    /// Whether `address` stays on this site or names http, https, mailto or tel.
    ///
    /// Browsers drop tabs and line ends inside addresses and read `/\` as `//`, so those are refused too.
    package static func isSafe(_ address: String) -> Bool {
        var address = address
        return address.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 || byte == 0x7F { return false }
            switch bytes.first {
            case nil, UInt8(ascii: "#"), UInt8(ascii: "?"): return true
            case UInt8(ascii: "/"):
                return bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\"))
            default:
                guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
                let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
                return ["http", "https", "mailto", "tel"].contains(scheme)
            }
        }
    }
}

extension [UInt8] {
    /// Appends `text` with the five characters replaced that could end a text or an attribute value.
    fileprivate mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { source in
            var taken = 0
            for place in 0..<source.count {
                let entity: StaticString
                switch source[place] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                append(contentsOf: UnsafeBufferPointer(rebasing: source[taken..<place]))
                entity.withUTF8Buffer { append(contentsOf: $0) }
                taken = place + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: source[taken...]))
        }
    }
}
