import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Follows the clock rules of the zones: once at the start, then daily.
package struct ZoneRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    private static let pause = Span.hours(24)
    /// Before another try after a failure.
    private static let shortPause = Span.minutes(5)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var pause = Self.pause
                do {
                    let moved = try await store.followZoneRules(at: time.now)
                    if moved > 0 {
                        logger.notice("zones: clock rules changed", metadata: ["promises": "\(moved)"])
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("zones: rules are not followed, tried again", metadata: ["error": "\(error)"])
                    pause = Self.shortPause
                }
                do { try await time.sleep(for: pause) } catch { return }
            }
        }
    }
}
