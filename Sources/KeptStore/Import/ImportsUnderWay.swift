import KeptDomain

extension ImportRecord {
    /// A run that has not moved for so long has nobody who reads its files.
    static let longestSilence = Span.seconds(30)

    /// Whether somebody writes its batches now, in this process or another.
    func isUnderWay(at now: Instant) -> Bool {
        (state == .running || state == .stopping) && movedAt > now - Self.longestSilence
    }
}

extension Reading {
    /// Whether some run writes batches now, in this process or another.
    package func isImportUnderWay(at now: Instant) throws -> Bool {
        try !rows(
            """
            SELECT id FROM imports WHERE state IN ('running', 'stopping')
            AND moved_at > \(now - ImportRecord.longestSilence) AND NOT (\(ImportRecord.isLeft)) LIMIT 1
            """
        ) { $0.int64() }.isEmpty
    }
}
