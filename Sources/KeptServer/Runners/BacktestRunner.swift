import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Runs back-tests that people asked for. One that a restart cut off is run again from the beginning.
package struct BacktestRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    private static let pause = Span.seconds(1)
    private static let longPause = Span.minutes(1)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await lookAfterChanges(of: store, on: time, pause: Self.pause) {
            while !Task.isCancelled {
                do {
                    if try await store.runBacktest(time: time) { continue }
                    return
                } catch let error as CancellationError {
                    throw error
                } catch {
                    logger.error("back-tests: one failed and will be tried again", metadata: ["error": "\(error)"])
                    try await time.sleep(for: Self.longPause)
                }
            }
        }
    }
}
