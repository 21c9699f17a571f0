import KeptDomain
import KeptWords

/// What came of a message that was told to us or given by us.
package struct MessageFiled: Sendable {
    /// As it stands afterwards.
    package let `case`: Case
    package let message: Message
    /// `false` where this pair of source and external id had made it before.
    package let isNew: Bool
    /// Whether it opened the case.
    package var opened = false
    /// The reply promise that it opened.
    package var promise: Promise?
}

extension Transaction {
    /// Takes what somebody wants of us: opens a case on its matter, or joins the one that stands open there.
    ///
    /// The same pair of source and external id answers with what it made before, untouched.
    /// - Parameter words: for the sentence by which the customer is told when we answer.
    package func takeInquiry(_ draft: InquiryDraft, words: Vocabulary) throws -> MessageFiled {
        if let known = try filedBefore(draft.message) { return known }
        let place = try draft.order.flatMap { try order($0)?.place } ?? draft.place ?? defaultPlace()
        try permit(.writeToUs, at: place)
        try (problems(of: draft.caseDraft) + draft.message.problems("message.")).check()
        let asked = draft.caseDraft
        let matter = try matter(of: asked)
        let opened = try openCase(on: matter) == nil
        let found = try openOrJoinCase(
            on: matter, kind: asked.kind, subject: asked.subject, place: place, channel: draft.message.channel,
            isHistory: draft.message.isHistory, line: draft.line, language: draft.message.language)
        var filed = try file(draft.message, on: found, words: draft.isAcknowledged && opened ? words : nil)
        filed.opened = opened
        return filed
    }

    /// Takes a message of the customer on a case that we know.
    ///
    /// What a machine wrote is filed and changes nothing else; anything else makes the next move ours.
    package func takeMessage(_ draft: MessageDraft, on id: ID<Case>, words: Vocabulary?) throws -> MessageFiled {
        if let known = try filedBefore(draft) { return known }
        let found = try knownCase(id)
        try permit(.writeToUs, at: found.place, owner: found.owner)
        try draft.problems().check()
        // What a machine wrote, or what is told of the past, opens nothing again.
        guard !draft.isAutomatic, !draft.isHistory else {
            return try file(draft, on: standingCase(found.id), words: nil)
        }
        let answering = try caseAnswering(found, channel: draft.channel)
        var filed = try file(draft, on: answering.case, words: words)
        filed.opened = answering.isNew
        return filed
    }

    /// - Parameters:
    ///   - words: where the customer is told that it came in.
    ///   - page: where they read the conversation, if they have such a page.
    func file(_ draft: MessageDraft, on found: Case, words: Vocabulary?, page: String? = nil) throws -> MessageFiled {
        let message = try add(draft, .incoming, to: found, leftAt: nil)
        journal(
            JournalEntry(
                "case.message-received", of: .case(found.id), customer: found.customer,
                facts: [Fact("channel", draft.channel.rawValue)]))
        guard !draft.isAutomatic, !draft.isHistory else {
            return MessageFiled(case: found, message: message, isNew: true)
        }
        var standing = found
        if found.whoseMove != .us {
            _ = try bring(found, to: .us, why: nil)
            standing = try knownCase(found.id)
        }
        standing = try wake(standing)
        // What is said is heard and answered in one.
        if draft.channel.isSpoken { try keepReplies(on: standing, by: message, at: message.writtenAt) }
        var filed = MessageFiled(case: standing, message: message, isNew: true)
        if draft.awaitsAnswer ?? !draft.channel.isSpoken {
            filed.promise = try promiseReply(to: message, on: standing, acknowledgedIn: words, page: page)
        }
        return filed
    }

    /// Writes a message of either direction with its files; an internal note has its own way in (`addNote`).
    func add(
        _ draft: MessageDraft, _ direction: Message.Direction, to found: Case, leftAt: Instant?,
        author: String? = nil
    ) throws -> Message {
        let reader = try reader(of: .case(found.id))
        let customers = direction == .incoming && !draft.channel.isSpoken
        let written = draft.writtenAt ?? now
        guard written <= now else { throw InvalidInput("written_at", "problems.in-the-future") }
        if let zone = draft.zone { try [zoneProblem(zone, "zone")].compactMap { $0 }.check() }
        let known = direction == .incoming ? try found.customer.flatMap { try customer($0) }?.language ?? "und" : nil
        let message = Message(
            id: newID(), case: found.id, direction: direction, channel: draft.channel,
            author: author ?? (customers ? Actor.customer(found.customer).description : actor.description),
            customer: found.customer, contact: draft.contact?.trimmedOrNil, subject: draft.subject?.trimmedOrNil,
            body: draft.body, quoted: draft.quoted?.trimmedOrNil, html: draft.html,
            language: draft.language ?? known ?? reader.language, zone: draft.zone ?? reader.zone, writtenAt: written,
            learnedAt: now, isAutomatic: draft.isAutomatic, identifier: draft.identifier?.trimmedOrNil,
            inReplyTo: draft.inReplyTo?.trimmedOrNil, raw: draft.raw.map { putBlob($0).sha256 }, source: draft.source,
            externalID: draft.externalID, leftAt: leftAt)
        if message.source == nil {
            put(message.insertion)
        } else if try run("\(message.insertion) ON CONFLICT (source, external_id) DO NOTHING") == 0 {
            // Somebody filed it at the same moment: the body runs again and finds it.
            throw StoreError.serialization
        }
        attach(draft.attachments, to: message.id)
        return message
    }

    func filedBefore(_ draft: MessageDraft) throws -> MessageFiled? {
        guard let source = draft.source, let externalID = draft.externalID,
            let known = try message(source: source, externalID: externalID)
        else { return nil }
        let found = try knownCase(known.case)
        try permit(.writeToUs, at: found.place, owner: found.owner)
        return MessageFiled(case: found, message: known, isNew: false)
    }

    func matter(of draft: CaseDraft) throws -> Matter {
        guard let id = draft.order else { return try matter(ofCustomer: draft.customer, subject: draft.subject) }
        let order = try knownOrder(id)
        return try matter(ofOrder: id, customer: order.customer, subject: "order \(order.number)")
    }
}
