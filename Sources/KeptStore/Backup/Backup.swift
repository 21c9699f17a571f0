import Foundation
import KeptDomain

/// A copy of a whole record in one file.
package enum Backup {
    /// Writes a consistent copy of the record to `file` while others read and write it: for SQLite a database file, for
    /// PostgreSQL a dump in `pg_dump`'s custom format. It is on the disk, whole, when this returns, or not there at all.
    ///
    /// - Throws: `NoRecord`; `StoreError.unavailable`, before anything is done, where no file can be made there.
    package static func make(of location: StoreLocation, to file: String) async throws {
        try await Store.requireRecord(at: location)
        try Disk.checkRoom(for: file)
        let driver = try await Store.makeDriver(location)
        do {
            try await write(driver, to: file)
        } catch {
            await driver.close()
            throw error
        }
        await driver.close()
    }

    /// The same of a record that is open already.
    static func write(_ driver: any EngineDriver, to file: String) async throws {
        let unfinished = "\(file).unfinished"
        do {
            if FileManager.default.fileExists(atPath: unfinished) {
                try FileManager.default.removeItem(atPath: unfinished)
            }
            try await driver.backUp(to: unfinished)
            try await OwnThread.run("kept-backup") {
                try Disk.write(through: unfinished)
                try Disk.publish(unfinished, as: file)
            }
        } catch {
            Disk.discard(unfinished)
            throw error
        }
    }
}

extension Disk {
    /// Makes sure that a file can be made at `path` before anything is done for it.
    ///
    /// - Throws: `StoreError.unavailable` where something is there already, or no folder that can be written to.
    static func checkRoom(for path: String) throws {
        let facts = [Fact("path", path), Fact("folder", folder(of: path))]
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError.unavailable(Hindrance("commands.refusals.file-exists", facts))
        }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: folder(of: path), isDirectory: &isFolder)
        guard isThere, isFolder.boolValue else {
            throw StoreError.unavailable(Hindrance("commands.refusals.no-folder", facts))
        }
        guard access(folder(of: path), W_OK | X_OK) == 0 else {
            throw StoreError.unavailable(.system("commands.refusals.folder-not-writable", facts))
        }
    }
}

/// Files put in place so that a crash leaves the old state or the new, never half of one.
enum Disk {
    /// Waits until what the file or folder holds is on the disk.
    static func write(through path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("commands.refusals.cannot-open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("commands.refusals.not-through", path) }
    }

    /// Gives a finished file its name. One that came to be there meanwhile is left alone.
    static func publish(_ unfinished: String, as path: String) throws {
        guard link(unfinished, path) == 0 else { throw failure("commands.refusals.not-in-place", path) }
        unlink(unfinished)
        try write(through: folder(of: path))
    }

    /// Puts a finished file in the place of another.
    static func replace(_ path: String, by unfinished: String) throws {
        guard rename(unfinished, path) == 0 else { throw failure("commands.refusals.not-in-place", path) }
        try write(through: folder(of: path))
    }

    static func discard(_ path: String) { unlink(path) }

    fileprivate static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private static func failure(_ key: String, _ path: String) -> StoreError {
        .unavailable(.system(key, [Fact("path", path)]))
    }
}
