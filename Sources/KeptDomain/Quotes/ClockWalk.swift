import KeptFigures

/// Clocks that walk through a record day by day as if it were lived again: at the beginning of each day they know what had
/// ended by the evening before, and nothing else.
struct ClockWalk {
    /// Days between two fits. A fit each night, as a business has it, gives the same figures and takes seven times as long.
    private static let step: Int32 = 7
    /// Days of fits before the first day that is scored, so that the spreads and the shares of orders that never end have
    /// settled by then.
    private static let settling: Int32 = 91

    private(set) var clocks: [QuoteClock]
    private(set) var day: Int32
    private let deliveries: RunTimes
    private let lag: Int32
    private var fitted: Int32?

    init(_ record: DeliveryRecord, _ kinds: [DeliveryClock], until first: Int32) {
        let start = first - Self.settling
        clocks = kinds.map { record.clock($0, asOf: Day(number: start)) }
        deliveries = record.times(.delivery)
        lag = record.lag
        day = start - 1
        while day < first - 1 { advance() }
    }

    /// Today begins.
    mutating func advance() {
        day += 1
        let known = day - lag
        if let fitted, day - fitted < Self.step {
            for index in clocks.indices { clocks[index].advance(to: known) }
            return
        }
        fitted = day
        // What is odd today fades with the median run from purchase to delivery, whichever clock it shows on.
        let median = EndedRuns(deliveries, since: known - 400, before: known).median
        for index in clocks.indices {
            clocks[index].fit(asOf: known)
            if let median { clocks[index].setFading(median: median) }
        }
    }

    /// Passes over days on which nothing is asked. The next one begins with a fit, which follows the drift of those before.
    mutating func jump(to day: Int32) {
        guard day - self.day > Self.settling else { return }
        self.day = day
        fitted = nil
    }

    /// How many ticks lie between what is known and today.
    var ahead: Int { Int(lag) }
}
