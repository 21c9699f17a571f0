/// The question, some days after a case was closed, whether it was made good.
package struct FollowUp: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case waiting, sent, answered
        /// There is no way to ask: no address, and no chat; or the letter did not arrive.
        case unreachable
        /// The case was opened again before the question was due.
        case withdrawn
    }
    package enum Answer: String, Sendable, CaseIterable, Codable { case yes, partly, no }

    package let id: ID<FollowUp>
    package let `case`: ID<Case>
    package let episode: Int
    package let kind: Failure.Kind
    package var state: State
    package let due: Instant
    package var sentAt: Instant?
    /// Until then it can be answered.
    package var closesAt: Instant?
    package var answer: Answer?
    package var words: String?
    /// Who wrote the answer down that the customer gave by phone, as `Actor.description`; `nil` where they answered by the
    /// link.
    package var notedBy: String?
    /// When it was answered first.
    package var answeredAt: Instant?
    package var changes: Int
    /// The case that a bad answer opened or joined.
    package var reopened: ID<Case>?
    package let revision: Int

    package init(
        id: ID<FollowUp>, case: ID<Case>, episode: Int, kind: Failure.Kind, state: State = .waiting, due: Instant,
        sentAt: Instant? = nil, closesAt: Instant? = nil, answer: Answer? = nil, words: String? = nil,
        notedBy: String? = nil, answeredAt: Instant? = nil, changes: Int = 0, reopened: ID<Case>? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.case = `case`
        self.episode = episode
        self.kind = kind
        self.state = state
        self.due = due
        self.sentAt = sentAt
        self.closesAt = closesAt
        self.answer = answer
        self.words = words
        self.notedBy = notedBy
        self.answeredAt = answeredAt
        self.changes = changes
        self.reopened = reopened
        self.revision = revision
    }

    /// An answer can be changed for a day, and that often.
    package static let changeable = Span.hours(24)
    package static let mostChanges = 20
    /// Characters of the customer's own words.
    package static let longestWords = 2_000

    /// Whether the customer can answer at `now`, or answer otherwise.
    package func isOpen(at now: Instant) -> Bool {
        if let answeredAt { return now <= answeredAt + Self.changeable }
        return closesAt.map { now <= $0 } ?? false
    }

    /// With the customer's answer. The same answer again changes nothing: a link that is used twice does no harm.
    package func answered(
        _ answer: Answer, words: String?, at now: Instant
    ) throws(RecoveryRefusal) -> FollowUp {
        // Who has the link was asked, whatever a mail system said of the letter.
        guard sentAt != nil, state != .withdrawn else { throw .followUpClosed }
        return try taking(answer, words: words, at: now, isOpen: isOpen(at: now))
    }

    /// Whether somebody who has the customer on the phone can write their answer down at `now`: also before they were asked,
    /// where they could not be reached, and after the link has closed, but for an answer that stands.
    package func canBeNoted(at now: Instant) -> Bool {
        state != .withdrawn && (answeredAt == nil || isOpen(at: now))
    }

    /// With the answer that the customer gave by phone. The call asks: where nobody was asked yet, nobody is any more.
    package func noted(
        _ answer: Answer, words: String?, by actor: String, at now: Instant
    ) throws(RecoveryRefusal) -> FollowUp {
        if answer == self.answer, words?.trimmedOrNil ?? self.words == self.words { return self }
        guard canBeNoted(at: now) else { throw .answerStands }
        var result = try taking(answer, words: words, at: now, isOpen: true)
        result.notedBy = actor
        result.sentAt = sentAt ?? now
        result.closesAt = closesAt ?? now + Self.changeable
        return result
    }

    private func taking(
        _ answer: Answer, words: String?, at now: Instant, isOpen: Bool
    ) throws(RecoveryRefusal) -> FollowUp {
        let words = words?.trimmedOrNil ?? self.words
        if answer == self.answer, words == self.words { return self }
        guard isOpen else { throw answeredAt == nil ? .followUpClosed : .followUpFinal }
        guard changes < Self.mostChanges else { throw .tooManyChanges }
        var result = self
        result.state = .answered
        result.answer = answer
        result.words = words
        result.notedBy = nil
        result.answeredAt = answeredAt ?? now
        result.changes += 1
        return result
    }
}

/// When customers are asked, by kind of failure.
package struct FollowUpRule: Sendable, Hashable {
    package let kind: Failure.Kind
    package var isOn: Bool
    /// Days after the closing, 0...90.
    package var afterDays: Int
    /// Days for the answer, 1...90.
    package var answerDays: Int
    /// Whether "partly" opens the case again, as "no" does.
    package var partlyReopens: Bool
    package let revision: Int

    package init(
        kind: Failure.Kind, isOn: Bool, afterDays: Int = 3, answerDays: Int = 14, partlyReopens: Bool = false,
        revision: Int = 1
    ) {
        self.kind = kind
        self.isOn = isOn
        self.afterDays = afterDays
        self.answerDays = answerDays
        self.partlyReopens = partlyReopens
        self.revision = revision
    }

    package func problems() -> [FieldProblem] {
        func outside(_ value: Int, _ range: ClosedRange<Int>, _ field: String) -> FieldProblem? {
            range.contains(value)
                ? nil
                : FieldProblem(
                    field, "problems.out-of-range", [Fact("from", range.lowerBound), Fact("to", range.upperBound)])
        }
        return [outside(afterDays, 0...90, "after_days"), outside(answerDays, 1...90, "answer_days")]
            .compactMap(\.self)
    }

    /// When the customer of a case closed at `closed` is asked: so many days later, moved into 9:00 to 20:00 of the
    /// customer's day, so that no question comes at night.
    package func due(closed: Instant, zone: Zone) -> Instant {
        let wanted = closed + .days(Int64(afterDays))
        let local = zone.local(wanted)
        let (opens, closes) = (9 * 3_600, 20 * 3_600)
        if local.secondsOfDay < opens { return zone.startOfDay(local.day) + .seconds(Int64(opens)) }
        if local.secondsOfDay >= closes {
            return zone.startOfDay(local.day.advanced(by: 1)) + .seconds(Int64(opens))
        }
        return wanted
    }

    /// Whether an answer opens the case again.
    package func reopens(_ answer: FollowUp.Answer) -> Bool {
        answer == .no || answer == .partly && partlyReopens
    }
}
