import ArgumentParser
import KeptDomain
import KeptFigures
import KeptStore

/// The delivery clock learned from many orders, and what a quote and an outcome cost then.
struct QuoteBench: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "quotes", abstract: "Time to learn when deliveries end, of a quote, and of one outcome.")

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    @Option(help: "How many delivered orders there are, over two years.")
    var orders = 1_000_000

    @Option(help: "How many quotes and outcomes are timed.")
    var count = 10_000

    func validate() throws {
        guard (1_000...10_000_000).contains(orders) else {
            throw Terminal.usage(of: "--orders", from: 1_000, to: 10_000_000)
        }
        guard (1...1_000_000).contains(count) else { throw Terminal.usage(of: "--count", from: 1, to: 1_000_000) }
    }

    func perform() async throws {
        let clock = ContinuousClock()
        let zone = try ZoneFiles().zone("Europe/Berlin")
        var record = DeliveryRecord()
        let reading = clock.measure {
            for order in InventedOrders(count: orders, zone: zone) { record.append(order) }
        }
        var learned: QuoteClock?
        let day = InventedOrders.start.advanced(by: InventedOrders.days)
        let fitting = clock.measure {
            var delivery = record.clock(.delivery, asOf: day)
            delivery.fit(asOf: day.number)
            learned = delivery
        }
        guard let learned else { return }
        let runs = (0..<count).map { ($0 * 97) % record.count }
        var quoted = 0
        let quoting = clock.measure {
            for run in runs {
                let chances = learned.curve(of: run)
                quoted += QuotedTicks.least(chances, alpha: 0.1, longest: learned.longest) ?? 0
                quoted += QuotedTicks.least(chances, alpha: 0.5, longest: learned.longest) ?? 0
            }
        }
        var levels = [0.5, 0.8, 0.9, 0.95].map { ConformalLevel(confidence: $0, usualUnheard: 1_000) }
        var precedents = Precedents<Int>()
        let chances = learned.curve(of: 0)
        let learning = clock.measure {
            for (number, run) in runs.enumerated() {
                let reached = QuotedTicks.chance(ofAtLeast: run % 20, chances)
                for level in levels.indices { levels[level].heard(reached: reached) }
                precedents.learn(
                    [0, 1 + run % 27, 100 + run % 270], ticks: run % 20, on: day.number + Int32(number / 100))
            }
        }
        answer(reading, fitting, quoting, learning, quoted: quoted, figures: learned.tables.count)
    }

    private func answer(
        _ reading: Duration, _ fitting: Duration, _ quoting: Duration, _ learning: Duration, quoted: Int, figures: Int
    ) {
        func micros(_ duration: Duration) -> Double { (duration / .nanoseconds(1) / Double(count)).rounded() / 1_000 }
        let (read, fit) = (reading / .seconds(1), fitting / .seconds(1))
        switch format {
        case .json:
            Terminal.answer(
                #"{"orders":\#(orders),"read_seconds":\#(read),"fit_seconds":\#(fit),"quote_us":\#(micros(quoting)),"#
                    + #""learn_us":\#(micros(learning)),"table_entries":\#(figures),"quoted_days":\#(quoted)}"#)
        case .text:
            Terminal.answer(
                "\(orders) orders taken in within \(read) s and learned within \(fit) s; a quote \(micros(quoting)) µs, "
                    + "an outcome \(micros(learning)) µs; \(figures) table entries")
        }
    }
}

/// Delivered orders of two years, the same every time: 27 regions of which each takes longer than the last, 4 carriers.
private struct InventedOrders: Sequence, IteratorProtocol {
    static let start = Day(number: 20_000)
    static let days = 730

    private let count: Int
    private let zone: Zone
    private var number = 0
    private var chance = SeededChance(seed: 4)

    init(count: Int, zone: Zone) {
        self.count = count
        self.zone = zone
    }

    mutating func next() -> QuotedOrder? {
        guard number < count else { return nil }
        let seconds = Int64(Self.start.number) * 86_400 + Int64(Self.days) * 86_400 * Int64(number) / Int64(count)
        number += 1
        let at = Instant(seconds: seconds)
        let region = Int(chance.share() * 26.99)
        let (waits, travels) = (chance.time(mean: 1.5), 1 + chance.time(mean: 2 + Double(region) / 3))
        func after(_ days: Double) -> Instant { at + Span(microseconds: Int64(days * 86_400_000_000)) }
        let facts = QuotedOrder.Facts(
            place: ID(1), region: "R\(region)", postcode: "\(10 + region)\(Int(chance.share() * 9.99))45",
            carrier: ID(Int64(1 + chance.share() * 3.99)), total: Int64(1_000 + chance.time(mean: 9_000)),
            freight: Int64(200 + chance.time(mean: 1_500)), goods: 1 + Int(chance.share() * 2.5),
            sku: "sku-\(Int(chance.share() * 5_000))", productGroup: "group \(Int(chance.share() * 69))")
        return QuotedOrder(
            facts, zone: zone, orderedAt: at, promisedAt: after(8 + Double(region)), approvedAt: after(0.1),
            dispatchedAt: after(waits), deliveredAt: after(waits + travels))
    }
}
