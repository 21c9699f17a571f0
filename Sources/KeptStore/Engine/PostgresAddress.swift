import CLibpq
import Foundation
import KeptDomain

/// Where a PostgreSQL database is: `postgres://user:password@host:port/name`, or any other form that libpq takes.
struct PostgresAddress: Sendable {
    /// As given, with the password if it has one: never shown.
    let text: String
    /// What the address says, by libpq's names: host, port, user, dbname, password, sslmode …
    private let parts: [String: String]
    /// The same by the environment variables that PostgreSQL's own tools read, so that no password stands in a command line.
    let environment: [String: String]
    /// What the server calls the sessions opened with this value, for instance in `pg_stat_activity`: while one of them
    /// stands the process is there.
    let sessionName = "kept " + String(UInt64.random(in: .min ... .max), radix: 36)

    init(_ text: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            let reason = message.map { String(cString: $0).trimmingCharacters(in: .whitespacesAndNewlines) } ?? "?"
            let shown = reason.contains(Self.secret(in: text) ?? "\u{0}") ? "its parts cannot be told apart" : reason
            throw StoreError.unavailable(Hindrance("commands.refusals.database-address", [Fact("reason", shown)]))
        }
        defer { PQconninfoFree(options) }
        var parts: [String: String] = [:]
        var environment: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                parts[String(cString: keyword)] = String(cString: value)
                if let variable = option.pointee.envvar {
                    environment[String(cString: variable)] = String(cString: value)
                }
            }
            option += 1
        }
        self.text = text
        self.parts = parts
        self.environment = environment
    }

    var database: String { parts["dbname"] ?? parts["user"] ?? "" }

    /// The place without user and password, for messages.
    var place: String { "\(parts["host"] ?? "the local socket"):\(parts["port"] ?? "5432")/\(database)" }

    /// `text` with the password taken out, should a message repeat it.
    func withoutPassword(_ message: String) -> String {
        guard let password = parts["password"], !password.isEmpty else { return message }
        return message.replacing(password, with: "…")
    }

    private static func secret(in text: String) -> String? {
        guard let scheme = text.range(of: "://"), let at = text.lastIndex(of: "@"), scheme.upperBound < at,
            let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
        else { return nil }
        let secret = text[text.index(after: colon)..<at]
        return secret.isEmpty ? nil : String(secret)
    }
}
