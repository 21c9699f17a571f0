import KeptDomain
import Testing

@Suite struct AuthorityTests {
    private static let euro = Currency("EUR")!

    private static func limit(
        _ role: Role, _ remedy: RemedyKind?, perCase: Int64?, perDay: Int64?
    ) -> RemedyLimit {
        RemedyLimit(id: ID(1), role: role, remedy: remedy, currency: euro, perCase: perCase, perDay: perDay)
    }

    private static let frontLine = [
        limit(.frontLine, .refund, perCase: 2_500, perDay: 6_000),
        limit(.frontLine, .coupon, perCase: 1_500, perDay: nil),
        limit(.frontLine, nil, perCase: 3_000, perDay: 9_000),
    ]

    @Test func whatTheCaseGotCountsWhoeverGaveIt() {
        let use = Authority.Use(onCase: [.refund: 2_000])
        let authority = Authority(limits: Self.frontLine, use: use)
        #expect(authority.room(for: .refund) == 500)
        #expect(authority.grounds(for: .refund, minor: 500)?.role == .frontLine)
        #expect(authority.grounds(for: .refund, minor: 501) == nil)
        #expect(authority.room(for: .coupon) == 1_000, "all kinds together leave less than the kind")
    }

    @Test func theDayIsThePersonsOwn() {
        let authority = Authority(limits: Self.frontLine, use: Authority.Use(today: [.refund: 5_900, .coupon: 2_000]))
        #expect(authority.room(for: .refund) == 100)
        #expect(authority.room(for: .coupon) == 1_100)
        #expect(authority.approvable(.refund) == 2_500, "an approval is not counted against a day")
    }

    @Test func aKindWithoutALimitIsAskedFor() {
        let authority = Authority(limits: [Self.limit(.frontLine, .refund, perCase: 1, perDay: 1)], use: .init())
        #expect(authority.room(for: .gesture) == 0)
        #expect(authority.room(for: .apology) == .max, "an apology is nobody's to forbid")
        #expect(Authority(limits: [], use: .init()).room(for: .refund) == 0)
    }

    @Test func theWidestRoleCountsAndNoLimitIsNone() {
        let owner = Self.limit(.owner, nil, perCase: nil, perDay: nil)
        let authority = Authority(limits: Self.frontLine + [owner], use: Authority.Use(onCase: [.refund: 99_999]))
        #expect(authority.room(for: .refund) == .max)
        #expect(authority.grounds(for: .refund, minor: 1_000_000)?.role == .owner)
        #expect(authority.grounds(for: .refund, minor: 1_000_000)?.perCase == nil)
    }

    @Test func suggestionsAreAmountsThatPeopleChoose() {
        func suggested(_ kind: RemedyKind, room: Int64, paid: Int64? = nil) -> Int64? {
            RemedyOffer.suggestion(for: kind, room: room, paid: paid, currency: Self.euro)?.minor
        }
        #expect(suggested(.refund, room: 2_500, paid: 1_999) == 1_999)
        #expect(suggested(.refund, room: 2_500, paid: 8_000) == 2_500)
        #expect(suggested(.coupon, room: 1_500) == 500)
        #expect(suggested(.coupon, room: 7) == 2)
        #expect(suggested(.coupon, room: .max) == 500)
        #expect(suggested(.coupon, room: 0) == nil)
        #expect(suggested(.apology, room: .max) == nil)
    }

    @Test func moneyInFactsReadsBack() {
        let amount = Money(minor: -1_999, currency: Self.euro)
        #expect(Money(amount.description) == amount)
        #expect(Money("1999") == nil && Money("1999 eur") == nil && Money("x EUR") == nil && Money("1 EURO") == nil)
    }

    @Test func everyRoleThatGivesHasFirstLimits() {
        let drafts = RemedyLimit.usual(in: Currency("JPY")!)
        #expect(drafts.contains { $0.role == .frontLine && $0.remedy == .refund && $0.perCase == 3_750 })
        #expect(Set(drafts.map(\.role)) == [.frontLine, .lead, .owner])
        #expect(drafts.allSatisfy { $0.problems().isEmpty })
    }
}
