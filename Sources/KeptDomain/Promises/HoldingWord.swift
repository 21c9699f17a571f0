extension Sequence where Element == Promise {
    /// The word that holds: of those that a customer was told and that no other replaced, the open one due first; where
    /// none is open, the one broken last; else the one said last. `nil` where nothing was told.
    ///
    /// Given all words on one order or matter, in any order.
    package var holding: Promise? {
        let told = filter(\.isTold)
        let replaced = Set(told.compactMap(\.replaces))
        let standing = told.filter { $0.state != .renegotiated && !replaced.contains($0.id) }
        return standing.filter(\.isOpen).min { ($0.due, $0.id) < ($1.due, $1.id) }
            ?? standing.filter { $0.state == .broken }.max { ($0.due, $0.id) < ($1.due, $1.id) }
            ?? standing.max { $0.id < $1.id }
    }
}
