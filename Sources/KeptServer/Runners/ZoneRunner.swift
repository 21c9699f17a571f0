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
        await lookAgain(
            on: time, logger, whenItFails: "zones: rules are not followed, tried again", rest: Self.shortPause
        ) {
            let moved = try await store.followZoneRules(at: time.now)
            if moved > 0 { logger.notice("zones: clock rules changed", metadata: ["promises": "\(moved)"]) }
            return time.now + Self.pause
        }
    }
}
