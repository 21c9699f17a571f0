import Foundation
import KeptDomain

/// Where a business's record is kept.
package enum StoreLocation: Sendable, Hashable {
    /// A folder that holds `kept.db`; made when absent.
    case folder(String)
    /// A PostgreSQL database by its address, `postgres://…`.
    case database(String)
}

extension StoreLocation {
    /// Makes the folder of a record where it is absent. - Throws: `StoreError.unavailable` where it cannot be made.
    package static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.folder-not-made",
                    [Fact("folder", path), Fact("reason", error.localizedDescription)]))
        }
    }
}

extension Store {
    /// Opens the record, made and migrated as needed, with the rows that Kept cannot do without.
    ///
    /// An older schema is backed up first. A newer one is refused with `schemaTooNew`.
    /// - Parameters:
    ///   - sharing: how many operations may share one commit in SQLite.
    ///   - tell: told what is done to an older record, step by step.
    package static func open(
        _ location: StoreLocation, time: any TimeSource, zones: ZoneFiles = ZoneFiles(),
        sharing: Int = SQLiteDriver.usualSharing, tell: @Sendable (OpeningStep) -> Void = { _ in }
    ) async throws -> Store {
        let driver = try await makeDriver(location, sharing)
        do {
            let migrator = try Migrator(for: driver.engine)
            let (found, missing) = try await driver.writeAlone { connection in
                (try Migrator.applied(on: connection), try migrator.missing(on: connection).map(\.number))
            }
            guard found <= migrator.known else { throw StoreError.schemaTooNew(found: found, known: migrator.known) }
            if found > 0, let next = missing.first {
                let copy = try await backUpBeforeMigrating(driver, location, to: next)
                tell(.backedUp(found: found, known: migrator.known, copy: copy))
            }
            if !missing.isEmpty {
                let done = try await driver.writeAlone { try migrator.migrate($0, at: time.now) }
                if found > 0 { for name in done { tell(.migrated(name)) } }
            }
            if driver.engine == .postgres {
                try await driver.writeAlone { try $0.runScript(JournalOffset.raisingWhenMoved) }
            }
            let lease = try await NodeLease.take(on: driver, at: time.now)
            let store = Store(driver: driver, zones: zones, lease: lease)
            let fresh = (mail: Secret.random(), channels: Secret.random())
            do {
                try await store.write(as: .system("start"), at: time.now) {
                    try $0.makeFirstRows(); try $0.addFirstLimits(); try $0.makeSecrets(orElse: fresh)
                }
            } catch StoreError.constraint {
                // Another process that started at the same moment made them first: then nothing is left to do.
                try await store.write(as: .system("start"), at: time.now) {
                    try $0.makeFirstRows(); try $0.addFirstLimits(); try $0.makeSecrets(orElse: fresh)
                }
            }
            return store
        } catch {
            await driver.close()
            throw error
        }
    }

    static func makeDriver(_ location: StoreLocation, _ sharing: Int = SQLiteDriver.usualSharing) async throws
        -> any EngineDriver
    {
        switch location {
        case .folder(let path):
            try StoreLocation.makeFolder(path)
            return try SQLiteDriver(path: path + "/kept.db", sharing: sharing)
        case .database(let address):
            return try await PostgresDriver.open(address)
        }
    }

    private static func backUpBeforeMigrating(
        _ driver: any EngineDriver, _ location: StoreLocation, to next: Int
    ) async throws -> String {
        let folder: String
        var name = "kept-before-migration-\(padded(next, 4))"
        switch location {
        case .folder(let path): folder = path
        case .database(let address):
            folder = FileManager.default.currentDirectoryPath
            // Two records may migrate from one folder at the same time.
            let database = try PostgresAddress(address).database
            name += "-" + String(database.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
        }
        let ending = driver.engine == .sqlite ? "db" : "dump"
        var path = "\(folder)/\(name).\(ending)"
        var copy = 1
        while FileManager.default.fileExists(atPath: path) {
            copy += 1
            path = "\(folder)/\(name)-\(copy).\(ending)"
        }
        try await Backup.write(driver, to: path)
        return path
    }
}
