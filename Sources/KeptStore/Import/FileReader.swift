import Glibc

/// A file's bytes in pieces of at most 256 KB, unpacked when the file is gzip, never the file whole.
///
/// Whoever pulls the pieces decides when to stop: simply stop asking. Used by one thread at a time.
package final class FileReader {
    /// Bytes on disk, so that the share done is right for packed files too.
    package struct Progress: Sendable, Equatable {
        package var read: Int64
        /// `nil` for a pipe.
        package var total: Int64?
    }

    package static let pieceSize = 256 * 1024
    /// How many times its size on disk a gzip file may give, once it gave so many bytes.
    private static let tightest: Int64 = 200
    private static let freelyUnpacked: Int64 = 64 << 20

    package let path: String
    package let isPacked: Bool
    package private(set) var progress: Progress
    /// Bytes of content handed out or skipped so far: the position to resume from.
    package private(set) var delivered: Int64 = 0

    private let descriptor: Int32
    private let input: UnsafeMutableRawBufferPointer
    /// What of `input` was read from the file and not yet handed out or unpacked.
    private var pending = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The rest of the piece in which a skip ended.
    private var afterSkip = UnsafeRawBufferPointer(start: nil, count: 0)
    private let inflater: Inflater?
    private var unpacked: Int64 = 0
    private let output: UnsafeMutableRawBufferPointer?

    /// Opens the file and looks at its first bytes. Whether it is gzip is told by them, not by the name.
    package init(_ path: String) throws(FileFailure) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(path: path) : .notReadable(path: path, cause: Self.systemWords())
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .folder(path: path)
        }
        self.descriptor = descriptor
        // Only now: what throws before the object is whole runs no deinit, which would give the memory back.
        input = .allocate(byteCount: Self.pieceSize, alignment: 16)
        progress = Progress(read: 0, total: status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil)
        var count = 0
        // A pipe may hand out its first bytes one by one; what they are is only told by several.
        while count < 16 {
            let more = Self.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: input[count...]))
            if more <= 0 { break }
            count += more
        }
        let head = UnsafeRawBufferPointer(rebasing: input[..<count])
        isPacked = count >= 2 && head[0] == 0x1F && head[1] == 0x8B
        inflater = isPacked ? Inflater() : nil
        output = isPacked ? .allocate(byteCount: Self.pieceSize, alignment: 16) : nil
        progress.read = Int64(count)
        pending = head
        if count == 0 { throw .empty(path: path) }
        if let packing = FileFailure.Packing(head) { throw .packed(path: path, as: packing) }
    }

    deinit {
        close(descriptor)
        input.deallocate()
        output?.deallocate()
    }

    /// The next piece, valid until the next call; `nil` at the end of the file.
    package func next() throws(FileFailure) -> UnsafeRawBufferPointer? {
        var piece: UnsafeRawBufferPointer? = afterSkip
        if afterSkip.isEmpty { piece = try fresh() }
        afterSkip = UnsafeRawBufferPointer(start: nil, count: 0)
        delivered += Int64(piece?.count ?? 0)
        return piece
    }

    /// Moves on to `position` of the content, by seeking where the file is plain and by unpacking where it is not.
    ///
    /// Only before the first call of `next`. Past the end, `next` answers `nil`.
    package func skip(to position: Int64) throws(FileFailure) {
        precondition(delivered == 0, "skip comes before the first piece")
        if !isPacked, progress.total != nil {
            guard lseek(descriptor, off_t(position), SEEK_SET) >= 0 else {
                throw .readFailed(path: path, at: position, cause: Self.systemWords())
            }
            pending = UnsafeRawBufferPointer(start: nil, count: 0)
            progress.read = position
            delivered = position
            return
        }
        while delivered < position, let piece = try fresh() {
            let wanted = min(piece.count, Int(position - delivered))
            delivered += Int64(wanted)
            afterSkip = UnsafeRawBufferPointer(rebasing: piece[wanted...])
        }
    }

    private func fresh() throws(FileFailure) -> UnsafeRawBufferPointer? {
        guard let inflater, let output else {
            guard try fill() else { return nil }
            defer { pending = UnsafeRawBufferPointer(start: nil, count: 0) }
            return pending
        }
        while true {
            if !inflater.mayHoldMore, try !fill() { break }
            let count: Int
            do throws(Inflater.Damage) {
                count = try inflater.inflate(&pending, into: output)
            } catch {
                let used = progress.read - Int64(pending.count)
                throw .corruptGzip(path: path, read: used, delivered: delivered, cause: error.cause)
            }
            if count > 0 {
                unpacked += Int64(count)
                try checkTightness()
                return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count])
            }
        }
        if !inflater.isBetweenMembers {
            throw .truncatedGzip(path: path, read: progress.read, delivered: delivered)
        }
        return nil
    }

    /// Rows pack to a tenth or a thirtieth of their size. Deflate can pack to a thousandth, which no honest file does.
    private func checkTightness() throws(FileFailure) {
        guard unpacked > Self.freelyUnpacked, unpacked / Self.tightest > progress.read - Int64(pending.count) else {
            return
        }
        throw .packedTooTightly(path: path, read: progress.read - Int64(pending.count), delivered: delivered)
    }

    /// Makes sure that `pending` holds something. `false` at the end of the file.
    private func fill() throws(FileFailure) -> Bool {
        if !pending.isEmpty { return true }
        let count = Self.read(descriptor, input)
        if count < 0 { throw .readFailed(path: path, at: progress.read, cause: Self.systemWords()) }
        progress.read += Int64(count)
        pending = UnsafeRawBufferPointer(rebasing: input[..<count])
        return count > 0
    }

    /// read(2), again when a signal came between. Negative on failure, with errno set.
    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    static func systemWords() -> String { String(cString: strerror(errno)) }
}
