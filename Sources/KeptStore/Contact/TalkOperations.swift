import KeptDomain
import KeptWords

/// A talk that was begun, or that the same sending had begun before.
package struct TalkBegun: Sendable {
    package let talk: Talk
    package let key: TrackingKey
    package let `case`: Case
    /// What the customer was told of when we answer; `nil` where no standard says so.
    package let promise: Promise?
    package let isNew: Bool
}

extension Transaction {
    /// Takes what somebody sent by a form or said first in a chat: opens a case of its own with a page for whoever holds its
    /// link.
    ///
    /// Never joins a case that stands open, since nobody has checked who writes: what was said there would show on the
    /// new page. A case on the same order is linked instead.
    /// - Parameters:
    ///   - fresh: the key of the page, made outside since this may run again.
    ///   - link: the page's address, told with the acknowledgement.
    package func beginTalk(
        _ draft: ContactDraft, by id: ID<ContactForm>, key fresh: TrackingKey, link: String, words: Vocabulary
    ) throws -> TalkBegun {
        let form = try knownContactForm(id)
        if let known = try talkBegun(by: draft.sending, at: form) { return known }
        guard form.closedAt == nil else { throw ContactRefusal.formClosed }
        if draft.channel == .chat, !form.hasChat { throw ContactRefusal.hasNoChat }
        try permit(.writeToUs, at: form.place)
        var problems = draft.problems()
        if !form.kinds.contains(draft.kind) { problems.append(FieldProblem("kind", "problems.required")) }
        try problems.check()
        // A browser may know a zone by a name that we do not have; nobody typed it, so nobody could mend it.
        var draft = draft
        if let zone = draft.zone, try zoneProblem(zone, "zone") != nil { draft.zone = nil }
        let customer = try customer(writing: draft)
        let order = try order(meantBy: draft, of: customer)
        let talk = newID(Talk.self)
        let found = try openCase(of: draft, talk, by: form, customer: customer, order: order)
        var message = MessageDraft(draft.channel, draft.body)
        message.contact = draft.contact?.trimmedOrNil
        message.attachments = draft.files
        message.language = draft.language
        message.zone = try draft.zone ?? customer.flatMap { try self.customer($0)?.zone }
        (message.source, message.externalID) = (Talk.source(of: talk), draft.sending)
        let filed = try file(message, on: found, words: words, page: link)
        put(
            """
            INSERT INTO talks (id, talk_key, form_id, case_id, channel, sending, name, contact, order_typed, language, zone,
              started_at) VALUES (\(talk), \(fresh.bytes), \(id), \(found.id), \(draft.channel), \(draft.sending),
              \(draft.name?.trimmedOrNil), \(draft.contact?.trimmedOrNil),
              \(order == nil ? draft.order?.trimmedOrNil : nil), \(draft.language), \(filed.message.zone), \(now))
            """)
        guard let made = try self.talk(fresh) else { throw StoreError.serialization }
        return TalkBegun(talk: made, key: fresh, case: filed.case, promise: filed.promise, isNew: true)
    }

    private func talkBegun(by sending: String, at form: ContactForm) throws -> TalkBegun? {
        let known = try row(
            "SELECT id FROM talks WHERE form_id = \(form.id) AND sending = \(sending)"
        ) { $0.id(Talk.self) }
        guard let known else { return nil }
        let key = try talkKey(known)
        let talk = try knownTalk(key)
        let found = try standingCase(of: talk)
        let promise = try openPromises(of: found.id, for: Standard.Metric.replies).first { $0.isTold }
        return TalkBegun(talk: talk, key: key, case: found, promise: promise, isNew: false)
    }

    /// Whoever is reached by the contact; else somebody new, where a contact was told. What we know of somebody is not added
    /// to: nobody has checked who writes.
    private func customer(writing draft: ContactDraft) throws -> ID<Customer>? {
        guard let contact = draft.contact?.trimmedOrNil else { return nil }
        let email = CustomerDraft.normalizedEmail(contact)
        let known = try row(
            """
            SELECT customer_id FROM contact_points WHERE kind IN ('email', 'phone') AND value = \(email ?? contact)
            ORDER BY id LIMIT 1
            """
        ) { $0.id(Customer.self) }
        if let known { return known }
        return try findOrMakeCustomer(
            CustomerDraft(
                name: draft.name?.trimmedOrNil ?? contact, email: email, phone: email == nil ? contact : nil,
                language: draft.language, zone: draft.zone)
        ).id
    }

