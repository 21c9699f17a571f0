/// Why a guarantee is not switched on, used or released.
package enum GuaranteeRefusal: Refusal, Hashable {
    /// Tried against the record first.
    case notTried
    case isOff
    /// It was used on this matter already.
    case usedAlready
    /// The facts do not set it off.
    case doesNotFit
    /// The customer had as many as it gives.
    case customerHadAll
    /// All that was paid went back already.
    case nothingLeft
    /// A lead said yes or no to it already.
    case decidedAlready
    /// The part that somebody looked at was decided already: by a second click, or by somebody else.
    ///
    /// - Parameter left: how many wait still, at least 0.
    case partDecided(left: Int)

    package var key: String {
        switch self {
        case .notTried: "refusals.guarantee-not-tried"
        case .isOff: "refusals.guarantee-is-off"
        case .usedAlready: "refusals.guarantee-used-already"
        case .doesNotFit: "refusals.guarantee-does-not-fit"
        case .customerHadAll: "refusals.guarantee-customer-had-all"
        case .nothingLeft: "refusals.guarantee-nothing-left"
        case .decidedAlready: "refusals.guarantee-decided-already"
        case .partDecided: "refusals.guarantee-part-decided"
        }
    }

    package var facts: [Fact] {
        if case .partDecided(let left) = self { [Fact("count", left)] } else { [] }
    }
}
