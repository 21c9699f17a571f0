import KeptDomain

/// Where a case was worked on before it came here, with the figures of its history there.
package struct CaseOrigin: Sendable, Hashable {
    package let source: String
    package let externalID: String
    package let firstReplyAt: Instant?
    /// When it was solved for the first time.
    package let firstClosedAt: Instant?
    package let handOvers: Int
}

extension Reading {
    /// `nil` for a case that began here.
    package func origin(of id: ID<Case>) throws -> CaseOrigin? {
        try row(
            """
            SELECT source, external_id, first_reply_at, first_closed_at, hand_overs FROM case_origins WHERE case_id = \(id)
            """
        ) { row in
            CaseOrigin(
                source: row.text(), externalID: row.text(), firstReplyAt: row.optionalInstant(),
                firstClosedAt: row.optionalInstant(), handOvers: row.int())
        }
    }
}
