/// What a recovery does, in its order.
package enum RecoveryStep: String, Sendable, CaseIterable, Codable {
    case acknowledge, apologise, explain, solve
    case makeAmends = "make-amends"
    case followUp = "follow-up"
    case learn

    /// What a message can do by itself. The others are done by what happened.
    package static let ofMessages: [RecoveryStep] = [.acknowledge, .apologise, .explain]
}

/// By what a step was done. A step is never ticked: something stands in the record that did it.
package enum RecoveryEvidence: Sendable, Hashable {
    /// A message that left us and carries the step.
    case message(ID<Message>)
    case remedy(ID<Remedy>, RemedyKind, Money?)
    /// A told word on the matter that was kept.
    case promise(ID<Promise>)
    /// The case was closed.
    case closing
    case followUp(ID<FollowUp>, FollowUp.Answer)
    /// `nil` where the case was closed as no fault of ours, or with words alone.
    case cause(ID<Cause>?)

    package var kind: String {
        switch self {
        case .message: "message"
        case .remedy: "remedy"
        case .promise: "promise"
        case .closing: "closing"
        case .followUp: "follow-up"
        case .cause: "cause"
        }
    }
}

/// A fact that did a step.
package struct RecoveryFact: Sendable, Hashable {
    package let step: RecoveryStep
    package let at: Instant
    /// `Actor.description`.
    package let by: String
    package let evidence: RecoveryEvidence
    /// The short number of the case on which it was done, where that became part of this one; `nil` for what was done on it.
    package let fromCase: Int?

    package init(
        _ step: RecoveryStep, at: Instant, by: String, evidence: RecoveryEvidence, fromCase: Int? = nil
    ) {
        self.step = step
        self.at = at
        self.by = by
        self.evidence = evidence
        self.fromCase = fromCase
    }
}

/// A step that somebody left out, and why.
package struct StepLeftOut: Sendable, Hashable {
    package let step: RecoveryStep
    package let reason: String
    package let by: String
    package let at: Instant

    package init(step: RecoveryStep, reason: String, by: String, at: Instant) {
        self.step = step
        self.reason = reason
        self.by = by
        self.at = at
    }
}

/// The recovery of one case in one of its episodes: what went wrong, and each step with what did it.
package struct Recovery: Sendable, Hashable {
    /// How far one step is.
    package enum Progress: Sendable, Hashable {
        case done(RecoveryFact)
        case leftOut(StepLeftOut)
        /// The customer was asked and has not answered.
        case waiting(FollowUp)
        case toDo
    }

    package let `case`: ID<Case>
    package let episode: Int
    /// The first to be known first; never empty.
    package let failures: [Failure]
    package let followUp: FollowUp?
    private let facts: [RecoveryStep: RecoveryFact]
    private let omissions: [RecoveryStep: StepLeftOut]

    /// - Parameter facts: of each step the earliest counts; what was before the recovery began counts not at all.
    package init(
        case id: ID<Case>, episode: Int, failures: [Failure], facts: [RecoveryFact], leftOut: [StepLeftOut],
        followUp: FollowUp?
    ) {
        precondition(!failures.isEmpty, "a recovery of nothing")
        self.case = id
        self.episode = episode
        self.failures = failures
        self.followUp = followUp
        // What did not happen after all begins nothing where something else did.
        let real = failures.filter { $0.standing != .averted }
        let began = (real.isEmpty ? failures : real).lazy.map(\.beganAt).min() ?? failures[0].beganAt
        beganAt = began
        var first: [RecoveryStep: RecoveryFact] = [:]
        for fact in facts where fact.at >= began {
            if let known = first[fact.step], known.at <= fact.at { continue }
            first[fact.step] = fact
        }
        self.facts = first
        omissions = Dictionary(leftOut.map { ($0.step, $0) }) { known, _ in known }
    }

    package let beganAt: Instant

    /// Whether something went wrong: it happened, or the customer was told before it could. What is only foreseen, or was
    /// averted or corrected, is no recovery to be counted.
    package var isCounted: Bool { failures.contains { $0.standing == .happened || $0.standing == .toldBefore } }

    /// A fact stands before an omission: what was left out and then done is done.
    package subscript(step: RecoveryStep) -> Progress {
        if let fact = facts[step] { return .done(fact) }
        if let omission = omissions[step] { return .leftOut(omission) }
        if step == .followUp, let followUp, followUp.state == .sent { return .waiting(followUp) }
        return .toDo
    }

    /// What comes next; `nil` when nothing is left to do but wait.
    package var next: RecoveryStep? {
        RecoveryStep.allCases.first { if case .toDo = self[$0] { true } else { false } }
    }

    /// From the failure to a step; `nil` while it is not done.
    package func time(to step: RecoveryStep) -> Span? { facts[step].map { $0.at - beganAt } }

    /// From the failure to the first step of any kind.
    package var timeToFirstStep: Span? { facts.values.lazy.map(\.at).min().map { $0 - beganAt } }
}

package enum RecoveryRefusal: Refusal, Hashable {
    /// The case carries no failure, so that there is nothing to recover from.
    case noFailure
    /// What was done already cannot be left out.
    case stepDone(RecoveryStep)
    /// The promise is no told word that is still open, so that nobody can foresee its break.
    case notForeseeable
    /// The expected time is within the word that was given.
    case notLate
    case causeEnded
    case causeOfItself
    case followUpClosed
    /// The customer of the case is not to be asked, by the rules, so that there is nothing to answer.
    case noFollowUp
    /// The customer answered, and the day in which that could be changed is over.
    case answerStands
    case followUpFinal
    case tooManyChanges

    package var key: String {
        switch self {
        case .noFailure: "refusals.recovery-no-failure"
        case .stepDone: "refusals.recovery-step-done"
        case .notForeseeable: "refusals.recovery-not-foreseeable"
        case .notLate: "refusals.recovery-not-late"
        case .causeEnded: "refusals.cause-ended"
        case .causeOfItself: "refusals.cause-of-itself"
        case .followUpClosed: "refusals.follow-up-closed"
        case .noFollowUp: "refusals.follow-up-none"
        case .answerStands: "refusals.follow-up-stands"
        case .followUpFinal: "refusals.follow-up-final"
        case .tooManyChanges: "refusals.follow-up-too-many"
        }
    }

    package var facts: [Fact] {
        if case .stepDone(let step) = self { [Fact("step", step.rawValue)] } else { [] }
    }
}
