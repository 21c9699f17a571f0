import KeptDomain
import KeptStore

extension PromiseListView.Narrowing {
    /// As an address narrows the list.
    init(_ query: inout QueryReader) {
        self.init()
        dueFrom = query.instant("due_from")
        dueBefore = query.instant("due_before")
        settledFrom = query.instant("settled_from")
        openOrSettledFrom = query.instant("open_or_settled_from")
        isLastWord = query.word("word", of: WordOfChain.self) == .last
        place = query.id("place", of: Place.self)?.description
        customer = query.id("customer", of: Customer.self)
    }

    /// Which words of a chain a list shows, besides all.
    private enum WordOfChain: String, CaseIterable { case last }

    static let names = ["due_from", "due_before", "settled_from", "open_or_settled_from", "word", "place", "customer"]
}

extension PromiseFilter {
    mutating func narrow(
        to state: PromiseListView.Filter?, _ narrowing: PromiseListView.Narrowing, _ warnings: ShownWarnings
    ) {
        switch state {
        case .open: self.state = .open
        case .atRisk:
            self.state = .open
            atRisk = warnings
        case .kept: self.state = .kept
        case .broken: self.state = .broken
        case .released: self.state = .released
        case .renegotiated: self.state = .renegotiated
        case .unmended: isUnmended = true
        case .judged: isJudged = true
        case nil: break
        }
        dueAfter = narrowing.dueFrom
        dueBefore = narrowing.dueBefore
        settledFrom = narrowing.settledFrom
        openOrSettledFrom = narrowing.openOrSettledFrom
        isLastWord = narrowing.isLastWord
        customer = narrowing.customer
        isLatestFirst = self.state != .open
    }
}
