/// One sentence cut into text and slots: `Due {due}` is `[.text("Due "), .slot("due")]`.
package struct Template: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case text(String)
        case slot(String)
    }

    package let pieces: [Piece]

    /// `nil` when a brace has no partner or a slot is not `[a-z0-9-]+`.
    package init?(_ text: String) {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else { return nil }
            let slot = rest[rest.index(after: brace)..<end]
            guard !slot.isEmpty, slot.utf8.allSatisfy(Self.isSlotCharacter) else { return nil }
            if brace > rest.startIndex { pieces.append(.text(String(rest[..<brace]))) }
            pieces.append(.slot(String(slot)))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    package var slots: Set<String> {
        Set(pieces.compactMap { if case .slot(let name) = $0 { name } else { nil } })
    }

    /// The sentence with every slot filled by `value`.
    package func filled(_ value: (String) -> String) -> String {
        if pieces.count == 1, case .text(let text) = pieces[0] { return text }
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .slot(let name): result += value(name)
            }
        }
        return result
    }

    private static func isSlotCharacter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
}

/// The forms in which one sentence stands, by number.
package enum Entry: Hashable, Sendable {
    case plain(Template)
    case plural(one: Template?, other: Template)

    package func template(for count: Int?) -> Template {
        switch self {
        case .plain(let template): template
        case .plural(let one, let other): count == 1 ? one ?? other : other
        }
    }
}
