import KeptDomain
import KeptWords

/// The conversations of the demonstration's morning, played through the same operations as in a real shop: several ways of
/// writing, two languages, and what colleagues do with cases.
struct DemoTalks {
    /// What somebody does so many minutes before now.
    struct Step: Sendable {
        enum Who: Sendable { case customer, tom, lina }

        let before: Int64
        let who: Who
        let work: @Sendable (inout DemoTalk) throws -> Void

        init(_ before: Int64, _ who: Who, _ work: @escaping @Sendable (inout DemoTalk) throws -> Void) {
            self.before = before
            self.who = who
            self.work = work
        }
    }

    private let store: Store
    private let now: Instant
    private let words: Vocabulary
    private let cast: DemoCast
    private var steps: ArraySlice<Step>
    private var cases: [String: ID<Case>] = [:]

    init(in store: Store, shop: DemoShop, now: Instant, words: Vocabulary) async throws {
        self.store = store
        self.now = now
        self.words = words
        cast = try await store.read { try $0.demoCast(in: shop) }
        steps = DemoStories.all.sorted { $0.before > $1.before }[...]
    }

    /// Plays what happened until `instant`.
    mutating func play(until instant: Instant) async throws {
        while let step = steps.first, now - .minutes(step.before) <= instant {
            steps.removeFirst()
            let (cast, words, known) = (cast, words, cases)
            cases = try await store.write(as: cast.actor(step.who), at: now - .minutes(step.before)) { tx in
                var talk = DemoTalk(tx, cast: cast, words: words, cases: known)
                try step.work(&talk)
                return talk.cases
            }
        }
    }
}

/// Who takes part.
struct DemoCast: Sendable {
    let place: ID<Place>
    let tom: Actor
    let lina: Actor
    let maya: Actor
    /// Of the town, in each language.
    let english: [ID<Customer>]
    let chinese: [ID<Customer>]

    func actor(_ who: DemoTalks.Step.Who) -> Actor {
        switch who {
        case .customer: .system("demo")
        case .tom: tom
        case .lina: lina
        }
    }
}

extension Reading {
    fileprivate func demoCast(in shop: DemoShop) throws -> DemoCast {
        let people = try people().filter { $0.leftAt == nil }.map(\.person)
        func actor(_ name: String) throws -> Actor {
            guard let found = people.first(where: { $0.name.hasPrefix(name) }) else {
                throw StoreError.notFound("colleague \(name)")
            }
            return .person(found.id, grants: found.grants)
        }
        func customers(_ language: String) throws -> [ID<Customer>] {
            try rows(
                """
                SELECT id FROM customers WHERE source = 'lantern.example' AND language = \(language) AND city = \(DemoTexts.city)
                ORDER BY id LIMIT 8
                """
            ) { $0.id(Customer.self) }
        }
        return DemoCast(
            place: shop.place.id, tom: try actor("Tom"), lina: try actor("Li Na"), maya: try actor("Maya"),
            english: try customers("en"), chinese: try customers("zh-Hans"))
    }
}

/// One moment of the morning: its transaction, who takes part, and the cases so far by name.
struct DemoTalk {
    let tx: Transaction
    let cast: DemoCast
    let words: Vocabulary
    var cases: [String: ID<Case>]

    init(_ tx: Transaction, cast: DemoCast, words: Vocabulary, cases: [String: ID<Case>]) {
        self.tx = tx
        self.cast = cast
        self.words = words
        self.cases = cases
    }

    func id(_ name: String) throws -> ID<Case> {
        guard let id = cases[name] else { throw StoreError.notFound("story \(name)") }
        return id
    }

    /// A customer turns to us for the first time.
    mutating func asks(
        _ name: String, _ kind: Case.Kind, _ customer: ID<Customer>, by channel: Message.Channel, _ subject: String,
        _ text: String, owner: Actor
    ) throws {
        var inquiry = InquiryDraft(kind: kind, message: try message(channel, text, of: customer))
        inquiry.subject = subject
        (inquiry.customer, inquiry.place) = (customer, cast.place)
        let id = try tx.takeInquiry(inquiry, words: words).case.id
        try deliver()
        cases[name] = id
        if tx.actor.person == nil { try gives(name, to: owner) }
    }

    /// A customer writes from an address that we do not know, under the wrong kind: it waits in its line to be sorted.
    func asksUnsorted(_ customer: ID<Customer>) throws {
        let number = try tx.row(
            "SELECT number FROM orders WHERE customer_id = \(customer) ORDER BY ordered_at DESC, id DESC LIMIT 1"
        ) { $0.int() }
        guard let number, let name = try tx.customer(customer)?.name else { return }
        var draft = MessageDraft(
            .form,
            """
            Hello,

            I write from the office; the order is under my name, \(name), number \(number). The book came with its jacket torn \
            right across. What can be done?
            """)
        (draft.contact, draft.language) = ("front.office@tannery.example", "en")
        var inquiry = InquiryDraft(kind: .question, message: draft)
        (inquiry.subject, inquiry.place) = ("A torn jacket", cast.place)
        _ = try tx.takeInquiry(inquiry, words: words)
        try deliver()
    }

    func gives(_ name: String, to owner: Actor) throws {
        if let person = owner.person, try tx.knownCase(id(name)).owner != person {
            try tx.handOverCase(id(name), to: person, why: "Demonstration")
        }
    }

    func writes(_ name: String, by channel: Message.Channel, _ text: String) throws {
        let customer = try tx.knownCase(id(name)).customer
        _ = try tx.takeMessage(message(channel, text, of: customer), on: id(name), words: words)
    }

    /// The answer of a colleague; what waited for the mail server is taken by it at once.
    func answers(
        _ name: String, by channel: Message.Channel, _ text: String, next: Case.Move? = .customer
    ) throws {
        let customer = try tx.knownCase(id(name)).customer
        try tx.reply(to: id(name), with: message(channel, text, of: customer), next: next, why: "Answered")
        try deliver()
    }

    func deliver() throws {
        let waiting = try tx.rows("SELECT message_id FROM sends WHERE state = 'waiting' ORDER BY message_id") {
            $0.id(Message.self)
        }
        for message in waiting { try tx.messageAccepted(message, at: tx.now, answer: "250 2.0.0 Ok") }
    }

    private func message(_ channel: Message.Channel, _ text: String, of customer: ID<Customer>?) throws -> MessageDraft
    {
        var draft = MessageDraft(channel, text)
        guard let customer else { return draft }
        draft.language = try tx.customer(customer)?.language
        if channel == .email || channel == .form {
            draft.contact = try tx.contacts(of: customer).first { $0.kind == .email }?.value
        }
        return draft
    }
}
