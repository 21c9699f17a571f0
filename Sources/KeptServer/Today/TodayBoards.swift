import KeptDomain
import KeptStore
import Synchronization

/// The board of each place, read once a second for all who look at it: a hundred thousand open promises are counted once
/// a second however many people watch.
final class TodayBoards: Sendable {
    private struct Held {
        let board: TodayBoard
        let at: Instant
    }

    private let store: Store
    private let held = Mutex<[ID<Place>?: Held]>([:])

    init(store: Store) { self.store = store }

    func board(at now: Instant, place: ID<Place>?) async throws -> TodayBoard {
        if let known = held.withLock({ $0[place] }), known.at <= now, now < known.at + .seconds(1) {
            return known.board
        }
        let board = try await store.read { try $0.todayBoard(at: now, place: place) }
        held.withLock { $0[place] = Held(board: board, at: now) }
        return board
    }
}
