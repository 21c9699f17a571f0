/// A form by which customers reach us, at an address of its own; a chat on other sites asks the same of them.
package struct ContactForm: Sendable, Hashable {
    package let id: ID<ContactForm>
    /// The last part of its address.
    package let slug: String
    /// As customers read it.
    package let name: String
    package let place: ID<Place>
    /// Whose work it becomes; `nil` for the line that takes what customers write at the place.
    package let line: ID<Line>?
    /// What may be asked, in the order of the choices; never empty.
    package let kinds: [Case.Kind]
    /// BCP 47, the usual one first; never empty.
    package let languages: [String]
    package let hasChat: Bool
    /// Sites that may show its chat, `https://shop.example`.
    package let origins: [String]
    /// An answer that stood on the page unread for so long goes out by e-mail, 30 seconds to a day.
    package let mailAfter: Span
    package let closedAt: Instant?
    package let revision: Int

    package init(
        id: ID<ContactForm>, slug: String, name: String, place: ID<Place>, line: ID<Line>?, kinds: [Case.Kind],
        languages: [String], hasChat: Bool, origins: [String], mailAfter: Span, closedAt: Instant? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.place = place
        self.line = line
        self.kinds = kinds
        self.languages = languages
        self.hasChat = hasChat
        self.origins = origins
        self.mailAfter = mailAfter
        self.closedAt = closedAt
        self.revision = revision
    }

    /// What customers may ask, in the order in which it is offered; a failure is found by Kept itself.
    package static let askable: [Case.Kind] = [.question, .complaint, .request, .praise, .suggestion]

    /// The value of `frame-ancestors`: who may show the chat in a frame.
    package var frameAncestors: String { (["'self'"] + origins).joined(separator: " ") }
}

/// A form as somebody wants it to be.
package struct ContactFormDraft: Sendable, Hashable {
    package var slug: String
    package var name: String
    package var place: ID<Place>
    package var line: ID<Line>?
    package var kinds: [Case.Kind] = ContactForm.askable
    package var languages: [String]
    package var hasChat = false
    package var origins: [String] = []
    package var mailAfter = Span.minutes(5)

    package init(slug: String, name: String, place: ID<Place>, languages: [String]) {
        self.slug = slug
        self.name = name
        self.place = place
        self.languages = languages
    }

    package static let mailAfterSeconds = 30...86_400
    private static let mostOrigins = 20

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.required(slug, "slug", limit: 60))
        if !slug.isEmpty, !Self.isSlug(slug) { problems.append(FieldProblem("slug", "problems.no-such-slug")) }
        if kinds.isEmpty { problems.append(FieldProblem("kinds", "problems.required")) }
        if languages.isEmpty { problems.append(FieldProblem("languages", "problems.required")) }
        if !languages.allSatisfy({ CustomerDraft.isLanguageTag($0) }) {
            problems.append(FieldProblem("languages", "problems.no-such-language"))
        }
        if origins.count > Self.mostOrigins {
            problems.append(FieldProblem("origins", "problems.too-many", [Fact("limit", Self.mostOrigins)]))
        }
        for origin in origins where !Self.isOrigin(origin) {
            problems.append(FieldProblem("origins", "problems.no-such-origin", [Fact("origin", origin)]))
        }
        if !Self.mailAfterSeconds.contains(Int(mailAfter.seconds)) {
            problems.append(
                FieldProblem(
                    "mail_after_seconds", "problems.out-of-range",
                    [Fact("from", Self.mailAfterSeconds.lowerBound), Fact("to", Self.mailAfterSeconds.upperBound)]))
        }
        return problems
    }

    /// Small letters, digits and hyphens between them.
    package static func isSlug(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        return isPlain && !text.isEmpty && !text.hasPrefix("-") && !text.hasSuffix("-")
    }

    /// `https://` or `http://` with a host and perhaps a port, as browsers name a site; nothing that a header could be
    /// broken with.
    package static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }), text.utf8.count <= 200 else {
            return false
        }
        let parts = text.dropFirst(scheme.count).split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return false }
        let isHost = host.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
        return isHost && (parts.count == 1 || Int(parts[1]).map { (1...65_535).contains($0) } ?? false)
    }
}
