import KeptDomain

extension Reading {
    /// How long the stages of orders bought in the 90 days up to `today` took: those of the carrier, else all. From the
    /// rollups alone, so that it costs days and not orders; changes of the last seconds may be missing.
    package func usualStages(carrier: ID<Carrier>?, today: Day) throws -> UsualStages {
        let own = try carrier.map { try tally(.carrier, key: "\($0)", today) } ?? DeliveryTally()
        return UsualStages(own, orElse: try tally(.all, key: "", today))
    }

    private func tally(_ dimension: DeliveryDimension, key: String, _ today: Day) throws -> DeliveryTally {
        let first = today.advanced(by: -UsualStages.days)
        var sum = DeliverySum()
        _ = try rows(
            """
            SELECT tally FROM delivery_rollups WHERE span = 'day' AND dimension = \(dimension) AND key = \(key)
              AND day BETWEEN \(first) AND \(today)
            """
        ) { try sum.merge(bytes: $0.bytes()) }
        return sum.tally
    }
}
