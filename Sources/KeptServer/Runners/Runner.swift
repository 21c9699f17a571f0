import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// A service beside the requests, known by its type's name.
///
/// A group of services names each by describing it. For a struct without a description of its own that walks through all
/// that it holds, here the words of all languages, at every start.
package protocol Runner: Service, CustomStringConvertible {}

extension Runner {
    package var description: String { "\(Self.self)" }

    /// Looks again and again until the program ends, each time at the instant that the look before it answered with.
    ///
    /// - Parameters:
    ///   - complaint: for the log when a look fails.
    ///   - rest: between a look that failed and the next.
    func lookAgain(
        on time: any TimeSource, _ logger: Logger, whenItFails complaint: Logger.Message, rest: Span,
        _ look: @escaping @Sendable () async throws -> Instant
    ) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let next: Instant
                do {
                    next = try await look()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error(complaint, metadata: ["error": "\(error)"])
                    next = time.now + rest
                }
                // Only a cancellation ends a sleep.
                do { try await time.sleep(until: next) } catch { return }
            }
        }
    }

    /// Looks once, and then after changes of the record until the program ends.
    ///
    /// - Parameters:
    ///   - pause: what changes within it is looked at together.
    ///   - look: throws only where it is cancelled.
    func lookAfterChanges(
        of store: Store, on time: any TimeSource, pause: Span, _ look: @escaping @Sendable () async throws -> Void
    ) async {
        await cancelWhenGracefulShutdown {
            // Listening begins before the first look, so that no change falls between that and the wait after it.
            let changes = store.changes.listen()
            do {
                try await look()
                for await _ in changes {
                    try await time.sleep(for: pause)
                    try await look()
                }
            } catch {
                // Only a cancellation ends a sleep.
            }
        }
    }
}
