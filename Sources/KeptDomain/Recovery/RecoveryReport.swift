import KeptFigures

/// How failures of a span of time were mended.
package struct RecoveryReport: Sendable {
    /// Failures of one kind; `foreseen` of them were seen coming, and `toldBefore` the customer knew before they happened.
    package struct KindCount: Sendable, Hashable {
        package let kind: Failure.Kind
        package var count = 0
        package var foreseen = 0
        package var toldBefore = 0
    }

    /// How long a step took, from the failure or from when it was foreseen.
    package struct StepTimes: Sendable, Hashable {
        package let step: RecoveryStep
        package var done = 0
        package var leftOut = 0
        /// Seconds; `nil` where nobody did it.
        package var median: Double?
        package var p90: Double?
    }

    /// Closed cases of one month with one cause.
    package struct CauseCount: Sendable, Hashable {
        /// `2026-11`.
        package let month: String
        /// `nil` for no fault of ours, and for closings without a cause that is kept.
        package let cause: ID<Cause>?
        package let isOurs: Bool
        package let cases: Int

        package init(month: String, cause: ID<Cause>?, isOurs: Bool, cases: Int) {
            self.month = month
            self.cause = cause
            self.isOurs = isOurs
            self.cases = cases
        }
    }

    /// What remedies of one currency cost together.
    package struct Cost: Sendable, Hashable {
        package let amount: Money
        package let remedies: Int

        package init(amount: Money, remedies: Int) {
            self.amount = amount
            self.remedies = remedies
        }
    }

    package let recoveries: Int
    package let kinds: [KindCount]
    package let steps: [StepTimes]
    /// Seconds to the first step of any kind.
    package let firstStep: (median: Double?, p90: Double?)
    package let asked: Int
    package let unreachable: Int
    package let waiting: Int
    package let answers: [FollowUp.Answer: Int]
    package var causes: [CauseCount] = []
    /// By currency, never added up across them.
    package var costs: [Cost] = []
    package var purchases = LaterPurchases()

    package init(_ tally: RecoveryTally) {
        recoveries = tally.recoveries
        kinds = Failure.Kind.allCases.compactMap { tally.kinds[$0] }
            .filter { $0.count + $0.foreseen + $0.toldBefore > 0 }
        steps = RecoveryStep.allCases.map { step in
            var times = StepTimes(step: step)
            let spans = OrderedValues(tally.spans[step] ?? [])
            (times.done, times.leftOut) = (spans.count, tally.leftOut[step] ?? 0)
            (times.median, times.p90) = (spans.quantile(0.5), spans.quantile(0.9))
            return times
        }
        let first = OrderedValues(tally.firstSteps)
        firstStep = (first.quantile(0.5), first.quantile(0.9))
        asked = (tally.followUps[.sent] ?? 0) + (tally.followUps[.answered] ?? 0)
        unreachable = tally.followUps[.unreachable] ?? 0
        waiting = tally.followUps[.waiting] ?? 0
        answers = tally.answers
    }

    package init(_ recoveries: [Recovery]) {
        var tally = RecoveryTally()
        for recovery in recoveries { tally.add(recovery) }
        self.init(tally)
    }

    /// "Yes" among all answers.
    package var madeGood: Proportion {
        Proportion(answers[.yes] ?? 0, of: answers.values.reduce(0, +))
    }

    package var failures: Int { kinds.reduce(0) { $0 + $1.count + $1.toldBefore } }
}
