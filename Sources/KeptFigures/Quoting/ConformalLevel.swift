/// The share of failures at which quotes are read off their curve, moved by outcomes so that the realised share comes back to
/// the wanted one while conditions change.
///
/// Adaptive conformal inference (I. Gibbs and E. Candès, "Adaptive conformal inference under distribution shift", NeurIPS 2021):
/// after each outcome α moves by γ(wanted − [failed]). Outcomes arrive late here, by as long as the quote itself, so the step
/// is bounded by two arguments and not chosen:
///
/// - A loop x′ = −γ·x(t − n) that hears of its steps n outcomes later does not oscillate while γ·n ≤ 1/e; half of that is
///   taken, since failures are heard of later than successes.
/// - α trembles by its own with a variance of γ·A(1 − A) ÷ 2; γ ≤ 0.02·A ÷ (1 − A) keeps its deviation under a tenth of A.
///
/// (On the choice of γ: M. Zaffran et al., "Adaptive conformal predictions for time series", ICML 2022.)
package struct ConformalLevel: Sendable, Hashable {
    /// The share of failures that is wanted, above 0 and below 1.
    package let wanted: Double
    /// The share at which quotes are read off now.
    package private(set) var alpha: Double
    /// Quotes told whose outcome is not heard of yet.
    package private(set) var unheard = 0
    /// How many of those there will usually be, for the time in which they are still few.
    package var usualUnheard: Double

    /// - Parameters:
    ///   - confidence: the share of quotes to keep, above 0 and below 1.
    ///   - usualUnheard: quotes a tick × ticks quoted (J. Little, "A proof for the queuing formula L = λW", 1961).
    package init(confidence: Double, usualUnheard: Double) {
        precondition(confidence > 0 && confidence < 1, "confidence \(confidence)")
        wanted = 1 - confidence
        alpha = wanted
        self.usualUnheard = usualUnheard
    }

    /// As it stood after what was heard until now.
    ///
    /// - Parameter alpha: taken into its bounds.
    package init(confidence: Double, alpha: Double, usualUnheard: Double, unheard: Int) {
        self.init(confidence: confidence, usualUnheard: usualUnheard)
        self.alpha = min(0.9995, max(0.0005, alpha))
        self.unheard = unheard
    }

    package mutating func told() { unheard += 1 }

    /// A quote of which nothing is heard any more, as of an order that was cancelled.
    package mutating func givenUp() { unheard = max(0, unheard - 1) }

    /// A quote's time is over and its run has ended. To be called when both are so: as soon as one of them is would count
    /// successes first and failures later.
    ///
    /// - Parameter reached: the chance, when the quote was told, that the run would take at least as long as it took:
    ///   1 − F(ticks − 1). The quote failed under the present α if that is less than α.
    package mutating func heard(reached: Double) {
        let isLate = alpha > reached
        alpha = min(0.9995, max(0.0005, alpha + step * (wanted - (isLate ? 1 : 0))))
        givenUp()
    }

    /// γ.
    package var step: Double {
        let delay = max(Double(unheard), usualUnheard, 1)
        return min(0.5 / (2.718_281_828_459_045 * delay), 0.02 * wanted / (1 - wanted))
    }

    /// How far outcomes have moved α from the wanted share.
    package var moved: Double { alpha - wanted }
}
