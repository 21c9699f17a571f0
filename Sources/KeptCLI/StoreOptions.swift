import ArgumentParser
import Foundation
import KeptDomain
import KeptStore
import KeptWords

/// Which record a command works on; the same for every command.
struct StoreOptions: ParsableArguments {
    static let usualFolder = "./data"

    @Option(name: .customLong("data"), help: "The folder of the record. KEPT_DATA when left out, else \(usualFolder).")
    var folder: String?

    @Option(
        name: .customLong("database"),
        help: "A PostgreSQL database instead, postgres://user@host:port/name. KEPT_DATABASE when left out.")
    var address: String?

    func validate() throws {
        if folder != nil, address != nil {
            throw Terminal.usage("commands.usage.two-records")
        }
    }

    /// A flag wins over the environment, and within each the one that is given.
    var location: StoreLocation {
        let environment = ProcessInfo.processInfo.environment
        if let address { return .database(address) }
        if let folder { return .folder(folder) }
        if let address = environment["KEPT_DATABASE"], !address.isEmpty { return .database(address) }
        if let folder = environment["KEPT_DATA"], !folder.isEmpty { return .folder(folder) }
        return .folder(Self.usualFolder)
    }

    /// What a command does where no record is yet: those that look or change something in it refuse, those that begin
    /// one make it.
    enum Absence { case refused, made }

    /// Opens the record, migrated as needed, gives it to `body`, and closes it whatever happens.
    ///
    /// - Parameter sharing: how many operations may share one commit in SQLite; measurements set it to 1.
    func withStore<T>(
        whenAbsent absence: Absence = .refused, time: any TimeSource = SystemTime(),
        sharing: Int = SQLiteDriver.usualSharing,
        _ body: (Store) async throws -> T
    ) async throws -> T {
        if absence == .refused { try await Store.requireRecord(at: location) }
        let store = try await Store.open(location, time: time, sharing: sharing) { Terminal.note($0) }
        do {
            let value = try await body(store)
            await store.close(at: time.now)
            return value
        } catch {
            await store.close(at: time.now)
            throw error
        }
    }
}
