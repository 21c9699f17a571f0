/// What a thing that somebody wants to do or see would touch. No question about permission can be put without it.
package enum Extent: Sendable, Hashable {
    /// One thing at a place; `owner` is the colleague in whose hands it is, `nil` where it is in nobody's.
    case at(ID<Place>, owner: ID<Person>?)
    /// What belongs to no place and is there for everybody who does this at any: a customer, the list of standards.
    case anyPlace
    /// The whole business: its settings and people, imports, the journal and the measures of all places together.
    case business
}

/// Where somebody's roles let them do something, for lists that are narrowed to it.
package enum ReachedPlaces: Sendable, Hashable {
    /// Everything, what belongs to no place included.
    case business
    /// Whatever is at a place, whichever it is.
    case everyPlace
    /// Never empty.
    case these(Set<ID<Place>>)

    /// The places to narrow to; `nil` for none.
    package var places: Set<ID<Place>>? { if case .these(let places) = self { places } else { nil } }

    package func contains(_ place: ID<Place>) -> Bool { places?.contains(place) ?? true }
}
