import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// A bookshop with its ready templates and causes, two at the counter and two leads, and a customer with an address.
struct RecoveryDesk: Sendable {
    let shop: Bookshop
    let tom: Actor
    let maya: Actor
    let noor: Actor

    static let address = "https://kept.example.org"

    static func with<T>(
        _ engine: Engine, at start: String = "2026-11-02T10:00:00+01:00", _ body: (RecoveryDesk) async throws -> T
    ) async throws -> T {
        try await Bookshop.with(engine, at: start) { shop in
            try await shop.addStandard("Next day by 12:00", target: "day+1@12:00")
            return try await body(try await RecoveryDesk(shop))
        }
    }

    init(_ shop: Bookshop) async throws {
        self.shop = shop
        let (place, words) = (shop.place, shop.words)
        func person(_ name: String, _ role: Role) async throws -> Actor {
            let grants = [Grant(role: role, place: place)]
            let id = try await shop.write {
                try $0.addPerson(PersonFacts(name: name, email: nil, language: "en", grants: grants))
            }
            return .person(id, grants: grants)
        }
        tom = try await person("Tom", .frontLine)
        maya = try await person("Maya", .lead)
        noor = try await person("Noor", .lead)
        try await shop.write { try $0.addReadyRecovery(words: words, language: .english) }
    }

    /// An order of a customer who can be written to, unless `email` is `nil`.
    func order(
        _ name: String = "A-1", email: String? = "ada@example.org", language: String = "en"
    ) async throws -> ID<Order> {
        let customer = CustomerDraft(name: name, email: email, language: language)
        return try await shop.order(shop.draft(name, customer: customer)).order.id
    }

    /// The case of an order whose word has just broken.
    func broken(_ order: ID<Order>) async throws -> Case {
        shop.time.advance(by: .hours(27))
        try await shop.lapse()
        return try await openCase(of: order)
    }

    func openCase(of order: ID<Order>) async throws -> Case {
        try await shop.store.read { reading in
            try #require(reading.cases(CaseFilter(status: .open), limit: 50).first { $0.order == order })
        }
    }

    func found(_ id: ID<Case>) async throws -> Case { try await shop.store.read { try $0.knownCase(id) } }

    func recovery(_ id: ID<Case>) async throws -> Recovery {
        try await shop.store.read { try #require(try $0.recovery(of: id)) }
    }

    func template(_ ready: ReadyTemplate) async throws -> ID<RecoveryTemplate> {
        let name = shop.words[.english]("recovery.ready.names", of: ready)
        return try await shop.store.read { try #require(try $0.recoveryTemplates().first { $0.name == name }).id }
    }

    @discardableResult
    func tell(
        _ id: ID<Case>, by ready: ReadyTemplate = .brokenWord,
        reason: String? = "The courier fell ill, nobody took over",
        cause: ID<Cause>? = nil, channel: Message.Channel? = nil
    ) async throws -> MessageFiled {
        let (words, template) = (shop.words, try await template(ready))
        let draft = RecoveryMessageDraft(template: template, reason: reason, cause: cause, channel: channel)
        return try await shop.write(as: tom) {
            try $0.sendRecoveryMessage(on: id, draft, words: words, address: Self.address)
        }
    }

    func accept(_ message: Message) async throws {
        let now = shop.time.now
        try await shop.write(as: .system("outbox")) { try $0.messageAccepted(message.id, at: now) }
    }

    func close(_ id: ID<Case>, _ cause: ClosingCause = .named("courier without substitute")) async throws {
        try await shop.write(as: tom) { _ = try $0.closeCase(id, because: cause) }
    }

    /// Asks everybody whose time has come. - Returns: the keys of the links, in the order in which they were asked.
    @discardableResult
    func ask() async throws -> [TrackingKey] {
        let words = shop.words
        let keys = (0..<10).map { _ in TrackingKey.random() }
        let asked = try await shop.write(as: .system("follow-up")) {
            try $0.sendFollowUps(keys: keys, words: words, address: Self.address)
        }
        return Array(keys.prefix(asked))
    }

    @discardableResult
    func answer(_ key: TrackingKey, _ answer: FollowUp.Answer, words said: String? = nil) async throws -> FollowUp {
        try await shop.write(as: .customer(nil)) { try $0.answerFollowUp(key, answer, words: said) }
    }

    /// What Tom hears on the phone.
    @discardableResult
    func note(_ id: ID<Case>, _ answer: FollowUp.Answer, words said: String? = nil, as who: Actor? = nil) async throws
        -> FollowUp
    {
        let key = TrackingKey.random()
        return try await shop.write(as: who ?? tom) {
            try $0.noteFollowUpAnswer(on: id, answer, words: said, key: key)
        }
    }

    func findings() async throws -> [Finding] {
        var all: [Finding] = []
        _ = try await shop.store.examine { all.append($0) }
        return all
    }
}
