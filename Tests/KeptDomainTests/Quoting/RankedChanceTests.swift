import KeptFigures
import Testing

@Suite struct RankedChanceTests {
    @Test func theAreaCountsPairs() {
        #expect(RankedChances.area([(0.1, false), (0.4, false), (0.35, true), (0.8, true)]) == 0.75)
        #expect(RankedChances.area([(0.5, true), (0.5, false)]) == 0.5)
        #expect(RankedChances.area([(0.5, true), (0.2, true)]) == nil)
        #expect(RankedChances.area([]) == nil)
    }

    @Test func theBrierScoreIsTheMeanSquare() throws {
        let score = try #require(RankedChances.brier([(0.8, true), (0.4, false)]))
        #expect(abs(score - 0.1) < 1e-12)
        #expect(RankedChances.brier([]) == nil)
    }
}
