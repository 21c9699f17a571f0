import KeptDomain

/// The journal as it grows: batches of entries in order, each entry once, whichever process wrote it.
///
///     for try await records in JournalFollower(store, after: position) { … }
///
/// Ends when its task is cancelled. Each iteration starts from the same position; who wants to go on later keeps the
/// position of the last entry seen.
package struct JournalFollower: AsyncSequence, Sendable {
    package typealias Element = [JournalRecord]

    private let store: Store
    private let start: JournalPosition
    private let filter: JournalFilter
    private let limit: Int

    /// - Parameter limit: the most entries of one batch.
    package init(_ store: Store, after start: JournalPosition, matching filter: JournalFilter = .all, limit: Int = 500)
    {
        self.store = store
        self.start = start
        self.filter = filter
        self.limit = limit
    }

    package func makeAsyncIterator() -> Iterator {
        // Listening begins before the first look, so that no change falls between a look and the wait after it.
        Iterator(
            store: store, filter: filter, limit: limit, position: start,
            changes: store.changes.listen().makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let store: Store
        private let filter: JournalFilter
        private let limit: Int
        private var changes: AsyncStream<Void>.Iterator
        /// Up to where the journal was read.
        package private(set) var position: JournalPosition

        fileprivate init(
            store: Store, filter: JournalFilter, limit: Int, position: JournalPosition,
            changes: AsyncStream<Void>.Iterator
        ) {
            self.store = store
            self.filter = filter
            self.limit = limit
            self.position = position
            self.changes = changes
        }

        /// The next entries, never empty; `nil` after a cancellation.
        package mutating func next() async throws -> [JournalRecord]? {
            while !Task.isCancelled {
                let (records, head) = try await look()
                // Entries that the filter left out need not be passed over again.
                position = records.count < limit ? Swift.max(head, position) : records.last?.position ?? position
                if !records.isEmpty { return records }
                if await changes.next() == nil { return nil }
            }
            return nil
        }

        private func look() async throws -> ([JournalRecord], JournalPosition) {
            try await store.read { [filter, limit, position] reading in
                (
                    try reading.journal(after: position, limit: limit, matching: filter),
                    try reading.journalHead()
                )
            }
        }
    }
}
