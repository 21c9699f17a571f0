import KeptDomain
import KeptStore
import KeptWords

/// What waits for a lead on Today: requests, decided there in one click, and questions.
enum TodayDecisions {
    /// `nil` for whoever decides nothing, and where nothing waits.
    static func html(
        _ page: PageRequest, _ shelf: PatternShelf, _ context: PageContext
    ) async throws -> HTML? {
        guard let deciding = Permissions.places(for: .approveRemedy, with: try page.person().grants) else { return nil }
        let (actor, words, now) = (try page.actor(), context.words, page.now)
        let patterns = try await shelf.patterns(at: deciding.places, now: now)
        let (waiting, questions, held) = try await page.read { reading in
            (
                try reading.requestLines(
                    reading.waitingRequests(at: deciding.places, limit: 5), for: actor, words: words),
                try reading.authorityQuestions(patterns, now: now),
                try reading.heldGuarantees(at: deciding.places)
            )
        }
        let parts =
            [waitingRequests(waiting, context)].compactMap(\.self) + held.map { heldGuarantee($0, context) }
            + [authorityQuestions(questions, context)].compactMap(\.self)
        return parts.isEmpty ? nil : .joined(parts)
    }
}
