import KeptDomain
import KeptStore
import KeptWords

/// What waits for somebody on Today: colleagues who call for them, and for a lead requests, decided there in one click,
/// and questions.
enum TodayDecisions {
    /// `nil` where nothing waits.
    static func html(
        _ page: PageRequest, _ shelf: PatternShelf, _ context: PageContext
    ) async throws -> HTML? {
        let grants = try page.person().grants
        let (taking, leading) = (
            Permissions.places(for: .takeCase, with: grants), Permissions.places(for: .seeConduct, with: grants)
        )
        let me = try page.actor()
        let calls = try await page.read { try $0.standingCalls(taking: taking, leading: leading, besides: me) }
        let called = callList(calls, context)
        guard let deciding = Permissions.places(for: .approveRemedy, with: grants) else { return called }
        let (actor, words, now) = (try page.actor(), context.words, page.now)
        let patterns = try await shelf.patterns(at: deciding.places, now: now)
        let (waiting, questions, held, single) = try await page.read { reading in
            (
                try reading.requestLines(
                    reading.waitingRequests(at: deciding.places, limit: 5), for: actor, words: words),
                try reading.authorityQuestions(patterns, now: now),
                try reading.heldGuarantees(at: deciding.places), try reading.heldUses(at: deciding.places, limit: 5)
            )
        }
        let parts =
            [called, waitingRequests(waiting, context)].compactMap(\.self) + held.map { heldGuarantee($0, context) }
            + [heldUses(single, context), authorityQuestions(questions, context)].compactMap(\.self)
        return parts.isEmpty ? nil : .joined(parts)
    }
}
