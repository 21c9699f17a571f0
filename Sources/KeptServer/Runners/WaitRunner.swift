import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Learns from the record of waits each night of the business, and as soon as there are enough for the first time.
package struct WaitRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    /// Between two looks. Before there are enough waits each look reads the few that there are.
    private static let pause = Span.minutes(5)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "waits: nothing is learned, tried again", rest: Self.pause) {
            try await look()
            return time.now + Self.pause
        }
    }

    /// Learns where it is time to. An import is waited for, since it still brings in visits.
    package func look() async throws {
        let now = time.now
        if try await store.read({ try $0.isImportUnderWay(at: now) }) { return }
        if case .learned(let visits, let served, let bytes) = try await store.learnWaits(at: now) {
            logger.notice(
                "waits: learned", metadata: ["visits": "\(visits)", "served": "\(served)", "bytes": "\(bytes)"])
        }
    }
}
