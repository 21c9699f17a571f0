import CLibpq
import Foundation
import KeptDomain

/// One open line to a PostgreSQL server, checked to be one that Kept can use. Used by one thread at a time.
final class PostgresHandle {
    let raw: OpaquePointer
    private let address: PostgresAddress
    private static let oldestServer: Int32 = 150_000

    init(_ address: PostgresAddress) throws {
        self.address = address
        // Those before `dbname` are defaults that the address may change, those after it hold always.
        let settings = [
            ("application_name", address.sessionName), ("connect_timeout", "5"), ("keepalives_idle", "30"),
            ("dbname", address.text),
            ("client_encoding", "UTF8"),
        ]
        let names = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        guard
            let raw = PQconnectdbParams(
                names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        else { throw StoreError.unavailable(Hindrance("commands.refusals.no-memory")) }
        self.raw = raw
        // Notices ("relation exists, skipping") are no answers and nobody's news.
        PQsetNoticeProcessor(raw, { _, _ in }, nil)
        guard PQstatus(raw) == CONNECTION_OK else {
            throw StoreError.unavailable(
                Hindrance("commands.refusals.unreachable", [Fact("place", address.place), Fact("reason", reason)]))
        }
        try check()
    }

    deinit { PQfinish(raw) }

    var isLost: Bool { PQstatus(raw) != CONNECTION_OK }

    /// What libpq says about its last failure, on one line and without the password.
    var reason: String {
        let text = String(cString: PQerrorMessage(raw)).split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return address.withoutPassword(text.joined(separator: " "))
    }

    var lost: StoreError {
        .unavailable(Hindrance("commands.refusals.went-away", [Fact("place", address.place), Fact("reason", reason)]))
    }

    /// Runs statements without values and waits. Not in pipeline mode.
    @discardableResult func execute(_ text: String) throws -> PostgresAnswer {
        guard let result = PQexec(raw, text) else { throw lost }
        let answer = PostgresAnswer(result)
        if let failure = answer.failure(in: text) { throw isLost ? lost : failure }
        return answer
    }

    private func check() throws {
        let version = PQserverVersion(raw)
        guard version >= Self.oldestServer else {
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.server-too-old",
                    [Fact("place", address.place), Fact("version", version / 10_000)]))
        }
        // SQL_ASCII stores bytes as they come, and Kept sends UTF-8 only; any other encoding would refuse some names.
        let encoding = PQparameterStatus(raw, "server_encoding").map { String(cString: $0) } ?? "?"
        guard encoding == "UTF8" || encoding == "SQL_ASCII" else {
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.database-encoding",
                    [Fact("database", address.database), Fact("encoding", encoding)]))
        }
        // Whatever the server's settings are, what was acknowledged is on its disk. A body that hangs must not hold back
        // everybody's journal.
        try execute(
            """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            SET idle_in_transaction_session_timeout = '120s'
            """)
    }
}
