import KeptDomain

extension Reading {
    /// The regions that orders went to, by name; known from the measures, which have few rows however many orders there are.
    package func orderRegions() throws -> [String] {
        let dimension = DeliveryDimension.region
        return try rows(
            """
            SELECT key FROM delivery_rollups WHERE span = 'month' AND dimension = \(dimension) AND key <> ''
            UNION SELECT key FROM delivery_deltas WHERE dimension = \(dimension) AND key <> '' ORDER BY key
            """
        ) { $0.text() }
    }
}
