import KeptDomain
import KeptStore

/// What the page of a talk shows, already decided.
package struct TalkView: Sendable {
    package struct File: Sendable {
        package let id: ID<Attachment>
        package let name: String
        package let byteCount: Int

        package init(id: ID<Attachment>, name: String, byteCount: Int) {
            self.id = id
            self.name = name
            self.byteCount = byteCount
        }
    }

    package struct Piece: Sendable {
        package let id: ID<Message>
        package let isOurs: Bool
        /// The colleague who wrote it; `nil` for the customer's own and for what a machine wrote.
        package let by: String?
        package let isAutomatic: Bool
        package let body: String
        /// BCP 47; `nil` where nobody said.
        package let language: String?
        package let at: Instant
        package let files: [File]

        package init(
            id: ID<Message>, isOurs: Bool, by: String?, isAutomatic: Bool = false, body: String, language: String?,
            at: Instant, files: [File] = []
        ) {
            self.id = id
            self.isOurs = isOurs
            self.by = by
            self.isAutomatic = isAutomatic
            self.body = body
            self.language = language
            self.at = at
            self.files = files
        }
    }

    /// What is true of our answer now.
    package enum State: Sendable {
        /// The word that we gave, in its language.
        case promised(said: String, language: String)
        case late(due: Instant, owner: String)
        case answered(by: String, at: Instant)
        case waitsForCustomer
        case unknown
        case closed
    }

    /// The secret part of the address.
    package let key: String
    package let slug: String
    package let number: Int
    package let state: State
    package let pieces: [Piece]
    package let contact: String?
    package let isMailed: Bool
    package let phone: String?
    package let email: String?
    package let sending: String
    package var isPanel: Bool
    package let isChat: Bool
    /// What they said of how it was; `nil` where they are not asked yet.
    package var ratings: [Rating.Question: Rating]?

    package init(
        key: String, slug: String, number: Int, state: State, pieces: [Piece], contact: String?, isMailed: Bool,
        phone: String?, email: String?, sending: String, isPanel: Bool = false, isChat: Bool = false
    ) {
        self.key = key
        self.slug = slug
        self.number = number
        self.state = state
        self.pieces = pieces
        self.contact = contact
        self.isMailed = isMailed
        self.phone = phone
        self.email = email
        self.sending = sending
        self.isPanel = isPanel
        self.isChat = isChat
    }
}

extension TalkView {
    init(_ page: TalkPage, key: String, sending: String, isPanel: Bool) {
        let pieces = page.thread.map { piece -> Piece in
            let message = piece.message.message
            return Piece(
                id: message.id, isOurs: message.direction == .outgoing, by: page.writers[message.id],
                isAutomatic: message.isAutomatic, body: message.body,
                language: message.language == "und" ? nil : message.language, at: message.writtenAt,
                files: piece.files.map { File(id: $0.id, name: $0.name, byteCount: $0.byteCount) })
        }
        self.init(
            key: key, slug: page.form.slug, number: page.number, state: Self.state(of: page, pieces), pieces: pieces,
            contact: page.talk.contact, isMailed: page.talk.email != nil, phone: page.place.phone,
            email: page.place.email, sending: sending, isPanel: isPanel, isChat: page.talk.channel == .chat)
        ratings = page.ratings
    }

    private static func state(of page: TalkPage, _ pieces: [Piece]) -> State {
        if page.isClosed { return .closed }
        let last = pieces.last { !$0.isAutomatic }
        if let last, last.isOurs { return .answered(by: last.by ?? page.owner, at: last.at) }
        guard let promise = page.promise else { return .unknown }
        switch promise.state {
        case .open:
            return promise.isPaused ? .waitsForCustomer : .promised(said: promise.said, language: promise.language)
        case .broken: return .late(due: promise.due, owner: page.owner)
        default: return .unknown
        }
    }
}
