import KeptDomain
import KeptStore
import KeptWords
import Synchronization

/// The board of each set of places, read once a second and worded once a second in each language and zone, for all who look at it:
/// a hundred thousand open promises cost the same however many people watch.
final class TodayBoards: Sendable {
    private struct Held {
        let board: TodayBoard
        let at: Instant
        var pieces: [Wording: TodayPieces] = [:]
    }

    /// How a reader reads: what makes the same board another text.
    struct Wording: Hashable {
        let language: String
        let zone: String
    }

    private let store: Store
    private let held = Mutex<[Set<ID<Place>>?: Held]>([:])

    init(store: Store) { self.store = store }

    func board(at now: Instant, places: Set<ID<Place>>?) async throws -> TodayBoard {
        if let known = held.withLock({ $0[places] }), known.at <= now, now < known.at + .seconds(1) {
            return known.board
        }
        let board = try await store.read {
            try $0.todayBoard(at: now, places: places, counting: TodayTotals.countedUpTo + 1)
        }
        held.withLock { $0[places] = Held(board: board, at: now) }
        return board
    }

    /// The board in words; `make` is asked where nobody has read it like this yet.
    func pieces(
        of board: TodayBoard, places: Set<ID<Place>>?, _ context: PageContext, make: () -> TodayPieces
    ) -> TodayPieces {
        let wording = Wording(language: context.words.language.tag, zone: context.zone.name)
        if let known = held.withLock({ $0[places] }), known.at == board.at, let pieces = known.pieces[wording] {
            return pieces
        }
        let pieces = make()
        held.withLock { held in if held[places]?.at == board.at { held[places]?.pieces[wording] = pieces } }
        return pieces
    }
}