    /// The order that was named, where it is one of the customer's who is reached by the contact. Whether there is such an
    /// order of somebody else shows nowhere.
    private func order(meantBy draft: ContactDraft, of customer: ID<Customer>?) throws -> Order? {
        guard let number = draft.orderNumber, let customer, let order = try order(numbered: number),
            order.customer == customer
        else { return nil }
        return order
    }

    private func openCase(
        of draft: ContactDraft, _ talk: ID<Talk>, by form: ContactForm, customer: ID<Customer>?, order: Order?
    ) throws -> Case {
        let subject = draft.body.firstLine.trimmedOrNil ?? form.name
        let known = try order.map {
            try self.matter(ofOrder: $0.id, customer: $0.customer, subject: "order \($0.number)")
        }
        let standing = try known.flatMap { try self.openCase(on: $0)?.id }
        let matter: Matter =
            if let known, standing == nil {
                known
            } else {
                addMatter(customer: customer, order: nil, subject: "talk \(talk)")
            }
        let found = try openOrJoinCase(
            on: matter, kind: draft.kind, subject: subject, place: order?.place ?? form.place, channel: draft.channel,
            line: form.line, form: form.id, language: draft.language)
        if let standing { link(standing, found.id) }
        return found
    }

    /// Takes a further word of whoever holds the link. On a case that was closed it follows the rule of its kind: the case
    /// opens again, or a new one opens and is linked.
    ///
    /// - Returns: with the talk as it stands afterwards. The same sending is filed once.
    package func continueTalk(
        _ key: TrackingKey, with draft: TalkMessageDraft, words: Vocabulary
    ) throws -> (talk: Talk, filed: MessageFiled) {
        let talk = try knownTalk(key)
        try draft.problems().check()
        try checkFiles(draft.files, on: talk)
        var message = MessageDraft(talk.channel, draft.body)
        message.contact = talk.contact
        message.attachments = draft.files
        (message.language, message.zone) = (talk.language, talk.zone)
        (message.source, message.externalID) = (talk.source, draft.sending)
        let filed = try takeMessage(message, on: talk.case, words: words)
        if filed.isNew, filed.case.id != (try standingCase(of: talk)).id {
            put("UPDATE talks SET case_id = \(filed.case.id) WHERE id = \(talk.id)")
        }
        return (try knownTalk(key), filed)
    }

    private func checkFiles(_ files: [AttachmentDraft], on talk: Talk) throws {
        guard !files.isEmpty else { return }
        let known = try row(
            """
            SELECT count(*), sum(b.byte_count) FROM attachments a JOIN messages m ON m.id = a.message_id
            JOIN blobs b ON b.sha256 = a.blob_sha256 WHERE m.source = \(talk.source)
            """
        ) { (count: $0.int(), bytes: $0.optionalInt() ?? 0) }
        let (count, bytes) = (known?.count ?? 0, known?.bytes ?? 0)
        guard count + files.count <= ContactLimits.filesOfOneTalk,
            bytes + files.reduce(0, { $0 + $1.bytes.count }) <= ContactLimits.bytesOfOneTalk
        else { throw ContactRefusal.tooManyFiles(ContactLimits.filesOfOneTalk) }
    }

    /// Counts a conversation that is begun, before it is looked at. - Throws: `TooManySends`.
    package func countTalkBegun(from address: String) throws {
        let source = SignInTries.source(address)
        try countSends([
            ("begun \(source.prefix(150))", ContactLimits.begunFromOneAddress),
            (Self.sender(source), ContactLimits.fromOneAddress),
        ])
    }

    /// Counts a further word. - Throws: `TooManySends`.
    package func countTalkMessage(on talk: ID<Talk>, from address: String) throws {
        try countSends([
            ("talk \(talk)", ContactLimits.byOneTalk),
            (Self.sender(SignInTries.source(address)), ContactLimits.fromOneAddress),
        ])
    }
}
