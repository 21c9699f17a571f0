import KeptFigures

/// Whether customers bought again soon after something went wrong, beside customers for whom nothing had.
package struct LaterPurchases: Sendable {
    package enum Group: String, Sendable, CaseIterable, Codable { case well, badly, never }

    /// Within how many days an order counts. A shorter time is known sooner.
    package enum Within: String, Sendable, CaseIterable, Codable {
        case days30 = "30"
        case days60 = "60"
        case days90 = "90"

        package var days: Int {
            switch self {
            case .days30: 30
            case .days60: 60
            case .days90: 90
            }
        }
        package var span: Span { .days(Int64(days)) }
    }

    /// A customer at a moment, and whether they ordered within the days after it.
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

    /// How far apart in time a customer and those matched with them may be.
    package static let matchWithin = Span.days(7)
    /// How many who never failed are matched with one for whom something did.
    package static let matches = 4
    /// Under so many in a group nothing is said of a difference.
    package static let least = 10

    private var groups: [Group: Proportion] = [:]
    package let within: Within

    package init(within: Within = .days90) { self.within = within }

    /// Matches each customer of the first two groups with up to four of the third who ordered within seven days of the
    /// failure, nearest first, each used once. In order of time, so that the same record gives the same groups.
    ///
    /// - Parameter never: those of the third group in a span of time, its end not included; asked for one span after the
    ///   other, none twice, so that no more than about fifteen days of them are held at once.
    package init(
        well: [Customer], badly: [Customer], within: Within = .days90,
        never: (_ from: Instant, _ to: Instant) throws -> [Customer]
    ) rethrows {
        self.within = within
        var pool = MatchingPool()
        var matched = Proportion(0, of: 0)
        for customer in (well + badly).sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            try pool.reach(from: customer.at - Self.matchWithin, through: customer.at + Self.matchWithin, never)
            let near = pool.take(Self.matches, nearest: customer)
            matched = Proportion(
                matched.successes + near.count(where: \.boughtAgain), of: matched.trials + near.count)
        }
        for (group, customers) in [(Group.well, well), (.badly, badly)] {
            groups[group] = Proportion(customers.count(where: \.boughtAgain), of: customers.count)
        }
        groups[.never] = matched
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

/// Customers of the third group near the moment that is matched: what lies behind is let go.
private struct MatchingPool {
    private var waiting: [LaterPurchases.Customer] = []
    private var reached: Instant?

    mutating func reach(
        from: Instant, through to: Instant,
        _ read: (_ from: Instant, _ to: Instant) throws -> [LaterPurchases.Customer]
    ) rethrows {
        waiting.removeFirst(place(of: from))
        let begin = max(reached ?? from, from)
        guard begin <= to else { return }
        // A day ahead, so that failures close to each other cost one reading.
        let end = to + .days(1)
        waiting += try read(begin, end).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        reached = end
    }

    /// Of the first who is not before an instant.
    private func place(of instant: Instant) -> Int {
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].at < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Goes outwards from the moment to both sides, so that it costs what is taken and not what waits. Of those equally near the
    /// earlier come first.
    mutating func take(_ count: Int, nearest customer: LaterPurchases.Customer) -> [LaterPurchases.Customer] {
        func gap(_ other: LaterPurchases.Customer) -> Int64 { abs(other.at.microseconds - customer.at.microseconds) }
        let most = LaterPurchases.matchWithin.microseconds
        let place = place(of: customer.at)
        var (low, high) = (place, place)
        var chosen: [Int] = []
        while chosen.count < count {
            let before = low > 0 ? gap(waiting[low - 1]) : .max
            let after = high < waiting.count ? gap(waiting[high]) : .max
            guard min(before, after) <= most else { break }
            var next = high..<high + 1
            if before <= after {
                // Those of one moment stand in the order of their ids.
                let at = waiting[low - 1].at
                let end = low
                while low > 0, waiting[low - 1].at == at { low -= 1 }
                next = low..<end
            } else {
                high += 1
            }
            chosen += next.filter { waiting[$0].id != customer.id }.prefix(count - chosen.count)
        }
        defer { for index in chosen.sorted(by: >) { waiting.remove(at: index) } }
        return chosen.map { waiting[$0] }
    }
}
