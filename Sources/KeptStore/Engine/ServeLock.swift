import Foundation
import KeptDomain

/// The right to serve one data folder, held as long as this value lives.
///
/// The operating system takes the lock away when the process ends, however it ends, so none is ever left behind.
package final class ServeLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `StoreError.alreadyServed` when another process holds the folder.
    package init(folder: String) throws {
        let path = folder + "/serve.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError.unavailable(.system("commands.refusals.cannot-open", [Fact("path", path)]))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(of: descriptor)
            close(descriptor)
            throw StoreError.alreadyServed(
                Hindrance("commands.refusals.already-served", [Fact("folder", folder), Fact("process", holder)]))
        }
        ftruncate(descriptor, 0)
        let text = "\(ProcessInfo.processInfo.processIdentifier)\n"
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The number of the process that holds the lock, `?` where it did not write it down yet.
    private static func holder(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }
        return digits.isEmpty ? "?" : String(decoding: digits, as: UTF8.self)
    }
}
