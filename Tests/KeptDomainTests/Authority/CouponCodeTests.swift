import KeptDomain
import Testing

@Suite struct CouponCodeTests {
    private static func code(_ seed: UInt64) -> CouponCode {
        var state = seed
        return CouponCode(
            numbers: (0..<11).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 33
            })
    }

    @Test func aCodeReadsBackHoweverItIsTyped() {
        for seed in 0..<200 as Range<UInt64> {
            let code = Self.code(seed)
            #expect(CouponCode(code.description) == code)
            #expect(CouponCode(code.text.lowercased()) == code)
            #expect(CouponCode(code.text.map { "\($0) " }.joined()) == code)
            #expect(code.description.count == 14)
        }
    }

    @Test func aWrongCharacterIsAlwaysFound() {
        let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
        for seed in 0..<20 as Range<UInt64> {
            let characters = Array(Self.code(seed).text)
            for place in characters.indices {
                for other in alphabet where other != characters[place] {
                    var wrong = characters
                    wrong[place] = other
                    #expect(CouponCode(String(wrong)) == nil)
                }
            }
        }
    }

    @Test func twoThatAreExchangedAreAlwaysFound() {
        for seed in 0..<50 as Range<UInt64> {
            let characters = Array(Self.code(seed).text)
            for first in characters.indices {
                for second in characters.indices where first < second && characters[first] != characters[second] {
                    var wrong = characters
                    wrong.swapAt(first, second)
                    #expect(CouponCode(String(wrong)) == nil)
                }
            }
        }
    }

    @Test func whatIsNoCodeIsNone() {
        for text in ["", "K7QM", "0000-0000-0000", "ＡＢＣ", String(repeating: "A", count: 1_000)] {
            #expect(CouponCode(text) == nil, "\(text)")
        }
    }

    @Test func aPercentageRoundsDownAndHasAnEnd() {
        let euro = Currency("EUR")!
        func money(_ minor: Int64) -> Money { Money(minor: minor, currency: euro) }
        let worth = Coupon.Worth.percent(15, upTo: money(1_000))
        #expect(worth.value(on: money(1_999)) == money(299))
        #expect(worth.value(on: money(100_000)) == money(1_000))
        #expect(worth.value(on: money(RemedyDraft.largest)) == money(1_000))
        #expect(Coupon.Worth.amount(money(500)).value(on: money(300)) == money(300))
        #expect(Coupon.Worth.amount(money(500)).value(on: nil) == money(500))
    }
}
