import Foundation
import KeptDomain

/// A command that only looks was sent to where no record is.
package struct NoRecord: Refusal, Hashable {
    /// The folder, or the database's address without its password.
    package let place: String

    package var key: String { "refusals.no-record" }
    package var facts: [Fact] { [Fact("place", place)] }
}

extension Store {
    /// Makes sure that a record is there, and makes nothing.
    ///
    /// - Throws: `NoRecord` for a folder without the file and a database without the tables; `unavailable` for a server
    ///   that cannot be reached.
    package static func requireRecord(at location: StoreLocation) async throws {
        switch location {
        case .folder(let path):
            let file = path + "/kept.db"
            guard FileManager.default.fileExists(atPath: file),
                try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int64 != 0
            else { throw NoRecord(place: path) }
        case .database(let address):
            let address = try PostgresAddress(address)
            let isThere = try await OwnThread.run("kept-look") { try hasTables(address) }
            guard isThere else { throw NoRecord(place: address.place) }
        }
    }

    private static func hasTables(_ address: PostgresAddress) throws -> Bool {
        try PostgresHandle(address).execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'schema_migrations'"
        ).int(0) > 0
    }
}
