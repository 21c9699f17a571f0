import Foundation
import KeptDomain
import Synchronization

/// Why a zone cannot be had by its name.
package enum ZoneFilesError: Error, Hashable, Sendable {
    /// No zone of this name; `near` are up to three names that look like it, best first.
    case unknownZone(String, near: [String])
    /// The folder has a file of this name that is no usable zone.
    case brokenZone(String, ZoneError)
    /// The file is there but cannot be read; `reason` is the system's.
    case unreadable(String, reason: String)
    /// No tz database in this folder (install the package `tzdata`, or set `TZDIR`).
    case noDatabase(folder: String)
}

extension ZoneFilesError: Refusal {
    package var key: String {
        switch self {
        case .unknownZone(_, let near): near.isEmpty ? "clocks.zone-unknown" : "clocks.zone-unknown-near"
        case .brokenZone: "clocks.zone-broken"
        case .unreadable: "clocks.zone-unreadable"
        case .noDatabase: "clocks.zone-no-database"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .unknownZone(let name, let near): [Fact("zone", name), Fact("near", near.joined(separator: ", "))]
        case .brokenZone(let name, let error): [Fact("zone", name), Fact("reason", "\(error)")]
        case .unreadable(let name, let reason): [Fact("zone", name), Fact("reason", reason)]
        case .noDatabase(let folder): [Fact("folder", folder)]
        }
    }
}

/// The zones of this machine's tz database, each read once when first asked for.
package final class ZoneFiles: Sendable {
    package let folder: String
    private let read = Mutex<[String: Zone]>([:])
    /// Found once, until an update of the database is read.
    private let known = Mutex<[String]?>(nil)

    /// - Parameter folder: by default `$TZDIR`, else `/usr/share/zoneinfo`.
    package init(folder: String? = nil) {
        self.folder = folder ?? ProcessInfo.processInfo.environment["TZDIR"] ?? "/usr/share/zoneinfo"
    }

    package func zone(_ name: String) throws(ZoneFilesError) -> Zone {
        if let zone = read.withLock({ $0[name] }) { return zone }
        let zone = try load(name)
        read.withLock { $0[name] = zone }
        return zone
    }

    /// Changes when an update of the tz database changes the rules of this zone.
    package func fingerprint(of name: String) throws(ZoneFilesError) -> Int64 { try zone(name).fingerprint }

    /// Reads every zone in use again, after an update of the tz database.
    ///
    /// A zone whose file is now missing or broken keeps its old rules.
    /// - Returns: names of zones whose rules are different now, in order of name.
    package func reload() -> [String] {
        known.withLock { $0 = nil }
        let before = read.withLock { $0 }
        var changed: [String: Zone] = [:]
        for (name, old) in before {
            guard case .success(let new) = Result(catching: { () throws(ZoneFilesError) in try load(name) }) else {
                continue
            }
            if new != old { changed[name] = new }
        }
        read.withLock { $0.merge(changed) { _, new in new } }
        return changed.keys.sorted()
    }

    /// Names of all zones that people choose from, in order. The folder is walked once.
    package func names() throws(ZoneFilesError) -> [String] {
        if let names = known.withLock({ $0 }) { return names }
        let names = try walkedNames()
        known.withLock { $0 = names }
        return names
    }

    private func walkedNames() throws(ZoneFilesError) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { throw .noDatabase(folder: folder) }
        var names: [String] = []
        while let path = walk.nextObject() as? String {
            // The same zones again, without and with leap seconds; and files that are not zones.
            if path == "posix" || path == "right" || path == "localtime" || path == "posixrules" || path == "Factory" {
                walk.skipDescendants()
            } else if Self.isName(path), startsAsZone(path) {
                names.append(path)
            }
        }
        guard !names.isEmpty else { throw .noDatabase(folder: folder) }
        return names.sorted()
    }

    /// Letters, digits, `_`, `+` and `-` in parts divided by `/`: nothing that could leave the folder.
    private static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isPart = { (part: Substring.UTF8View) in
            !part.isEmpty
                && part.allSatisfy {
                    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                        || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                }
        }
        return name.utf8.count <= 64 && parts.allSatisfy(isPart)
    }

    private func load(_ name: String) throws(ZoneFilesError) -> Zone {
        if name == "UTC" || name == "Etc/UTC" { return name == "UTC" ? .utc : Zone(renaming: .utc, to: name) }
        guard Self.isName(name) else { throw .unknownZone(name, near: try near(name)) }
        let path = "\(folder)/\(name)"
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw .unknownZone(name, near: try near(name))
        }
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .unreadable(name, reason: error.localizedDescription)
        }
        do { return try Zone(name: name, file: Array(data)) } catch {
            if error == .notZoneFile { throw .unknownZone(name, near: try near(name)) }
            throw .brokenZone(name, error)
        }
    }

    private func startsAsZone(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: "\(folder)/\(path)") else { return false }
        defer { file.closeFile() }
        // A folder opens too, and fails to read: it is no zone.
        do { return try file.read(upToCount: 4) == Data("TZif".utf8) } catch { return false }
    }

    private func near(_ name: String) throws(ZoneFilesError) -> [String] {
        nearest(to: name, among: try names(), limit: 3)
    }
}
