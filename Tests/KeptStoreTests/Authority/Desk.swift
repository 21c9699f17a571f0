import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A bookshop with an order, its case, two at the counter and two leads, and limits in euro.
struct AmendsDesk: Sendable {
    let shop: Bookshop
    let order: ID<Order>
    let found: ID<Case>
    let tom: Actor
    let lina: Actor
    let maya: Actor
    let noor: Actor
    let owner: Actor

    static let euro = Currency("EUR")!
    static func euros(_ minor: Int64) -> Money { Money(minor: minor, currency: euro) }

    /// An order of 380.00, so that limits bind before its price does.
    static let lines = [Bookshop.book(quantity: 20)]

    /// The customer of the desk's own case.
    static let ada = CustomerDraft(source: "shop", externalID: "ada", name: "Ada")

    static func with<T>(_ engine: Engine, _ body: (AmendsDesk) async throws -> T) async throws -> T {
        try await Bookshop.with(engine, at: "2026-11-05T10:00:00+01:00") { shop in
            try await body(try await AmendsDesk(shop))
        }
    }

    init(_ shop: Bookshop) async throws {
        self.shop = shop
        let place = shop.place
        func person(_ name: String, _ role: Role, everywhere: Bool = false) async throws -> Actor {
            let grants = [Grant(role: role, place: everywhere ? nil : place)]
            let id = try await shop.write {
                try $0.addPerson(PersonFacts(name: name, email: nil, language: "en", grants: grants))
            }
            return .person(id, grants: grants)
        }
        tom = try await person("Tom", .frontLine)
        lina = try await person("Li Na", .frontLine)
        maya = try await person("Maya", .lead)
        noor = try await person("Noor", .lead)
        owner = try await person("Ada", .owner, everywhere: true)
        try await shop.write { try $0.addUsualLimits(in: Self.euro) }
        let order = try await shop.order(shop.draft("A-1", customer: Self.ada, lines: Self.lines)).order.id
        self.order = order
        found = try await shop.write {
            try $0.openCase(kind: .complaint, subject: "late", customer: nil, order: order, place: nil).id
        }
    }

    /// A further case, of its own customer unless told of whom.
    func anotherCase(_ name: String, of customer: CustomerDraft? = nil) async throws -> ID<Case> {
        let order = try await shop.order(
            shop.draft(name, customer: customer ?? CustomerDraft(name: name), lines: Self.lines)
        ).order.id
        return try await shop.write {
            try $0.openCase(kind: .complaint, subject: name, customer: nil, order: order, place: nil).id
        }
    }

    @discardableResult
    func give(
        _ kind: RemedyKind, _ minor: Int64?, by actor: Actor, on id: ID<Case>? = nil, known: Int? = nil
    ) async throws -> Remedy {
        let (found, words) = (id ?? found, shop.words)
        let draft = RemedyDraft(kind, amount: minor.map(Self.euros), why: nil)
        return try await shop.write(as: actor) { try $0.giveRemedy(draft, on: found, known: known, words: words) }
    }

    @discardableResult
    func ask(_ kind: RemedyKind, _ minor: Int64?, by actor: Actor) async throws -> RemedyRequest {
        let (found, words) = (found, shop.words)
        let draft = RemedyDraft(kind, amount: minor.map(Self.euros), why: "a regular customer")
        return try await shop.write(as: actor) { try $0.askForRemedy(draft, on: found, words: words) }
    }

    func approve(_ id: ID<RemedyRequest>, _ minor: Int64? = nil, by actor: Actor) async throws -> Remedy {
        let words = shop.words
        return try await shop.write(as: actor) {
            try $0.approveRemedy(id, amount: minor.map(Self.euros), word: "go ahead", words: words)
        }
    }

    func ledger() async throws -> [Remedy] {
        let found = found
        return try await shop.store.read { try $0.remedies(onCase: found) }
    }

    func findings() async throws -> [Finding] {
        var all: [Finding] = []
        _ = try await shop.store.examine { all.append($0) }
        return all
    }
}
