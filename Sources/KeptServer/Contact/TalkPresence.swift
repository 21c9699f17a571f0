import KeptDomain
import KeptStore
import Logging
import Synchronization

/// Which talks stand open in somebody's browser: counted in this process, and told to the record as signs of life.
final class TalkPresence: Sendable {
    private let store: Store
    private let time: any TimeSource
    private let log: Logger
    private let open = Mutex<[TrackingKey: Int]>([:])

    init(store: Store, time: any TimeSource, log: Logger) {
        self.store = store
        self.time = time
        self.log = log
    }

    /// Runs for as long as one page of the talk stands open.
    func stay(_ key: TrackingKey) async {
        open.withLock { $0[key, default: 0] += 1 }
        while !Task.isCancelled {
            await say { try $0.customerIsHere(key) }
            do { try await time.sleep(for: Talk.pulse) } catch { break }
        }
        let isLast = open.withLock { open in
            let left = (open[key] ?? 1) - 1
            open[key] = left > 0 ? left : nil
            return left <= 0
        }
        // The task of the page is over; what is said of its end is not.
        if isLast { await Task { await say { try $0.customerLeft(key) } }.value }
    }

    /// A sign that is lost is made up for by the next one, or by its absence.
    private func say(_ body: @escaping @Sendable (Transaction) throws -> Void) async {
        do {
            try await store.write(as: .customer(nil), at: time.now, body)
        } catch is CancellationError {
            return
        } catch {
            log.warning("talks: a sign of life is lost", metadata: ["error": "\(error)"])
        }
    }
}
