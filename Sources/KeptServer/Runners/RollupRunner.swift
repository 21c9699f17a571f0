import KeptDomain
import KeptStore
import Logging
import ServiceLifecycle

/// Folds what changed in orders into the deliveries measures, so that reports read few rows.
///
/// Looks once at the start and then only after changes, at most every two seconds; while nothing changes it sleeps.
/// A report is exact whether or not this has run.
package struct RollupRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let logger: Logger

    /// What changes within this is folded together.
    private static let pause = Span.seconds(2)
    /// Before another try after a failure, or another look whether an import has ended.
    private static let longPause = Span.seconds(5)

    package init(store: Store, time: any TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
    }

    package func run() async throws {
        await lookAfterChanges(of: store, on: time, pause: Self.pause) { try await foldAll() }
    }

    /// Until nothing waits. Orders of an import wait for its end, since the files after the orders still change them.
    private func foldAll() async throws {
        while !Task.isCancelled {
            do {
                let now = time.now
                let isImporting = try await store.read { try $0.isImportUnderWay(at: now) }
                if !isImporting { return try await store.foldDeliveries(at: now) }
            } catch let error as CancellationError {
                throw error
            } catch {
                logger.error(
                    "measures: changes are not folded and will be tried again", metadata: ["error": "\(error)"])
            }
            try await time.sleep(for: Self.longPause)
        }
    }
}
