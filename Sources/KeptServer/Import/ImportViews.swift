import KeptDomain

/// One run of an import: running, stopped or done.
package struct ImportRunView: Sendable {
    package enum State: String, Sendable, CaseIterable { case running, stopping, stopped, done, failed }

    package struct Count: Sendable {
        /// `orders`, `lines`, `events` …
        package let what: String
        package let read: Int
        package let imported: Int
        package let unchanged: Int
        package let rejected: Int

        package init(what: String, read: Int, imported: Int, unchanged: Int, rejected: Int) {
            self.what = what
            self.read = read
            self.imported = imported
            self.unchanged = unchanged
            self.rejected = rejected
        }
    }

    package let id: ID<ImportRun>
    package let name: String
    package let state: State
    package let startedAt: Instant
    package var endedAt: Instant?
    package let bytesDone: Int64
    package let bytesTotal: Int64
    /// Rows a second, of the last seconds.
    package var rate: Double?
    package var left: Span?
    package let counts: [Count]
    package var hasRejects = false
    /// The first rejected rows, so that the fault is seen without opening the file.
    package var faults: [RowFault] = []
    /// Why it failed, worded.
    package var failure: String?
    /// It was handed over here, so it can go on from here; else at the command line.
    package var isUploaded = true
    /// It was handed over here, and somebody removed it since.
    package var isRemoved = false

    package init(
        id: ID<ImportRun>, name: String, state: State, startedAt: Instant, endedAt: Instant? = nil, bytesDone: Int64,
        bytesTotal: Int64, rate: Double? = nil, left: Span? = nil, counts: [Count], hasRejects: Bool = false,
        faults: [RowFault] = [], failure: String? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.rate = rate
        self.left = left
        self.counts = counts
        self.hasRejects = hasRejects
        self.faults = faults
        self.failure = failure
    }

    var share: Double { bytesTotal > 0 ? min(Double(bytesDone) / Double(bytesTotal), 1) : state == .done ? 1 : 0 }
}

/// A file that was handed over and that nobody began to import.
package struct UploadView: Sendable {
    package let id: ID<ImportRun>
    package let file: String
    package let at: Instant

    package init(id: ID<ImportRun>, file: String, at: Instant) {
        self.id = id
        self.file = file
        self.at = at
    }
}

/// An uploaded file before it is taken: what its columns seem to be, and its first rows.
package struct ImportMapView: Sendable {
    package let id: ID<ImportRun>
    package let file: String
    package let encoding: String
    package let header: [String]
    package let rows: [[String]]
    /// What Kept suggests, or remembers of the last file with this header.
    package let map: ColumnMap
    package let isRemembered: Bool
    /// What keeps it from starting, worded.
    package let problems: [String]
    /// What trying it came to.
    package var rehearsed: ImportRunView?

    package init(
        id: ID<ImportRun>, file: String, encoding: String, header: [String], rows: [[String]], map: ColumnMap,
        isRemembered: Bool, problems: [String] = []
    ) {
        self.id = id
        self.file = file
        self.encoding = encoding
        self.header = header
        self.rows = rows
        self.map = map
        self.isRemembered = isRemembered
        self.problems = problems
    }
}
