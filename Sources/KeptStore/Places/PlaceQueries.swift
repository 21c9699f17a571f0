import KeptDomain

extension Reading {
    package func place(_ id: ID<Place>) throws -> Place? {
        try row("SELECT \(Place.columns) FROM places WHERE id = \(id)") { Place(&$0) }
    }

    /// The place meant, or the default one where none is named.
    package func place(orDefault id: ID<Place>?) throws -> Place {
        let wanted: SQL = if let id { "id = \(id)" } else { "is_default = 1" }
        guard let place = try row("SELECT \(Place.columns) FROM places WHERE \(wanted)", { Place(&$0) }) else {
            throw StoreError.notFound(id.map { "place \($0)" } ?? "the default place")
        }
        return place
    }

    /// Open places, the default first, then by name.
    package func places() throws -> [Place] {
        try rows("SELECT \(Place.columns) FROM places WHERE closed_at IS NULL ORDER BY is_default DESC, name, id") {
            Place(&$0)
        }
    }

    package func isClosed(_ id: ID<Place>) throws -> Bool {
        try row("SELECT 1 FROM places WHERE id = \(id) AND closed_at IS NOT NULL") { $0.int() } != nil
    }
}
