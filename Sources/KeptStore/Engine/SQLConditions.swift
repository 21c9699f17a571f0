import KeptDomain

extension SQL {
    /// To stand after another condition: ` AND place_id IN (…)`.
    ///
    /// - Parameter places: `nil` for everywhere, which adds nothing.
    static func and(_ column: SQL, in places: Set<ID<Place>>?) -> SQL {
        if let places { " AND \(column) IN \(anyOf: places.sorted())" } else { "" }
    }

    /// ` WHERE` with all of `conditions`; nothing where there is none.
    static func allOf(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "" : " WHERE \(SQL.joined(conditions, by: " AND "))"
    }
}
