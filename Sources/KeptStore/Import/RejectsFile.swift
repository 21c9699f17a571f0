import Glibc
import KeptDomain
import KeptWords
import Synchronization

/// Rows that were not taken, as CSV: file, line, column, reason, and what stood there. Made when the first one comes.
///
/// Rows are on disk before the batch that they belong to is committed, and the run remembers how long the file was then:
/// going on after a crash cuts off what a lost batch had added, so no row stands there twice.
final class RejectsFile: Sendable {
    let path: String
    private let words: Words
    private let state: Mutex<State>

    private struct State {
        var descriptor: Int32 = -1
        var length: Int64
    }

    var length: Int64 { state.withLock { $0.length } }

    /// - Parameter length: of the part that counts, when a run goes on.
    init(_ path: String, continuingAt length: Int64 = 0, words: Words) {
        self.path = path
        self.words = words
        state = Mutex(State(length: length))
    }

    deinit { state.withLock { if $0.descriptor >= 0 { _ = close($0.descriptor) } } }

    /// Writes the faults behind the first `length` bytes and cuts off what stood there, so that a transaction that runs
    /// twice writes them once. Returns the length afterwards.
    func write(_ faults: [RowFault], of file: String, after length: Int64) throws -> Int64 {
        try state.withLock { state in
            guard !faults.isEmpty || length != state.length else { return length }
            if state.descriptor < 0 { state.descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
            guard state.descriptor >= 0, ftruncate(state.descriptor, off_t(length)) == 0,
                lseek(state.descriptor, off_t(length), SEEK_SET) >= 0
            else { throw FileFailure.notWritable(path: path, cause: FileReader.systemWords()) }
            state.length = length
            var text = length == 0 ? CSVText.line(["file", "line", "column", "reason", "value"]) + "\n" : ""
            for fault in faults {
                let reason = words("imports.faults", of: fault.reason)
                text += CSVText.line([file, String(fault.line), fault.column ?? "", reason, fault.value]) + "\n"
            }
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FileFailure.notWritable(path: path, cause: FileReader.systemWords()) }
                bytes = bytes.dropFirst(count)
                state.length += Int64(count)
            }
            guard fdatasync(state.descriptor) == 0 else {
                throw FileFailure.notWritable(path: path, cause: FileReader.systemWords())
            }
            return state.length
        }
    }
}
