import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Takes texts that changed into the search, soon after each change.
///
/// While others write it rests nine times as long as each batch took, so that they hardly notice it; what then waits is
/// taken in without rests as soon as nobody writes. A search also takes in what waits before it looks.
package struct SearchRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    /// What changes within this is taken in together.
    private static let pause = Span.milliseconds(100)
    /// After a pass that failed.
    private static let longPause = Span.seconds(5)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await lookAfterChanges(of: store, on: time, pause: Self.pause) { try await takeInAll() }
    }

    private func takeInAll() async throws {
        var newest: Int64?
        while !Task.isCancelled {
            do {
                let started = ContinuousClock.now
                guard let seen = try await store.takeInTexts(at: time.now) else { return }
                if let newest, seen > newest {
                    let spent = started.duration(to: .now)
                    try await time.sleep(for: Span(microseconds: Int64(spent / .microseconds(1)) * 9))
                }
                newest = seen
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.error("search: texts are not taken in and will be tried again", metadata: ["error": "\(error)"])
                try await time.sleep(for: Self.longPause)
            }
        }
    }
}
