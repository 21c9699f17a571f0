import KeptFigures

/// A sum of many tallies, made straight from their bytes: what a report over years of days does most.
package struct DeliverySum: Sendable {
    /// Without its histograms.
    private var counts = DeliveryTally()
    private var histograms = [QuantileSum](repeating: QuantileSum(), count: 1 + Stage.allCases.count)

    package init() {}

    package mutating func merge(bytes: [UInt8]) throws(ByteReader.Malformed) {
        try counts.mergeCounts(bytes: bytes) { (number, reader) throws(ByteReader.Malformed) in
            try histograms[number].merge(from: &reader)
        }
    }

    package mutating func add(_ facts: OrderFacts) {
        counts.addCounts(facts)
        if let span = facts.cycle { histograms[0].add(span.seconds) }
        for stage in Stage.allCases {
            if let span = facts.stages[stage] { histograms[1 + stage.number].add(span.seconds) }
        }
    }

    package var tally: DeliveryTally { DeliveryTally(counts, histograms.map(\.histogram)) }
}
