import Foundation
import KeptDomain
import KeptStore
import KeptWords

extension ImportRunView {
    /// - Parameters:
    ///   - upload: the file, for a run that was started here and not at the command line; `nil` once it is removed.
    ///   - name: of the file that was handed over, whether it is here or removed.
    init(_ record: ImportRecord, _ upload: UploadRecord?, named name: String?, on site: Site) async throws {
        let awaits = upload?.wish != nil
        self.init(
            id: record.id, name: name ?? record.fileNames.joined(separator: ", "),
            state: awaits ? .running : State(rawValue: record.state.rawValue) ?? .stopped,
            startedAt: record.startedAt, endedAt: awaits ? nil : record.endedAt, bytesDone: record.bytesDone,
            bytesTotal: record.bytesTotal, counts: Self.counts(record.totals))
        isUploaded = name != nil
        isRemoved = isUploaded && upload == nil
        if let failure = record.failure, let upload {
            self.failure = failure.replacing(upload.path, with: upload.file)
        } else {
            failure = record.failure
        }
        if let progress = site.imports.progress(of: record.id) { tell(progress) }
        if record.totals.rejected > 0, let path = record.rejects { try await show(rejects: path, site.vocabulary) }
    }

    /// A run as a row of the list shows it.
    ///
    /// - Parameter name: the uploaded file's.
    init(listed record: ImportRecord, named name: String?) {
        self.init(
            id: record.id, name: name ?? record.fileNames.joined(separator: ", "),
            state: State(rawValue: record.state.rawValue) ?? .stopped, startedAt: record.startedAt,
            endedAt: record.endedAt, bytesDone: record.bytesDone, bytesTotal: record.bytesTotal,
            counts: Self.counts(record.totals))
    }

    /// A file that waits for its turn, or whose rehearsal is under way.
    init(_ upload: UploadRecord, on site: Site) {
        let progress = site.imports.progress(of: upload.id)
        self.init(
            id: upload.id, name: upload.file, state: .running, startedAt: progress?.startedAt ?? site.now,
            bytesDone: progress?.bytesDone ?? 0, bytesTotal: progress?.bytesTotal ?? upload.size,
            counts: progress.map { Self.counts($0.totals) } ?? [])
        if let progress { tell(progress) }
    }

    /// What a rehearsal found.
    init(_ trial: UploadTrial, of upload: UploadRecord, at end: Instant, _ vocabulary: Vocabulary) async throws {
        self.init(
            id: upload.id, name: upload.file, state: trial.isStopped ? .stopped : .done, startedAt: end, endedAt: end,
            bytesDone: upload.size, bytesTotal: upload.size, counts: Self.counts(trial.totals))
        if let path = trial.rejects { try await show(rejects: path, vocabulary) }
    }

    private mutating func tell(_ progress: ImportProgress) {
        guard let rate = progress.rowsPerSecond, rate > 0, let timeLeft = progress.timeLeft else { return }
        self.rate = rate
        left = timeLeft
    }

    /// Shows the first rejected rows. A file that was taken away since has none to show.
    private mutating func show(rejects path: String, _ vocabulary: Vocabulary) async throws {
        guard let faults = try await RowFault.first(20, inRejects: path, vocabulary) else { return }
        hasRejects = true
        self.faults = faults
    }

    private static func counts(_ totals: ImportTotals) -> [Count] {
        ImportTotals.Kind.allCases.filter { totals[$0] != ImportCounts() }.map { kind in
            let counts = totals[kind]
            return Count(
                what: kind.rawValue, read: counts.read, imported: counts.imported + counts.changed,
                unchanged: counts.unchanged, rejected: counts.rejected)
        }
    }
}
