import KeptFigures

/// Quotes orders one after another as they were bought, each with what was known on its day.
struct QuoteWalk {
    private let record: DeliveryRecord
    private var walk: ClockWalk
    private var ours: QuotedShare
    private var ladder = QuoteLadder()
    private var rolling: RollingQuantile
    private var rollingRungs: [(confidence: Double, kept: Int, days: Int)]
    /// The delivered and quoted orders that the business had promised something.
    private var compared = 0
    /// The delivered orders that were quoted, with the quote in days.
    private var quotes: [(order: Int, days: Int)] = []
    private var rollingQuotes = (orders: 0, kept: 0, days: 0)
    private let needed: Int
    private let daily: Double
    /// Deliveries by day, to count how many there were to learn from.
    private let deliveredBy: [Int32]

    init(_ record: DeliveryRecord, confidence: Double, first: Int32) {
        self.record = record
        walk = ClockWalk(record, [.delivery], until: first)
        ours = QuotedShare(confidence: confidence)
        rolling = RollingQuantile(record)
        rollingRungs = ladder.rungs.map { ($0.confidence, 0, 0) }
        needed = QuotedTicks.needed(confidence: confidence)
        let recent = record.courses.count { $0.day >= first - 30 && $0.day < first }
        daily = Double(recent) / 30
        deliveredBy = record.courses.filter(\.isDelivered).map { $0.day + Int32($0.delivered) }.sorted()
    }

    mutating func quote(_ order: Int) {
        let course = record.courses[order]
        while walk.day < course.day {
            let evening = walk.day - record.lag
            ours.hear(of: evening)
            ladder.hear(of: evening)
            walk.advance()
            // A purchase of a clock that jumped must not make the walk go through a century.
            if walk.day < course.day { pass(to: course.day - 1) }
        }
        let plain = rolling.days(for: order, shares: rollingRungs.map(\.confidence) + [ours.confidence])
        guard delivered(before: walk.day - record.lag) >= needed else { return }
        let clock = walk.clocks[0]
        let chances = clock.curve(of: order, ahead: walk.ahead)
        let quoted = ours.quote(course, chances, longest: clock.longest, daily: daily)
        // What is set beside the business's own promises is reckoned over the orders that it promised something.
        let isCompared = quoted != nil && plain != nil && course.lead != nil
        ladder.quote(course, chances, longest: clock.longest, daily: daily, isScored: isCompared)
        guard let days = quoted, course.isDelivered, let plain else { return }
        quotes.append((order, days))
        let took = Int(course.delivered)
        if isCompared {
            compared += 1
            for rung in rollingRungs.indices {
                rollingRungs[rung].kept += took <= plain[rung] ? 1 : 0
                rollingRungs[rung].days += plain[rung]
            }
        }
        let own = plain[rollingRungs.count]
        rollingQuotes.orders += 1
        rollingQuotes.kept += took <= own ? 1 : 0
        rollingQuotes.days += own
    }

    private mutating func pass(to day: Int32) {
        let from = walk.day
        walk.jump(to: day)
        for heard in from..<walk.day {
            ours.hear(of: heard - record.lag)
            ladder.hear(of: heard - record.lag)
        }
    }

    private func delivered(before day: Int32) -> Int {
        var (low, high) = (0, deliveredBy.count)
        while low < high {
            let middle = (low + high) / 2
            if deliveredBy[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: what came of it

    func result(_ scored: [Int]) -> DeliveryBacktest {
        let courses = record.courses
        let delivered = scored.count { courses[$0].isDelivered }
        let practice = practice
        let days = scored.map { courses[$0].day }
        let count = Double(max(rollingQuotes.orders, 1))
        let rungs = Double(max(compared, 1))
        let rollingPoints = rollingRungs.map { (kept: Double($0.kept) / rungs, days: Double($0.days) / rungs) }
        return DeliveryBacktest(
            confidence: ours.confidence,
            days: Day(number: days.min() ?? 0)...Day(number: days.max() ?? 0), orders: delivered,
            undelivered: scored.count - delivered, quoted: quotes.count,
            ours: .init(keptShare: ours.keptShare, meanDays: ours.meanDays), medianDays: median, practice: practice,
            rolling: rollingQuotes.orders == 0
                ? .init(keptShare: nil, meanDays: nil)
                : .init(
                    keptShare: Double(rollingQuotes.kept) / count, meanDays: Double(rollingQuotes.days) / count),
            atPracticeShare: practice.keptShare.flatMap { ladder.meanDays(atShare: $0) },
            rollingAtPracticeShare: practice.keptShare.flatMap {
                compared == 0 ? nil : QuoteLadder.interpolated(rollingPoints, at: $0)
            },
            byMonth: parts { order in
                let (year, month, _) = Day(number: courses[order].day).components
                return "\(padded(year, 4))-\(padded(month, 2))"
            }.sorted { ($0.name ?? "") < ($1.name ?? "") },
            byRegion: parts { record.region(courses[$0].region) }.sorted {
                $0.orders == $1.orders ? ($0.name ?? "") < ($1.name ?? "") : $0.orders > $1.orders
            })
    }

    private var practice: DeliveryBacktest.Kept {
        var (orders, kept, days) = (0, 0, 0)
        for quote in quotes {
            let course = record.courses[quote.order]
            guard let lead = course.lead else { continue }
            orders += 1
            kept += Int(course.delivered) <= lead ? 1 : 0
            days += lead
        }
        guard orders > 0 else { return .init(keptShare: nil, meanDays: nil) }
        return .init(keptShare: Double(kept) / Double(orders), meanDays: Double(days) / Double(orders))
    }

    private var median: Double? {
        guard !quotes.isEmpty else { return nil }
        let sorted = quotes.map(\.days).sorted()
        return Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func parts(by name: (Int) -> String?) -> [DeliveryBacktest.Part] {
        var sums: [String?: (orders: Int, kept: Int, days: Int)] = [:]
        for quote in quotes {
            let isKept = Int(record.courses[quote.order].delivered) <= quote.days
            let sum = sums[name(quote.order), default: (0, 0, 0)]
            sums[name(quote.order)] = (sum.orders + 1, sum.kept + (isKept ? 1 : 0), sum.days + quote.days)
        }
        return sums.map { name, sum in
            DeliveryBacktest.Part(
                name: name, orders: sum.orders, keptShare: Double(sum.kept) / Double(sum.orders),
                meanDays: Double(sum.days) / Double(sum.orders))
        }
    }
}
