import KeptFigures

extension DeliveryTally {
    /// The figures that hold anything, by the names that reports and orders' rows give them. For the difference of two
    /// tallies: the figures in which they differ. Empty where `isEmpty`.
    package var figures: [String] {
        let counts: [(String, Bool)] = [
            ("orders", orders == 0), ("delivered", delivered == 0), ("on_time", onTime.isEmpty),
            ("complete", complete.isEmpty), ("undamaged", undamaged.isEmpty), ("filled", filled.isEmpty),
            ("billed", billed.isEmpty), ("perfect", perfect.isEmpty), ("available_lines", availableLines.isEmpty),
            ("available_units", availableUnits.isEmpty),
            ("available_value", availableValue.allSatisfy(\.value.isEmpty)),
            ("first_attempt", firstAttempt.isEmpty), ("attempts", attempts == 0), ("cycle_days", cycle.isEmpty),
        ]
        let stages = Stage.allCases.map { ("\($0.rawValue)_days", stage($0).isEmpty) }
        return (counts + stages).filter { !$0.1 }.map(\.0)
    }
}
