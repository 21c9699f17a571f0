import KeptDomain
import KeptWords

/// Which promises an order gets, worked out before any row is written.
struct PromisePlan {
    /// A word on some lines, or on the order as a whole.
    struct Word {
        let due: Instant
        let wording: Wording
        /// Indexes of the lines it is about; those of all goods where it is about the whole order.
        var lines: Set<Int>
    }

    enum Wording {
        /// The day or time was told by whoever took the order.
        case day(Day)
        case moment
        case standard(Standard, ClockTarget)
    }

    /// In order of due time. One, unless split delivery was promised.
    private(set) var words: [Word] = []
    /// When all goods are promised; `nil` where nothing is promised.
    private(set) var promisedAt: Instant?
    /// The promised time of each line, `nil` for lines without.
    private(set) var dues: [Instant?]
    /// The told time was over when we heard of the order: it is measured by it, but no promise can be watched any more.
    private(set) var hasPassed = false

    init(for draft: OrderDraft, in frame: OrderFrame, reading: Transaction) throws {
        dues = draft.lines.map { _ in nil }
        let goods = draft.lines.indices.filter { draft.lines[$0].isGoods }
        guard !goods.isEmpty else { return }
        var lineWords: [Word] = []
        if let told = draft.promisedBy {
            lineWords = [Word(told, lines: Set(goods), in: frame.zone)]
        } else {
            lineWords = try Self.words(of: goods, draft, frame, reading)
        }
        for index in draft.lines.indices {
            dues[index] = draft.lines[index].isGoods ? lineWords.first { $0.lines.contains(index) }?.due : nil
        }
        promisedAt = lineWords.map(\.due).max()
        if draft.splitDelivery {
            words = Self.united(lineWords)
        } else if let latest = lineWords.max(by: { $0.due < $1.due }) {
            words = [Word(due: latest.due, wording: latest.wording, lines: Set(goods))]
        }
        hasPassed = words.contains { $0.due <= reading.now }
        words.removeAll { $0.due <= reading.now }
        // A standard that was over before we knew of the order was told to nobody.
        if hasPassed, draft.promisedBy == nil, draft.lines.indices.allSatisfy({ draft.told(ofLine: $0) == nil }) {
            promisedAt = words.map(\.due).max()
        }
    }

    /// The word on each line of goods: what was told for it, else what the standard that fits it makes.
    private static func words(
        of goods: [Int], _ draft: OrderDraft, _ frame: OrderFrame, _ reading: Transaction
    ) throws -> [Word] {
        let standards = try reading.standardsInForce(.delivery)
        var dues: [ID<StandardVersion>: (Instant, ClockTarget)] = [:]
        return try goods.compactMap { index in
            let line = draft.lines[index]
            if let told = draft.told(ofLine: index) { return Word(told, lines: [index], in: frame.zone) }
            let facts = ScopeFacts(
                place: frame.place.id, placeCity: frame.place.city, carrier: draft.carrier,
                segment: draft.customer?.segment ?? frame.customer?.segment, channel: draft.channel,
                region: frame.region,
                city: frame.city, productGroup: line.productGroup)
            guard let standard = Standard.fitting(facts, among: standards, metric: .delivery) else { return nil }
            let (due, target): (Instant, ClockTarget)
            if let known = dues[standard.version] {
                (due, target) = known
            } else {
                (due, target) = try reading.due(of: standard, from: draft.orderedAt, in: frame)
                dues[standard.version] = (due, target)
            }
            return Word(due: due, wording: .standard(standard, target), lines: [index])
        }
    }

    /// One word for all lines that are due together.
    private static func united(_ words: [Word]) -> [Word] {
        var result: [Word] = []
        for word in words.sorted(by: { $0.due < $1.due }) {
            if let last = result.indices.last, result[last].due == word.due {
                result[last].lines.formUnion(word.lines)
            } else {
                result.append(word)
            }
        }
        return result
    }
}

extension PromisePlan.Word {
    /// What was told by whoever took the order; a day counts until its end in `zone`.
    fileprivate init(_ told: OrderDraft.PromisedBy, lines: Set<Int>, in zone: Zone) {
        let wording: PromisePlan.Wording = if case .day(let day) = told { .day(day) } else { .moment }
        self.init(due: told.instant(in: zone), wording: wording, lines: lines)
    }
}

extension Reading {
    func due(of standard: Standard, from start: Instant, in frame: OrderFrame) throws -> (Instant, ClockTarget) {
        let target = try ClockTarget(standard.target)
        let calendar =
            try standard.calendar.map { try self.calendar(current: $0).calendar } ?? frame.calendar.calendar
        let clock = RunningClock(calendar, target: target, started: start, zone: frame.zone)
        guard let due = try clock.end().due else { preconditionFailure("stopped without a pause") }
        return (due, target)
    }
}

extension Transaction {
    /// Makes the words of a plan on an order that was made just now.
    func make(
        _ plan: PromisePlan, on order: Order, in frame: OrderFrame, words: Vocabulary
    ) throws -> [(promise: Promise, lines: Set<Int>)] {
        guard !plan.words.isEmpty else { return [] }
        let told = PromiseSentence(words: words, language: frame.language, zone: frame.zone, now: now)
        let matter = addMatter(customer: order.customer, order: order.id, subject: "order \(order.number)")
        let context = PromiseContext(ofNew: order, on: matter, frame.calendar)
        return try plan.words.map { word in
            let draft: PromiseDraft
            switch word.wording {
            case .day(let day):
                draft = PromiseDraft(
                    about: .order(order.id), said: told.arrives(on: day), language: told.language, zone: order.zone,
                    due: .at(word.due), startsAt: order.orderedAt, place: order.place)
            case .moment:
                draft = PromiseDraft(
                    about: .order(order.id), said: told.arrives(by: word.due), language: told.language,
                    zone: order.zone,
                    due: .at(word.due), startsAt: order.orderedAt, place: order.place)
            case .standard(let standard, let target):
                let (said, language) = told.said(by: standard, due: word.due, target: target)
                draft = PromiseDraft(
                    about: .order(order.id), said: said, language: language, zone: order.zone,
                    due: .target(target, calendar: standard.calendar), startsAt: order.orderedAt, place: order.place,
                    standardVersion: standard.version, warnings: standard.warnings)
            }
            return (try makePromise(draft, in: context), word.lines)
        }
    }
}
