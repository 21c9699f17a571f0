/// A line as somebody sees it who stands beside it: who joined when, who was called, who went away.
///
/// Told in order of time. Each change and each question takes the same short time, however long the line is.
package struct ObservedLine<Person: Hashable & Sendable>: Sendable {
    private var joined: [Person: Double] = [:]
    /// In order of joining; those who are gone are dropped when they reach the head.
    private var order: [(person: Person, at: Double)] = []
    private var head = 0

    /// The delay of the last to enter service (LES): how long they had waited, nothing if they were served at once; `nil`
    /// before the first.
    package private(set) var lastDelay: Double?

    package init() {}

    /// How many wait.
    package var length: Int { joined.count }

    /// The delay so far of whoever stands at the head of the line (HOL); `nil` while nobody waits.
    package func headDelay(at now: Double) -> Double? { head < order.count ? now - order[head].at : nil }

    /// - Precondition: The person does not wait already.
    package mutating func join(_ person: Person, at time: Double) {
        precondition(joined.updateValue(time, forKey: person) == nil, "\(person) waits already")
        order.append((person, time))
    }

    /// - Returns: How long the person had waited; `nil` of somebody who does not wait.
    @discardableResult package mutating func enterService(_ person: Person, at time: Double) -> Double? {
        guard let since = joined.removeValue(forKey: person) else { return nil }
        lastDelay = time - since
        dropGone()
        return time - since
    }

    /// Nothing comes of it if the person does not wait.
    package mutating func leave(_ person: Person) {
        if joined.removeValue(forKey: person) != nil { dropGone() }
    }

    private mutating func dropGone() {
        // Somebody may have gone and come back: the time tells which entry is theirs.
        while head < order.count, joined[order[head].person] != order[head].at { head += 1 }
        if head > 32, head * 2 > order.count {
            order.removeFirst(head)
            head = 0
        }
    }
}
