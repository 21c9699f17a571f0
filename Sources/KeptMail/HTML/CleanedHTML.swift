/// The HTML part of a message, written anew from a small set of elements and attributes that cannot do harm.
///
/// No script, style, form, frame or event; links lead to web pages, mail addresses and telephones only; pictures are
/// pieces of their own, so that whoever shows the message decides about each. The elements are balanced and stand only
/// where a browser leaves them: nothing in them can end an element of the page around.
package struct CleanedHTML: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        /// Markup that may be put into a page as it is.
        case markup(String)
        /// A picture on another machine, whose loading tells the sender that the message was read.
        case remotePicture(address: String, alternative: String)
        /// A picture that came with the message, by its content id.
        case inlinePicture(contentID: String, alternative: String)
        /// A small picture within the text, as a `data:` address of a known type.
        case dataPicture(address: String, alternative: String)
    }

    /// In order; pictures stand between pieces of markup.
    package let pieces: [Piece]

    package var remotePictures: Int {
        pieces.count { if case .remotePicture = $0 { true } else { false } }
    }

    /// The content ids that pictures name.
    package var inlinePictures: Set<String> {
        Set(pieces.compactMap { if case .inlinePicture(let id, _) = $0 { id } else { nil } })
    }

    /// The whole as markup.
    ///
    /// - Parameter showingRemote: whether pictures of other machines are loaded; otherwise each is a `span` of class
    ///   `remote-picture` with its alternative text.
    /// - Parameter inlineAddress: where the page has the picture of a content id; `nil` where there is none.
    package func markup(showingRemote: Bool = false, inlineAddress: (String) -> String? = { _ in nil }) -> String {
        pieces.map { piece in
            switch piece {
            case .markup(let text): text
            case .remotePicture(let address, let alternative):
                showingRemote
                    ? Self.picture(address, alternative, " referrerpolicy=\"no-referrer\" loading=\"lazy\"")
                    : Self.placeholder("remote-picture", alternative)
            case .inlinePicture(let id, let alternative):
                inlineAddress(id).map { Self.picture($0, alternative) }
                    ?? Self.placeholder("missing-picture", alternative)
            case .dataPicture(let address, let alternative): Self.picture(address, alternative)
            }
        }.joined()
    }

    private static func picture(_ address: String, _ alternative: String, _ more: String = "") -> String {
        "<img src=\"\(escaped(address))\" alt=\"\(escaped(alternative))\"\(more)>"
    }

    private static func placeholder(_ name: String, _ alternative: String) -> String {
        "<span class=\"\(name)\">\(escaped(alternative))</span>"
    }

    static func escaped(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\""): result += Array("&quot;".utf8)
            case UInt8(ascii: "'"): result += Array("&#39;".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
