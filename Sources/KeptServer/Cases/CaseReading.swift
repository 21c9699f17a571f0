import KeptDomain
import KeptStore
import KeptWords

extension CaseRow {
    init(_ listing: CaseListing, tags: [String] = []) {
        let found = listing.found
        self.init(
            id: found.id, number: found.number, kind: found.kind, subject: found.subject, customer: listing.customer,
            owner: listing.owner, whoseMove: found.whoseMove, openedAt: found.openedAt,
            isEscalated: found.escalatedAt != nil, closedAt: found.closedAt, cause: found.cause)
        self.tags = tags
        isWaiting = found.waitingSince != nil
    }
}

extension CaseView {
    /// - Parameter pictured: the message whose pictures of other machines are loaded.
    init(_ page: CasePage, _ known: KnownWords, showingPicturesOf pictured: ID<Message>? = nil) {
        let found = page.listing.found
        let order = found.order.flatMap { id in page.orderNumber.map { (id: id, number: $0) } }
        self.init(
            row: CaseRow(page.listing), order: order, lead: page.listing.lead, chain: known.line,
            messages: page.thread.map { written in
                var view = MessageView(written)
                let piece = written.piece
                if piece.message.channel == .email {
                    view.mail = MailView(
                        piece.message, piece.send, page.mailNotes[piece.message.id],
                        showsPictures: pictured == piece.message.id)
                }
                return view
            },
            people: page.colleagues.filter { $0.id != found.owner }.map { Field.Choice("\($0.id)", $0.name) },
            causes: page.causes, revision: found.revision)
        customer = found.customer
        contacts = page.contacts.map(\.value)
        failing = page.failing
        let asked = page.thread.last { $0.piece.message.direction == .incoming && $0.piece.message.channel != nil }
        address = page.reach.likelyAddress
        var likely = asked?.piece.message.channel ?? (address == nil ? .phone : .email)
        // A form is answered where its writer is reached, by mail or on the phone; who left nothing reads it on their page.
        if likely == .form || !page.reach.takes(likely) {
            let isCalled = asked?.piece.message.contact != nil || !page.reach.takes(likely)
            likely = address != nil ? .email : isCalled ? .phone : likely
        }
        replyChannels = [likely] + Message.Channel.allCases.filter { $0 != likely && page.reach.takes($0) }
        others = page.others.map { Other(id: $0.id, number: $0.number, subject: $0.subject, closedAt: $0.closedAt) }
        owesReply = page.owesReply
    }
}

extension MessageView {
    init(_ written: CasePage.Written) {
        let message = written.piece.message
        // A customer without a name is still no machine.
        let isNameless = written.author == nil && message.author.hasPrefix("customer")
        self.init(
            message.direction, message.channel, at: message.writtenAt,
            by: written.author ?? (isNameless ? "" : "Kept"), body: message.body,
            isAutomatic: message.isAutomatic || (written.author == nil && !isNameless))
        contact = message.direction == .internal ? nil : message.contact
        subject = message.subject
        quoted = message.quoted
        language = message.language == "und" ? nil : message.language
        id = message.id
        fate = written.piece.send.flatMap { Fate(rawValue: $0.state.rawValue) }
        files = written.piece.attachments.map { File(id: $0.id, name: $0.name, byteCount: $0.byteCount) }
    }
}
