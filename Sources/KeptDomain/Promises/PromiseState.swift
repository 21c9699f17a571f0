/// Where a promise stands. Only an open one can change; the four others are final.
package enum PromiseState: String, Sendable, CaseIterable, Codable {
    /// Running or paused.
    case open
    case kept
    case broken
    /// Withdrawn, cancelled by the customer, or settled without it.
    case released
    /// Another promise replaced it while it was open.
    case renegotiated
}

/// Which clock a promise runs by.
package enum PromiseClock: String, Sendable, CaseIterable, Codable {
    /// Around the clock.
    case always
    case openingHours = "opening-hours"
    /// Until the end of today's opening hours.
    case sundown
    /// A day or time that was named to the customer; no pause moves it.
    case date
}

/// Why a promise's clock stands still. A pause always has one of these.
package enum PauseReason: String, Sendable, CaseIterable, Codable {
    case waitingForCustomer = "waiting-for-customer"
    case waitingForThirdParty = "waiting-for-third-party"
    case agreedWithCustomer = "agreed-with-customer"
    case outOfOurHands = "out-of-our-hands"
}
