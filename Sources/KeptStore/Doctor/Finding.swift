import KeptDomain

/// Something in the record that does not agree with itself: what, where, and (in the words of `doctor.json`) how to mend it.
package struct Finding: Sendable, Hashable {
    /// What was found; the last part of the word keys, the same in JSON.
    package enum Kind: String, Sendable, CaseIterable {
        case damagedStorage = "damaged-storage"
        case brokenReference = "broken-reference"
        case orderWithoutEntry = "order-without-entry"
        case promiseWithoutEntry = "promise-without-entry"
        case caseWithoutEntry = "case-without-entry"
        case stateWithoutEntry = "state-without-entry"
        case dueTimeOff = "due-time-off"
        case deadlineMissing = "deadline-missing"
        case deadlineLeftOver = "deadline-left-over"
        case breaksMiscounted = "breaks-miscounted"
        case breakWithoutCase = "break-without-case"
        case ownerGone = "owner-gone"
        case loadOff = "load-off"
        case episodeOff = "episode-off"
        case sendOff = "send-off"
        case mailOff = "mail-off"
        case answerOff = "answer-off"
        case unfetchedOff = "unfetched-off"
        case skillRuleOff = "skill-rule-off"
        case talkWithoutWord = "talk-without-word"
        case talkUnreadOff = "talk-unread-off"
        case trackingMessageOff = "tracking-message-off"
        case textMissing = "text-missing"
        case chainBroken = "chain-broken"
        case ledgerCountOff = "ledger-count-off"
        case dayCountOff = "day-count-off"
        case limitExceeded = "limit-exceeded"
        case reversalOff = "reversal-off"
        case remedyWithoutEntry = "remedy-without-entry"
        case requestOff = "request-off"
        case tellingOff = "telling-off"
        case remedyUntold = "remedy-untold"
        case moreBackThanPaid = "more-back-than-paid"
        case couponOff = "coupon-off"
        case guaranteeUseOff = "guarantee-use-off"
        case conductOff = "conduct-off"
        case conductWithoutEntry = "conduct-without-entry"
        case playbookOff = "playbook-off"
        case ratingOff = "rating-off"
        case drawOff = "draw-off"
        case quoteOff = "quote-off"
        case levelOff = "level-off"
        case riskOff = "risk-off"
        case failureMissing = "failure-missing"
        case failureElsewhere = "failure-elsewhere"
        case struckFailureOff = "struck-failure-off"
        case followUpOff = "follow-up-off"
        case causeOff = "cause-off"
        case orderOff = "order-off"
        case rollupOff = "rollup-off"
        case visitOff = "visit-off"
        case ticketOff = "ticket-off"
        case waitOff = "wait-off"
        case visitWithoutEntry = "visit-without-entry"
        case pointOff = "point-off"
        case pastVisitOff = "past-visit-off"
    }

    /// Stands for a value that is not there.
    static let nothing = "–"

    package let kind: Kind
    /// The row: a subject as the journal writes it (`promise:17`), or the name of a table or rollup.
    package let place: String
    package let facts: [Fact]

    package init(_ kind: Kind, at place: String, _ facts: [Fact] = []) {
        self.kind = kind
        self.place = place
        self.facts = facts
    }
}
