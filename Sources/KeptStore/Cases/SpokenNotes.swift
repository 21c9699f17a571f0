import KeptDomain
import KeptWords

/// A note that was taken.
package struct SpokenNoteTaken: Sendable {
    package let `case`: Case
    package let message: Message
    /// What is owed; `nil` where it was answered.
    package let promise: Promise?
    package let isNew: Bool
}

/// Somebody whom a note may be about, found by what was typed.
package struct NoteCandidate: Sendable, Hashable {
    package enum About: Sendable, Hashable {
        case customer(ID<Customer>)
        case order(ID<Order>)
    }

    package let about: About
    package let name: String
    package let city: String?
    package let phone: String?
    package let order: Int?
}

extension Reading {
    /// A customer as somebody whom a note is about; `nil` when there is no such customer.
    package func noteCandidate(_ id: ID<Customer>) throws -> NoteCandidate? {
        guard let customer = try self.customer(id) else { return nil }
        let phone = try contacts(of: id).first { $0.kind == .phone }?.value
        return NoteCandidate(about: .customer(id), name: customer.name, city: customer.city, phone: phone, order: nil)
    }
}

extension Transaction {
    /// Takes a note of the phone or the counter: whose it is, what was said, and what came of it, in one.
    ///
    /// It opens a case or joins the one that stands open on the same matter. What was answered closes the case that it
    /// opened; what is owed becomes a told promise.
    package func takeNote(_ draft: SpokenNoteDraft, words: Vocabulary) throws -> SpokenNoteTaken {
        try draft.problems(at: now).check()
        var message = MessageDraft(draft.channel, draft.said)
        (message.source, message.externalID) = (draft.source, draft.externalID)
        message.awaitsAnswer = false
        if let known = try filedBefore(message) {
            return SpokenNoteTaken(case: known.case, message: known.message, promise: nil, isNew: false)
        }
        var inquiry = InquiryDraft(kind: draft.kind, message: message)
        (inquiry.place, inquiry.isAcknowledged) = (draft.place, false)
        switch draft.who {
        case .customer(let id): inquiry.customer = id
        case .order(let id): inquiry.order = id
        case .new(let customer):
            try customer.problems("customer.").check()
            if !draft.isSurelyNew { try checkPhone(of: customer) }
            inquiry.customer = try findOrMakeCustomer(customer).id
        }
        let filed = try takeInquiry(inquiry, words: words)
        var promise: Promise?
        switch draft.outcome {
        case .answered:
            if filed.opened { try closeCase(filed.case.id, cause: OwnSentence.answered(draft.channel).text) }
        case .owed(let due, let said):
            promise = try owe(on: filed.case, by: due, said: said?.trimmedOrNil, words: words)
        }
        return SpokenNoteTaken(
            case: try knownCase(filed.case.id), message: filed.message, promise: promise, isNew: true)
    }

    /// Refuses to make somebody anew whose phone is somebody's already; whom the e-mail address names is known anyway.
    private func checkPhone(of customer: CustomerDraft) throws {
        if let email = customer.email.flatMap(CustomerDraft.normalizedEmail), try isKnown(email) { return }
        guard let known = try noteCandidates(phone: customer.phone ?? "").first, case .customer(let id) = known.about
        else { return }
        throw NoteRefusal.phoneKnown(id, name: known.name)
    }

    private func isKnown(_ email: String) throws -> Bool {
        try count("SELECT count(*) FROM contact_points WHERE kind = 'email' AND value = \(email)") > 0
    }

    private func owe(on found: Case, by due: Instant, said: String?, words: Vocabulary) throws -> Promise {
        let reader = try reader(of: .case(found.id))
        let language = words.language(for: reader.language) ?? .english
        let zone = try zones.zone(reader.zone)
        let usual = words[language]("told.answered-by", ["moment": words[language].moment(due, in: zone, now: now)])
        let draft = PromiseDraft(
            about: .case(found.id), said: said ?? usual, language: language.tag, zone: reader.zone, due: .at(due),
            place: found.place)
        return try giveWord(draft, on: found)
    }
}

extension Reading {
    /// People and orders that what was typed may mean: an order by its number, people by name, e-mail address or
    /// phone number, the beginning of one or its end; at most `limit`.
    package func noteCandidates(_ typed: String, limit: Int = 8) throws -> [NoteCandidate] {
        guard let text = typed.trimmedOrNil, text.utf8.count <= 200 else { return [] }
        var found: [NoteCandidate] = []
        let digits = text.first == "#" ? String(text.dropFirst()) : text
        if let number = Int(digits), let order = try order(numbered: number) {
            let customer = try order.customer.flatMap { try self.customer($0) }
            found.append(
                NoteCandidate(
                    about: .order(order.id), name: customer?.name ?? "", city: customer?.city, phone: nil,
                    order: number))
        }
        let byPhone = text.filter(\.isNumber).count >= 3 ? try customerIDs(phoned: text, limit: limit) : []
        let named = try customerIDs(named: text, limit: limit)
        let ids = Array(Set(named + byPhone).sorted(by: >).prefix(limit - found.count))
        return try found + candidates(ids)
    }

    /// Whoever is reached by this phone, however it is written; nobody where it has fewer than six digits.
    package func noteCandidates(phone typed: String) throws -> [NoteCandidate] {
        guard let phone = AskedNumber(SearchFolding.folded(typed))?.phone, phone.utf8.count >= 6 else { return [] }
        return try candidates(customers(calledBy: phone))
    }

    /// The newest first.
    private func candidates(_ ids: [ID<Customer>]) throws -> [NoteCandidate] {
        let phones = try rows(
            """
            SELECT customer_id, min(value) FROM contact_points WHERE kind = 'phone' AND customer_id IN \(anyOf: ids)
            GROUP BY customer_id ORDER BY customer_id
            """
        ) { ($0.id(Customer.self), $0.text()) }
        let phoneOf = Dictionary(uniqueKeysWithValues: phones)
        return try rows(
            "SELECT \(Customer.columns) FROM customers WHERE id IN \(anyOf: ids) ORDER BY id DESC", Customer.init
        ).map {
            NoteCandidate(about: .customer($0.id), name: $0.name, city: $0.city, phone: phoneOf[$0.id], order: nil)
        }
    }

    /// By the end of a number as people type it, or by its beginning as it is stored: while one types only that is there.
    private func customerIDs(phoned text: String, limit: Int) throws -> [ID<Customer>] {
        let ending = try AskedNumber(SearchFolding.folded(text))?.phone.map { try customers(calledBy: $0) } ?? []
        return try ending
            + rows(
                """
                SELECT DISTINCT customer_id FROM contact_points WHERE kind = 'phone' AND value >= \(text)
                AND value < \(text + "\u{10FFFF}") ORDER BY customer_id LIMIT \(limit)
                """
            ) { $0.id() }
    }
}
