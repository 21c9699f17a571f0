import KeptDomain

extension Reading {
    /// Messages that wait for a person to say where they belong.
    ///
    /// - Parameter places: these alone; `nil` for all.
    package func parkedCount(at places: Set<ID<Place>>?) throws -> Int {
        let atPlace: SQL = if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
        return try count("SELECT count(*) FROM parked_mails WHERE settled_at IS NULL\(atPlace)")
    }
}
