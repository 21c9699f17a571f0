import KeptFigures

/// How failures of a span of time were mended.
package struct RecoveryReport: Sendable {
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

    package init(_ recoveries: [Recovery]) {
        self.recoveries = recoveries.count
        var kinds = Dictionary(uniqueKeysWithValues: Failure.Kind.allCases.map { ($0, KindCount(kind: $0)) })
        for failure in recoveries.flatMap(\.failures) {
            kinds[failure.kind]?.foreseen += failure.foreseenAt == nil ? 0 : 1
            switch failure.standing {
            case .happened: kinds[failure.kind]?.count += 1
            case .toldBefore: kinds[failure.kind]?.toldBefore += 1
            case .foreseen, .averted: break
            }
        }
        self.kinds = Failure.Kind.allCases.compactMap { kinds[$0] }
            .filter { $0.count + $0.foreseen + $0.toldBefore > 0 }
        steps = RecoveryStep.allCases.map { step in
            var times = StepTimes(step: step)
            let spans = OrderedValues(recoveries.compactMap { $0.time(to: step) }.map(Self.seconds))
            times.done = spans.count
            times.leftOut = recoveries.count { if case .leftOut = $0[step] { true } else { false } }
            (times.median, times.p90) = (spans.quantile(0.5), spans.quantile(0.9))
            return times
        }
        let first = OrderedValues(recoveries.compactMap(\.timeToFirstStep).map(Self.seconds))
        firstStep = (first.quantile(0.5), first.quantile(0.9))
        let followUps = recoveries.compactMap(\.followUp)
        asked = followUps.count { $0.state == .sent || $0.state == .answered }
        unreachable = followUps.count { $0.state == .unreachable }
        waiting = followUps.count { $0.state == .waiting }
        answers = Dictionary(grouping: followUps.compactMap(\.answer)) { $0 }.mapValues(\.count)
    }

    private static func seconds(_ span: Span) -> Double { Double(span.microseconds) / 1_000_000 }

    /// "Yes" among all answers.
    package var madeGood: Proportion {
        Proportion(answers[.yes] ?? 0, of: answers.values.reduce(0, +))
    }

    package var failures: Int { kinds.reduce(0) { $0 + $1.count + $1.toldBefore } }
}

/// Whether customers bought again within 90 days after something went wrong, beside customers for whom nothing ever did.
package struct LaterPurchases: Sendable {
    package enum Group: String, Sendable, CaseIterable, Codable { case well, badly, never }

    /// A customer at a moment, and whether they ordered within 90 days after it.
    package struct Customer: Sendable, Hashable {
        package let id: ID<KeptDomain.Customer>
        package let at: Instant
        package let boughtAgain: Bool

        package init(id: ID<KeptDomain.Customer>, at: Instant, boughtAgain: Bool) {
            self.id = id
            self.at = at
            self.boughtAgain = boughtAgain
        }
    }

    package static let window = Span.days(90)
    /// How far apart in time a customer and those matched with them may be.
    package static let matchWithin = Span.days(7)
    /// How many who never failed are matched with one for whom something did.
    package static let matches = 4
    /// Under so many in a group nothing is said of a difference.
    package static let least = 10

    private var groups: [Group: Proportion] = [:]

    package init() {}

    /// Matches each customer of the first two groups with up to four of the third who ordered within seven days of the
    /// failure, nearest first, each used once. In order of time, so that the same record gives the same groups.
    package init(well: [Customer], badly: [Customer], never: [Customer]) {
        let pool = never.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        var used = Array(repeating: false, count: pool.count)
        var matched: [Customer] = []
        for customer in (well + badly).sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            let start = Self.first(in: pool, from: customer.at - Self.matchWithin)
            let near = pool[start...].prefix { $0.at <= customer.at + Self.matchWithin }.indices
                .filter { !used[$0] && pool[$0].id != customer.id }
            let nearest = near.sorted { (Self.gap(pool[$0], customer), $0) < (Self.gap(pool[$1], customer), $1) }
            for index in nearest.prefix(Self.matches) {
                used[index] = true
                matched.append(pool[index])
            }
        }
        for (group, customers) in [(Group.well, well), (.badly, badly), (.never, matched)] {
            groups[group] = Proportion(customers.count(where: \.boughtAgain), of: customers.count)
        }
    }

    private static func gap(_ one: Customer, _ other: Customer) -> Int64 {
        abs(one.at.microseconds - other.at.microseconds)
    }

    private static func first(in pool: [Customer], from instant: Instant) -> Int {
        var (low, high) = (0, pool.count)
        while low < high {
            let middle = (low + high) / 2
            if pool[middle].at < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package subscript(group: Group) -> Proportion { groups[group] ?? Proportion(0, of: 0) }

    /// How much more of one group bought again than of another; `nil` where one is too small to say.
    package func difference(
        _ group: Group, from other: Group
    ) -> (value: Double, interval: ClosedRange<Double>)? {
        guard self[group].trials >= Self.least, self[other].trials >= Self.least else { return nil }
        return self[group].difference(from: self[other])
    }
}

/// Of the told words of one standard that were settled in one month: how many were kept, and of how many chains the first.
package struct PromiseCount: Sendable, Hashable {
    /// `2026-11`, by when they were settled, in the zone of the default place.
    package let month: String
    /// `nil` for words that no standard made.
    package let standard: ID<Standard>?
    package let name: String?
    package var kept: Int
    package var broken: Int
    /// Chains that ended in the month, and those of them whose first word was kept.
    package var chains: Int
    package var firstKept: Int

    package init(
        month: String, standard: ID<Standard>?, name: String?, kept: Int, broken: Int, chains: Int, firstKept: Int
    ) {
        self.month = month
        self.standard = standard
        self.name = name
        self.kept = kept
        self.broken = broken
        self.chains = chains
        self.firstKept = firstKept
    }

    package var keptShare: Double? { kept + broken == 0 ? nil : Double(kept) / Double(kept + broken) }
    package var firstKeptShare: Double? { chains == 0 ? nil : Double(firstKept) / Double(chains) }
}
