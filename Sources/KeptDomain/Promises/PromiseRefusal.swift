/// Why a promise is not changed.
package enum PromiseRefusal: Refusal, Hashable {
    case notOpen(PromiseState)
    case notBroken(PromiseState)
    case alreadyPaused(since: Instant)
    case notPaused
    /// It fell due before the pause begins.
    case overdue(due: Instant)
    /// The due time of a new promise has passed already.
    case dueInThePast(Instant)
    /// A target of no length makes no promise (case C11).
    case noTarget
    /// The evidence lies after the due time: the promise was broken by then.
    case keptTooLate(due: Instant)
    case nothingSaid
    /// The next word was given already: a chain has no branches.
    case alreadyReplaced

    package var key: String {
        switch self {
        case .notOpen: "refusals.promise-not-open"
        case .notBroken: "refusals.promise-not-broken"
        case .alreadyPaused: "refusals.promise-already-paused"
        case .notPaused: "refusals.promise-not-paused"
        case .overdue: "refusals.promise-overdue"
        case .dueInThePast: "refusals.promise-due-in-the-past"
        case .noTarget: "refusals.promise-no-target"
        case .keptTooLate: "refusals.promise-kept-too-late"
        case .nothingSaid: "refusals.promise-nothing-said"
        case .alreadyReplaced: "refusals.promise-already-replaced"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .notOpen(let state), .notBroken(let state): [Fact("state", state.rawValue)]
        case .alreadyPaused(let since): [Fact("since", since.seconds)]
        case .dueInThePast(let due), .keptTooLate(let due), .overdue(let due): [Fact("due", due.seconds)]
        case .notPaused, .noTarget, .nothingSaid, .alreadyReplaced: []
        }
    }
}
