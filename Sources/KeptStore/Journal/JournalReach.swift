import KeptDomain

// Who may read which part of the journal: that of a thing goes with the thing.

extension Reading {
    /// What reading the journal of one thing touches. - Throws: `StoreError.notFound`.
    package func extent(of subject: Subject) throws -> Extent {
        switch subject.kind {
        case .order: try at("SELECT place_id FROM orders WHERE id = \(subject.id)", subject)
        case .promise: try at("SELECT place_id FROM promises WHERE id = \(subject.id)", subject)
        case .case: try knownCase(ID(subject.id)).extent
        case .queue: try at("SELECT place_id FROM queues WHERE id = \(subject.id)", subject)
        case .visit: try at("SELECT place_id FROM visits WHERE id = \(subject.id)", subject)
        case .place: .at(ID(subject.id), owner: nil)
        // Everybody who works here reads these, so also how they came to be.
        case .calendar, .standard, .carrier, .window, .brand, .line, .guarantee, .channel: .anyPlace
        case .business, .person, .token, .customer, .matter, .import: .business
        }
    }

    private func at(_ sql: SQL, _ subject: Subject) throws -> Extent {
        guard let place = try row(sql, { $0.id(Place.self) }) else { throw StoreError.notFound("\(subject)") }
        return .at(place, owner: nil)
    }
}

extension Case {
    /// What working on it, or looking at it, touches.
    package var extent: Extent { .at(place, owner: owner) }
}

extension ReachedPlaces {
    /// To stand after another condition on journal entries.
    var sql: SQL {
        let listed: SQL
        switch self {
        case .business: return ""
        case .everyPlace:
            return
                " AND subject_kind IN ('order', 'promise', 'case', 'place', 'calendar', 'standard', 'carrier', 'window', 'line', 'guarantee', 'channel', 'queue', 'visit')"
        case .these(let places): listed = "\(anyOf: places.sorted())"
        }
        return """
             AND (subject_kind IN ('calendar', 'standard', 'carrier', 'window', 'line', 'guarantee', 'channel') \
            OR subject_kind = 'place' AND subject_id IN \(listed) \
            OR subject_kind = 'order' AND EXISTS (SELECT 1 FROM orders o WHERE o.id = subject_id AND o.place_id IN \(listed)) \
            OR subject_kind = 'promise' AND EXISTS (SELECT 1 FROM promises p WHERE p.id = subject_id AND p.place_id IN \(listed)) \
            OR subject_kind = 'case' AND EXISTS (SELECT 1 FROM cases c WHERE c.id = subject_id AND c.place_id IN \(listed)) \
            OR subject_kind = 'queue' AND EXISTS (SELECT 1 FROM queues q WHERE q.id = subject_id AND q.place_id IN \(listed)) \
            OR subject_kind = 'visit' AND EXISTS (SELECT 1 FROM visits v WHERE v.id = subject_id AND v.place_id IN \(listed)))
            """
    }
}
