import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Learns from the record of deliveries each night of the business, and as soon as there are deliveries enough for the first
/// time.
package struct QuoteRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    /// Between two looks; one that finds nothing to do costs two short statements.
    private static let pause = Span.minutes(1)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "quotes: nothing is learned, tried again", rest: Self.pause) {
            try await look()
            return time.now + Self.pause
        }
    }

    /// Learns where it is time to. An import is waited for, since its later files still change the orders of the first.
    package func look() async throws {
        let now = time.now
        if try await store.read({ try $0.isImportUnderWay(at: now) }) { return }
        if case .learned(let orders, let delivered, let bytes) = try await store.learnDeliveries(at: now) {
            logger.notice(
                "quotes: learned",
                metadata: ["orders": "\(orders)", "delivered": "\(delivered)", "bytes": "\(bytes)"])
        }
    }
}
