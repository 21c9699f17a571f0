import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A shop whose orders are promised within twelve hours, with a guarantee that is on.
struct Guaranteed: Sendable {
    let shop: Bookshop
    let id: ID<Guarantee>

    static let euro = Currency("EUR")!
    static func euros(_ minor: Int64) -> Money { Money(minor: minor, currency: euro) }
    static let coupon = GuaranteeRule(
        name: "On time", called: ["en": "On time or a coupon", "zh-Hans": "准时，否则送优惠券"], trigger: .promiseBroken,
        about: .order, gifts: [.init(.coupon, .amount(euros(500)))], mostPerCustomer: 2, mostPerDay: 10)

    static func with<T>(
        _ engine: Engine, _ rule: GuaranteeRule = coupon, _ body: (Guaranteed) async throws -> T
    ) async throws -> T {
        try await Bookshop.with(engine, at: "2026-11-02T06:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT12H")
            let id = try await switchedOn(rule, in: shop)
            return try await body(Guaranteed(shop: shop, id: id))
        }
    }

    static func switchedOn(_ rule: GuaranteeRule, in shop: Bookshop) async throws -> ID<Guarantee> {
        try await shop.write { tx in
            let added = try tx.addGuarantee(rule)
            let trial = try tx.tryGuarantee(rule, at: tx.now)
            try tx.noteTrial(trial, of: added.id, version: added.number)
            try tx.switchGuarantee(added.id, on: true, revision: added.revision + 1, why: "begins")
            return added.id
        }
    }

    func orders(_ count: Int, of customer: String? = nil, from first: Int = 1) async throws -> [ID<Order>] {
        var all: [ID<Order>] = []
        for number in first..<first + count {
            let name = customer ?? "Customer \(number)"
            let draft = CustomerDraft(source: "shop", externalID: name, name: name, language: "zh-Hans")
            all.append(try await shop.order(shop.draft("G-\(number)", customer: draft)).order.id)
        }
        return all
    }

    func uses() async throws -> [GuaranteeUseRecord] {
        let id = id
        return try await shop.store.read { try $0.guaranteeUses(of: id, limit: 1_000) }
    }

    func findings() async throws -> [Finding] {
        var all: [Finding] = []
        _ = try await shop.store.examine { all.append($0) }
        return all
    }
}
