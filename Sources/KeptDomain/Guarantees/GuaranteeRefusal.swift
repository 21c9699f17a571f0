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

    package var key: String {
        switch self {
        case .notTried: "refusals.guarantee-not-tried"
        case .isOff: "refusals.guarantee-is-off"
        case .usedAlready: "refusals.guarantee-used-already"
        case .doesNotFit: "refusals.guarantee-does-not-fit"
        case .customerHadAll: "refusals.guarantee-customer-had-all"
        }
    }

    package var facts: [Fact] { [] }
}
