/// Recoveries counted one after the other, so that a report of any number of them needs no more than a few numbers of each.
package struct RecoveryTally: Sendable {
    /// What a customer said of the first recovery of theirs that they answered for.
    package struct Answered: Sendable, Hashable {
        package let at: Instant
        package let answer: FollowUp.Answer
    }

    package private(set) var recoveries = 0
    package private(set) var kinds: [Failure.Kind: RecoveryReport.KindCount] = [:]
    /// Seconds from the failure to each step that was done.
    package private(set) var spans: [RecoveryStep: [Double]] = [:]
    package private(set) var leftOut: [RecoveryStep: Int] = [:]
    /// Seconds to the first step of any kind.
    package private(set) var firstSteps: [Double] = []
    package private(set) var followUps: [FollowUp.State: Int] = [:]
    package private(set) var answers: [FollowUp.Answer: Int] = [:]
    package private(set) var answered: [ID<Customer>: Answered] = [:]

    package init() {}

    /// What was foreseen is counted by its kind in any case. Times, steps and answers are those of recoveries in which
    /// something went wrong.
    package mutating func add(_ recovery: Recovery) {
        for failure in recovery.failures {
            var count = kinds[failure.kind] ?? RecoveryReport.KindCount(kind: failure.kind)
            count.foreseen += failure.foreseenAt == nil ? 0 : 1
            switch failure.standing {
            case .happened: count.count += 1
            case .toldBefore: count.toldBefore += 1
            case .foreseen, .averted: break
            }
            kinds[failure.kind] = count
        }
        guard recovery.isCounted else { return }
        recoveries += 1
        for step in RecoveryStep.allCases {
            if let span = recovery.time(to: step) { spans[step, default: []].append(Self.seconds(span)) }
            if case .leftOut = recovery[step] { leftOut[step, default: 0] += 1 }
        }
        if let span = recovery.timeToFirstStep { firstSteps.append(Self.seconds(span)) }
        guard let followUp = recovery.followUp else { return }
        followUps[followUp.state, default: 0] += 1
        guard let answer = followUp.answer else { return }
        answers[answer, default: 0] += 1
        guard let customer = recovery.failures.lazy.compactMap(\.customer).first else { return }
        if let before = answered[customer], before.at <= recovery.beganAt { return }
        answered[customer] = Answered(at: recovery.beganAt, answer: answer)
    }

    private static func seconds(_ span: Span) -> Double { Double(span.microseconds) / 1_000_000 }
}
