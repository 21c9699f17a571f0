import KeptDomain
import KeptWords

/// Whom a sentence about a remedy is told, and about what.
struct TellingAbout {
    let customer: ID<Customer>?
    let found: ID<Case>?
    let order: ID<Order>?
    var remedy: ID<Remedy>?
    var request: ID<RemedyRequest>?
}

extension Transaction {
    /// What a remedy is, in the customer's words. An apology in person is said in person.
    func tell(_ given: Remedy, coupon: Coupon?, words: Vocabulary) throws {
        guard given.kind.hasAmount else { return }
        try tell(about(given), words: words) { reader in
            guard let coupon else {
                return reader.words(
                    "authority.told.given", of: given.kind, ["amount": reader.words.money(given.amount)])
            }
            return reader.coupon(coupon)
        }
    }

    /// That a remedy was taken back: whoever was told of it has to hear that too.
    func tellTakenBack(_ given: Remedy, words: Vocabulary) throws {
        guard given.kind.hasAmount else { return }
        let first: SQL =
            given.right == .guarantee
            ? "remedy_id IS NULL AND request_id IS NULL AND told_at = \(given.givenAt)" : "remedy_id = \(given.id)"
        guard let told = try told(first, case: given.case, order: given.order) else { return }
        try tell(about(given), words: words) { reader in
            reader.words(
                "tellings.taken-back", of: given.kind,
                ["amount": reader.words.money(given.amount), "day": reader.day(told)])
        }
    }

    private func about(_ given: Remedy) -> TellingAbout {
        TellingAbout(
            customer: given.customer, found: given.case, order: given.order, remedy: given.id, request: given.request)
    }

    /// Stores a sentence in the customer's language and sends it on its way; nobody is told where nobody is known.
    ///
    /// - Returns: the message that carries it, where one is on its way.
    @discardableResult
    func tell(
        _ about: TellingAbout, words: Vocabulary, _ sentence: (CustomerWords) throws -> String
    ) throws -> ID<Message>? {
        guard about.customer != nil || about.order != nil || about.found != nil else { return nil }
        let reader = try customerWords(about, words)
        var batch = TellingBatch(in: self, words: words)
        batch.add(TellingBatch.Sentence(about: about, said: try sentence(reader), language: reader.words.language.tag))
        try batch.write()
        return batch.onTheirWay.first
    }
}

/// The words and the zone in which one customer reads.
struct CustomerWords {
    let words: Words
    let zone: Zone
    let now: Instant

    func moment(_ instant: Instant) -> String { words.moment(instant, in: zone, now: now) }
    func day(_ instant: Instant) -> String { words.day(zone.day(of: instant), today: zone.day(of: now)) }
}

extension Transaction {
    func customerWords(
        customer: ID<Customer>?, order: ID<Order>?, _ words: Vocabulary
    ) throws -> CustomerWords {
        try customerWords(order.flatMap { try self.reader(ofOrder: $0) } ?? self.reader(customer), words)
    }

    /// Whoever told us nothing by which we could know them reads as they write on their page.
    func customerWords(_ about: TellingAbout, _ words: Vocabulary) throws -> CustomerWords {
        if about.customer == nil, about.order == nil, let found = about.found, let talk = try talks(of: found).last {
            return try customerWords(WordReader(zone: talk.zone, language: talk.language), words)
        }
        return try customerWords(customer: about.customer, order: about.order, words)
    }

    private func customerWords(_ reader: WordReader, _ words: Vocabulary) throws -> CustomerWords {
        let language = words.language(for: reader.language) ?? .english
        return CustomerWords(words: words[language], zone: try zones.zone(reader.zone), now: now)
    }
}
