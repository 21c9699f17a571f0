/// Says of each line of a text what it is.
struct QuoteFinder {
    private let lines: [Substring]

    init(_ lines: [Substring]) { self.lines = lines }

    func kinds() -> [FoldedText.Piece.Kind] {
        var kinds = Array(repeating: FoldedText.Piece.Kind.own, count: lines.count)
        var at = 0
        var hasOwn = false
        while at < lines.count {
            let line = lines[at]
            if line.isBlank {
                at += 1
            } else if QuoteMarks.isForward(line) {
                break
            } else if QuoteMarks.isQuoted(line) {
                kinds[at] = .quoted
                at += 1
            } else if QuoteMarks.isOriginalMark(line) || hasOwn && isHeaders(at) {
                for rest in at..<lines.count { kinds[rest] = .quoted }
                break
            } else if let end = introductionEnd(at) {
                let quoted = nextText(end)
                for line in at..<end { kinds[line] = .quoted }
                // Where the earlier message follows unmarked, nothing tells where it ends.
                let isUnmarked =
                    quoted < lines.count && !QuoteMarks.isQuoted(lines[quoted]) && !hasMarkedQuote(from: end)
                if isUnmarked, !QuoteMarks.isOfProgram(lines[at..<end].joined(separator: " ")) {
                    for line in at..<end { kinds[line] = .own }
                    hasOwn = true
                } else if isUnmarked {
                    for rest in end..<lines.count { kinds[rest] = .quoted }
                    break
                }
                at = end
            } else {
                hasOwn = true
                at += 1
            }
        }
        fillBlanks(&kinds)
        markSignature(&kinds)
        return kinds
    }

    /// The next line from `start` on that is not blank; the count of lines where there is none.
    private func nextText(_ start: Int) -> Int {
        var at = start
        while at < lines.count, lines[at].isBlank { at += 1 }
        return at
    }

    private func hasMarkedQuote(from start: Int) -> Bool {
        lines[start...].prefix(20).contains { QuoteMarks.isQuoted($0) }
    }

    /// The line after an introduction that begins at `start` (`On … wrote:`, over up to four lines): `nil` if none does.
    private func introductionEnd(_ start: Int) -> Int? {
        guard QuoteMarks.mayBeginIntroduction(lines[start]) else {
            // Any line with an address or a date that ends in a colon right above quoted lines.
            let next = nextText(start + 1)
            let isAbove = next < lines.count && next <= start + 2 && QuoteMarks.isQuoted(lines[next])
            return isAbove && QuoteMarks.isLooseIntroduction(lines[start]) ? start + 1 : nil
        }
        var joined = ""
        for at in start..<min(start + 4, lines.count) {
            if lines[at].isBlank || at > start && QuoteMarks.isQuoted(lines[at]) { return nil }
            joined += (joined.isEmpty ? "" : " ") + lines[at].trimmedText
            if joined.utf8.count > 600 { return nil }
            if QuoteMarks.isIntroduction(joined) { return at + 1 }
        }
        return nil
    }

    /// Whether the fields of an earlier message begin here, as Outlook writes them above it: a sender, and two more.
    private func isHeaders(_ start: Int) -> Bool {
        var at = start
        if QuoteMarks.isRule(lines[at]) { at = nextText(at + 1) }
        guard at < lines.count, QuoteMarks.label(lines[at]) == .sender else { return false }
        var found: Set<QuoteMarks.Label> = [.sender]
        for line in lines[(at + 1)...].prefix(8) {
            if let label = QuoteMarks.label(line) { found.insert(label) }
            if found.count >= 3 { return true }
        }
        return false
    }

    /// Blank lines between two quoted ones belong to the quote.
    private func fillBlanks(_ kinds: inout [FoldedText.Piece.Kind]) {
        var at = 0
        while at < lines.count {
            guard lines[at].isBlank, kinds[at] == .own else {
                at += 1
                continue
            }
            let next = nextText(at)
            if at > 0, kinds[at - 1] == .quoted, next == lines.count || kinds[next] == .quoted {
                for blank in at..<next { kinds[blank] = .quoted }
            }
            at = next
        }
    }

    /// What follows `-- ` up to a quote or the end, where that is no more than 24 lines, and lines by which telephones sign.
    private func markSignature(_ kinds: inout [FoldedText.Piece.Kind]) {
        for (at, line) in lines.enumerated() where kinds[at] == .own && QuoteMarks.isTelephoneSignature(line) {
            kinds[at] = .signature
        }
        let isDelimiter: (Int) -> Bool = { kinds[$0] == .own && QuoteMarks.isSignatureDelimiter(lines[$0]) }
        guard let start = lines.indices.last(where: isDelimiter) else { return }
        let end = lines[start...].indices.first { kinds[$0] == .quoted } ?? lines.count
        guard end - start <= 25 else { return }
        for line in start..<end { kinds[line] = .signature }
    }
}
