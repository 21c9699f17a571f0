import CLibpq
import Foundation
import KeptStore

/// Databases of their own for tests, on the server that `KEPT_TEST_POSTGRES` names, for instance
/// `postgres://postgres@127.0.0.1:5499/postgres`.
enum TestDatabase {
    static var server: String { ProcessInfo.processInfo.environment["KEPT_TEST_POSTGRES"] ?? "" }

    /// - Parameter template: a database that it begins as a copy of; by default an empty one.
    static func create(named name: String, from template: String? = nil) throws -> StoreLocation {
        let origin =
            template.map { "\"\($0)\"" } ?? "template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        try run("CREATE DATABASE \"\(name)\" TEMPLATE \(origin)")
        let base = server.prefix(upTo: server.lastIndex(of: "/") ?? server.endIndex)
        return .database("\(base)/\(name)")
    }

    static func drop(_ address: String) throws {
        let name = address.split(separator: "/").last.map(String.init) ?? ""
        try run("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")
    }

    private static func run(_ statement: String) throws {
        let connection = PQconnectdb(server)
        defer { PQfinish(connection) }
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw StoreError.unavailable(Hindrance(told: String(cString: PQerrorMessage(connection))))
        }
    }
}
