import Foundation
import KeptDomain
import KeptStore

/// A record with the schema of this program and nothing in it, made once in the life of the test process: the tests begin
/// with copies of it, and those of migrations with nothing at all.
enum RecordTemplate {
    /// A copy of its own for one test.
    static func copy(_ engine: Engine) async throws -> StoreLocation {
        switch engine {
        case .sqlite:
            let bytes = try await file.value
            let folder = FileManager.default.temporaryDirectory.appending(path: TestStore.name())
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try bytes.write(to: folder.appending(path: "kept.db"))
            return .folder(folder.path)
        case .postgres:
            let template = try await database.value
            return try await onThread { try TestDatabase.create(named: TestStore.name(), from: template) }
        }
    }

    /// The content of `kept.db`.
    private static let file = Task {
        let folder = FileManager.default.temporaryDirectory.appending(path: TestStore.name())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let driver = try SQLiteDriver(path: folder.appending(path: "kept.db").path)
        try await migrate(driver)
        // The file itself may still lack what stands in its log.
        let whole = folder.appending(path: "whole.db")
        try await driver.backUp(to: whole.path)
        await driver.close()
        let bytes = try Data(contentsOf: whole)
        try FileManager.default.removeItem(at: folder)
        return bytes
    }

    /// The name of the database, which goes when the process ends.
    private static let database = Task {
        guard case .database(let address) = try await onThread({ try TestDatabase.create(named: databaseName) }) else {
            preconditionFailure("no database")
        }
        atexit {
            do { try TestDatabase.drop(databaseName) } catch {
                print("the database \(databaseName) is left over: \(error)")
            }
        }
        let driver = try await PostgresDriver.open(address)
        try await migrate(driver)
        await driver.close()
        return databaseName
    }

    private static let databaseName = TestStore.name()

    private static func migrate(_ driver: any EngineDriver) async throws {
        let migrator = try Migrator(for: driver.engine)
        try await driver.writeAlone { _ = try migrator.migrate($0, at: Instant(seconds: 0)) }
    }
}
