import Foundation
import KeptDomain
import KeptStore

/// A fresh record for one test, on either engine, thrown away afterwards.
package struct TestStore: Sendable {
    package let store: Store
    package let location: StoreLocation

    /// The engines that this machine can test: PostgreSQL when `KEPT_TEST_POSTGRES` names a server where databases may be made.
    package static var engines: [Engine] {
        ProcessInfo.processInfo.environment["KEPT_TEST_POSTGRES"] == nil ? [.sqlite] : [.sqlite, .postgres]
    }

    /// Opens a fresh, empty record on `engine`, runs `body`, and removes it.
    package static func with<T>(
        _ engine: Engine, time: any TimeSource = SystemTime(), _ body: (Store) async throws -> T
    ) async throws -> T {
        try await withLocation(engine, time: time) { store, _ in try await body(store) }
    }

    /// As `with`, telling also where the record is, for a second process.
    package static func withLocation<T>(
        _ engine: Engine, time: any TimeSource = SystemTime(), _ body: (Store, StoreLocation) async throws -> T
    ) async throws -> T {
        if engine == .postgres { await Turnstile.postgres.enter() }
        let outcome = await outcome(on: engine, time: time, body)
        if engine == .postgres { await Turnstile.postgres.leave() }
        return try outcome.get()
    }

    private static func outcome<T>(
        on engine: Engine, time: any TimeSource, _ body: (Store, StoreLocation) async throws -> T
    ) async -> Result<T, any Error> {
        do {
            let location = try await RecordTemplate.copy(engine)
            let result: Result<T, any Error>
            do {
                let store = try await Store.open(location, time: time)
                do { result = .success(try await body(store, location)) } catch { result = .failure(error) }
                await store.close(at: time.now)
            } catch { result = .failure(error) }
            try await remove(location)
            return result
        } catch { return .failure(error) }
    }

    /// A place for a record that does not exist yet.
    package static func fresh(_ engine: Engine) async throws -> StoreLocation {
        switch engine {
        case .sqlite: return .folder(FileManager.default.temporaryDirectory.appending(path: name()).path)
        case .postgres: return try await onThread { try TestDatabase.create(named: name()) }
        }
    }

    /// The engine at a place where nothing is yet, without any tables: for records of older programs.
    package static func bareDriver(at location: StoreLocation) async throws -> any EngineDriver {
        switch location {
        case .folder(let path):
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            return try SQLiteDriver(path: path + "/kept.db")
        case .database(let address): return try await PostgresDriver.open(address)
        }
    }

    static func name() -> String { "kept-test-\(UUID().uuidString.lowercased().prefix(13))" }

    package static func remove(_ location: StoreLocation) async throws {
        switch location {
        case .folder(let path):
            // The last connection takes its shared file away as it closes, which may be between a look and the removal.
            var attempts = 0
            while FileManager.default.fileExists(atPath: path) {
                attempts += 1
                do { try FileManager.default.removeItem(atPath: path) } catch CocoaError.fileNoSuchFile
                    where attempts < 10
                {}
            }
        case .database(let address): try await onThread { try TestDatabase.drop(address) }
        }
    }
}
