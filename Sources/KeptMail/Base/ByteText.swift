// Questions about bytes that are mostly ASCII, asked without making strings.

extension UInt8 {
    var isLetter: Bool { (65...90).contains(self & 0xDF) }
    var isDigit: Bool { (48...57).contains(self) }
    /// Space or tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    /// Space, tab or an end of line.
    var isSpace: Bool { isBlank || (0x0A...0x0D).contains(self) }
    var lowercased: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}

extension Collection<UInt8> {
    /// Whether the bytes begin with `text`, which is ASCII in lower case, letters of either case being equal.
    func startsFolded(with text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        var at = startIndex
        for offset in 0..<text.utf8CodeUnitCount {
            guard self[at].lowercased == text.utf8Start[offset] else { return false }
            formIndex(after: &at)
        }
        return true
    }
}

extension BidirectionalCollection<UInt8> {
    /// Without blanks and ends of line at both ends.
    var trimmed: SubSequence {
        var rest = self[...]
        while let first = rest.first, first.isSpace { rest.removeFirst() }
        while let last = rest.last, last.isSpace { rest.removeLast() }
        return rest
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmedText: SubSequence {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }

    var isBlank: Bool { utf8.allSatisfy(\.isSpace) || allSatisfy(\.isWhitespace) }
}
