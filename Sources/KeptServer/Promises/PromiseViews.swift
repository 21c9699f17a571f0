import KeptDomain
import KeptStore

extension PromiseView {
    /// A promise of the record as pages show it.
    ///
    /// - Parameters:
    ///   - used: share of its clock used, for an open one.
    ///   - why: the reason of the change that settled or stopped it, where it is not the evidence.
    init(_ promise: Promise, used: Double?, isAtRisk: Bool, why: String? = nil) {
        self.init(
            id: promise.id, said: promise.said, language: promise.language, due: promise.due,
            standing: PromiseStanding(state: promise.state, isPaused: promise.isPaused, isAtRisk: isAtRisk),
            used: promise.isOpen ? used : nil, settledAt: promise.settledAt, why: why ?? promise.toldEvidence,
            isAskedByCustomer: promise.askedByCustomer, revision: promise.revision)
    }
}

extension Promise {
    /// The evidence as a person wrote it; what tracking settled says so by its state and time.
    fileprivate var toldEvidence: String? { evidence.flatMap { TrackingEvidence(rawValue: $0) == nil ? $0 : nil } }

    /// Where one works on it: its order, its case, or the promise itself.
    var link: String {
        if let order { return Paths.order(order) }
        if let `case` { return Paths.case(`case`) }
        return Paths.promise(id)
    }
}
