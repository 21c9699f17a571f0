import KeptDomain

extension UploadRecord {
    /// Where the rows lie that a run of the file did not take, if any.
    package var rejectsPath: String { path + ".rejects.csv" }
    /// Where the rows lie that a try would not take, if any.
    package var triedRejectsPath: String { path + ".tried-rejects.csv" }
    /// Where all lies that may be kept of the file: itself, and rows of it that were not taken.
    package var keptPaths: [String] { [path, rejectsPath, triedRejectsPath] }
}

/// A file is being read or waits for its turn, so it cannot be removed.
package struct UploadInUse: Refusal {
    package let file: String

    package init(file: String) { self.file = file }

    package var key: String { "imports.in-use" }
    package var facts: [Fact] { [Fact("file", file)] }
}

extension Transaction {
    /// Removes an uploaded file from the record. What was imported of it stays, and so does what its run tells.
    ///
    /// - Parameter isRead: whether this process reads the file; asked in the transaction, after which no reading begins.
    /// - Returns: where all lies that was kept of it, to be taken from the disk once this is committed.
    /// - Throws: `UploadInUse` while it is being read, here or elsewhere, or waits for that; `StoreError.notFound`.
    package func removeUpload(_ id: ID<ImportRun>, isRead: () -> Bool) throws -> [String] {
        try permit(.importData)
        guard let upload = try upload(id) else { throw StoreError.notFound("upload \(id)") }
        let run = try importRecord(id)
        guard upload.wish == nil, run?.isUnderWay(at: now) != true, !isRead() else {
            throw UploadInUse(file: upload.file)
        }
        if run == nil {
            put("DELETE FROM uploads WHERE id = \(id)")
        } else {
            put("UPDATE uploads SET removed_at = \(now), trial = NULL, tried_at = NULL WHERE id = \(id)")
        }
        journal(JournalEntry("import.removed", of: .import(id), facts: [Fact("file", upload.file)]))
        return upload.keptPaths
    }
}
