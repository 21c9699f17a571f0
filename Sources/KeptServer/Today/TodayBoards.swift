import KeptDomain
import KeptStore
import KeptWords
import Synchronization

/// The board of each set of places and audience of warnings, read once a second and worded once a second in each language
/// and zone, for all who look at it:
/// a hundred thousand open promises cost the same however many people watch.
final class TodayBoards: Sendable {
    private struct Held {
        let board: TodayBoard
        let at: Instant
        var pieces: [Wording: TodayPieces] = [:]
    }

    /// What makes two readers see the same board.
    struct Reach: Hashable {
        /// `nil` for the whole business.
        let places: Set<ID<Place>>?
        let audience: WarningAudience
    }

    /// How a reader reads: what makes the same board another text.
    struct Wording: Hashable {
        let language: String
        let zone: String
    }

    private let store: Store
    private let held = Mutex<[Reach: Held]>([:])

    init(store: Store) { self.store = store }

    func board(at now: Instant, _ reach: Reach) async throws -> TodayBoard {
        if let known = held.withLock({ $0[reach] }), known.at <= now, now < known.at + .seconds(1) {
            return known.board
        }
        let board = try await store.read {
            try $0.todayBoard(
                at: now, places: reach.places, for: reach.audience, counting: TodayTotals.countedUpTo + 1)
        }
        held.withLock { $0[reach] = Held(board: board, at: now) }
        return board
    }

    /// The board in words; `make` is asked where nobody has read it like this yet.
    func pieces(
        of board: TodayBoard, _ reach: Reach, _ context: PageContext, make: () -> TodayPieces
    ) -> TodayPieces {
        let wording = Wording(language: context.words.language.tag, zone: context.zone.name)
        if let known = held.withLock({ $0[reach] }), known.at == board.at, let pieces = known.pieces[wording] {
            return pieces
        }
        let pieces = make()
        held.withLock { held in if held[reach]?.at == board.at { held[reach]?.pieces[wording] = pieces } }
        return pieces
    }
}
