import Foundation

/// A copy of a whole record in one file.
package enum Backup {
    /// Writes a consistent copy of the record to `file` while others read and write it: for SQLite a database file, for
    /// PostgreSQL a dump in `pg_dump`'s custom format. It is on the disk, whole, when this returns, or not there at all.
    package static func make(of location: StoreLocation, to file: String) async throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw StoreError.unavailable("\(file) exists already and is not overwritten; name another file")
        }
        if case .folder(let folder) = location, !FileManager.default.fileExists(atPath: folder + "/kept.db") {
            throw StoreError.notFound("a record in \(folder)")
        }
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

/// Files put in place so that a crash leaves the old state or the new, never half of one.
enum Disk {
    /// Waits until what the file or folder holds is on the disk.
    static func write(through path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot open \(path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot write \(path) through to the disk") }
    }

    /// Gives a finished file its name. One that came to be there meanwhile is left alone.
    static func publish(_ unfinished: String, as path: String) throws {
        guard link(unfinished, path) == 0 else { throw failure("cannot name the file \(path)") }
        unlink(unfinished)
        try write(through: folder(of: path))
    }

    /// Puts a finished file in the place of another.
    static func replace(_ path: String, by unfinished: String) throws {
        guard rename(unfinished, path) == 0 else { throw failure("cannot put \(path) in place") }
        try write(through: folder(of: path))
    }

    static func discard(_ path: String) { unlink(path) }

    private static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private static func failure(_ what: String) -> StoreError {
        .unavailable("\(what): \(String(cString: strerror(errno)))")
    }
}
