import KeptDomain
import KeptStore

extension PromiseListView.Narrowing {
    /// As an address narrows the list; what cannot be read narrows nothing.
    init(_ query: SubmittedForm) {
        self.init()
        dueFrom = Self.instant(query["due_from"])
        dueBefore = Self.instant(query["due_before"])
        settledFrom = Self.instant(query["settled_from"])
        isLastWord = query["word"] == "last"
        place = query["place"].flatMap { ID<Place>($0)?.description }
    }

    private static func instant(_ text: String?) -> Instant? {
        guard let text else { return nil }
        do { return try Instant(iso: text) } catch { return nil }
    }
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
        isLastWord = narrowing.isLastWord
        isLatestFirst = self.state != .open
    }
}
