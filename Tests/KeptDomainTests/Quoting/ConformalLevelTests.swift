import KeptFigures
import Testing

@Suite struct ConformalLevelTests {
    /// Runs of 1 to 100 ticks, all alike, quoted from a curve that believes them; from the middle on they take half as long again.
    private func keptShares(confidence: Double, delay: Int) -> (before: Double, after: Double, uncorrected: Double) {
        let chances = (1...160).map { Float(min(Double($0), 100) / 100) }
        var level = ConformalLevel(confidence: confidence, usualUnheard: Double(delay))
        var chance = SeededChance(seed: 7)
        var waiting: [(heard: Int, reached: Double)] = []
        var kept = [0, 0, 0]
        let count = 40_000
        for number in 0..<count {
            while let first = waiting.first, first.heard <= number {
                level.heard(reached: first.reached)
                waiting.removeFirst()
            }
            let took = Int(chance.share() * 100) * (number < count / 2 ? 2 : 3) / 2
            let quoted = QuotedTicks.least(chances, alpha: level.alpha, longest: 160) ?? 160
            level.told()
            waiting.append((number + delay, QuotedTicks.chance(ofAtLeast: took, chances)))
            if number > count / 4, number < count / 2 { kept[0] += took <= quoted ? 1 : 0 }
            if number >= count * 3 / 4 { kept[1] += took <= quoted ? 1 : 0 }
            if number >= count / 2 { kept[2] += took <= Int(confidence * 100) - 1 ? 1 : 0 }
        }
        return (
            Double(kept[0]) / Double(count / 4), Double(kept[1]) / Double(count / 4),
            Double(kept[2]) / Double(count / 2)
        )
    }

    @Test(arguments: [0.6, 0.5]) func theKeptShareComesBackAfterAShift(confidence: Double) {
        let found = keptShares(confidence: confidence, delay: 30)
        #expect(abs(found.before - confidence) < 0.02, "\(found)")
        #expect(abs(found.after - confidence) < 0.02, "\(found)")
        #expect(found.uncorrected < confidence - 0.1, "what the correction is for: \(found)")
    }

    @Test func theStepFollowsItsTwoBounds() {
        var level = ConformalLevel(confidence: 0.9, usualUnheard: 0)
        #expect(abs(level.step - 0.02 * 0.1 / 0.9) < 1e-12)
        for _ in 0..<1_000 { level.told() }
        #expect(abs(level.step - 0.5 / (2.718_281_828_459_045 * 1_000)) < 1e-12)
        for _ in 0..<1_000 { level.givenUp() }
        #expect(level.unheard == 0 && abs(level.step - 0.02 * 0.1 / 0.9) < 1e-12)
    }

    @Test func itNeverLeavesItsBounds() {
        var level = ConformalLevel(confidence: 0.5, usualUnheard: 1)
        for _ in 0..<100_000 { level.heard(reached: 0) }
        #expect(level.alpha == 0.0005)
        for _ in 0..<100_000 { level.heard(reached: 1) }
        #expect(level.alpha <= 0.9995 && level.alpha > 0.99)
    }

    /// A quote is late under α exactly if the time read off at α is shorter than what it took.
    @Test func failuresAreThoseOfTheCurve() {
        let chances: [Float] = [0.1, 0.3, 0.3, 0.7, 0.95, 1]
        for alpha in [0.02, 0.2, 0.31, 0.5, 0.75, 0.95] {
            let quoted = QuotedTicks.least(chances, alpha: alpha, longest: 5) ?? -1
            for took in 0...5 {
                #expect((took > quoted) == (alpha > QuotedTicks.chance(ofAtLeast: took, chances)), "\(alpha) \(took)")
            }
        }
    }

    @Test func noQuoteLeavesItsBounds() {
        let chances: [Float] = [0, 0.2, 0.5, 0.8, 0.85]
        #expect(QuotedTicks.least(chances, alpha: 0.5, longest: 4) == 2)
        #expect(QuotedTicks.least(chances, alpha: 0.2, longest: 2) == 2, "longer than any run was")
        #expect(QuotedTicks.least(chances, alpha: 0.1, longest: 4) == nil)
        #expect(QuotedTicks.least([], alpha: 0.1, longest: 4) == nil)
        #expect(QuotedTicks.least(chances, alpha: 0.9995, longest: 4) == 1)
        #expect(QuotedTicks.needed(confidence: 0.9) == 200 && QuotedTicks.needed(confidence: 0.5) == 40)
    }
}
