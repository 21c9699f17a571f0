/// The batches of one file, read on threads of its own: reading and unpacking take as long as the disk and the file will.
struct BatchSource: Sendable {
    private let reader: Handed<BatchReader>
    private let note: Handed<(String) -> Bool>

    /// - Parameter note: told each order's name, answers whether the order may be known already. Called by one thread at a
    ///   time.
    init(
        _ file: ImportPlan.File, _ plan: ImportPlan, zones: ZoneFiles, from position: DelimitedFile.Position?,
        _ note: Handed<(String) -> Bool>
    ) async throws {
        reader = try await OwnThread.run("kept-import") {
            Handed(try BatchReader(file, plan, zones: zones, from: position))
        }
        self.note = note
    }

    /// The next batch; `nil` at the end of the file. One call after the other.
    func next() async -> Result<ReadBatch?, any Error> {
        do {
            return .success(
                try await OwnThread.run("kept-import") { [reader, note] in try reader.value.next(note.value) })
        } catch {
            return .failure(error)
        }
    }
}
