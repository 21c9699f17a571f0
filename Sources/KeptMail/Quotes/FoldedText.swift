/// The text of a message with what was said before folded apart: quotes, the lines that introduce them, signatures.
///
/// The pieces together are the whole text; nothing is left out.
package struct FoldedText: Hashable, Sendable {
    package struct Piece: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            /// What the writer says.
            case own
            /// What is repeated of earlier messages, with the line that introduces it.
            case quoted
            case signature
        }
        package let kind: Kind
        /// Whole lines, without the last end of line.
        package let text: String
    }

    /// In the order of the message.
    package let pieces: [Piece]

    package init(pieces: [Piece]) { self.pieces = pieces }

    /// All of it is the writer's own.
    package init(whole text: String) { pieces = text.isEmpty ? [] : [Piece(kind: .own, text: text)] }

    /// What the writer says; for a reply between quotes, the answers one after another.
    package var own: String { joined { $0 == .own } }
    /// What is folded: quotes and signature in the order of the message.
    package var folded: String { joined { $0 != .own } }
    package var whole: String { pieces.map(\.text).joined(separator: "\n") }

    private func joined(_ isWanted: (Piece.Kind) -> Bool) -> String {
        let texts = pieces.filter { isWanted($0.kind) }.map { String($0.text.withoutBlankEdges) }
        return texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension FoldedText {
    /// Finds quotes and signature in a text as mail programs of the common languages write them.
    ///
    /// A message that consists of nothing but quotes, or that passes another on, is the writer's own as a whole.
    package init(folding text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var kinds = QuoteFinder(lines).kinds()
        if !zip(lines, kinds).contains(where: { $1 == .own && !$0.isBlank }) {
            kinds = Array(repeating: .own, count: lines.count)
        }
        var pieces: [Piece] = []
        var start = 0
        for end in 1...max(1, lines.count) where end == lines.count || kinds[end] != kinds[start] {
            pieces.append(Piece(kind: kinds[start], text: lines[start..<end].joined(separator: "\n")))
            start = end
        }
        self.pieces = text.isEmpty ? [] : pieces
    }
}

extension StringProtocol {
    /// Without blank lines at its start and white space at its end.
    var withoutBlankEdges: SubSequence {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        while let end = rest.firstIndex(where: \.isNewline), rest[..<end].isBlank {
            rest = rest[rest.index(after: end)...]
        }
        return rest
    }
}
