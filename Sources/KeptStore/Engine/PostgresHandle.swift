import CLibpq
import Foundation

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
        else { throw StoreError.unavailable("out of memory") }
        self.raw = raw
        // Notices ("relation exists, skipping") are no answers and nobody's news.
        PQsetNoticeProcessor(raw, { _, _ in }, nil)
        guard PQstatus(raw) == CONNECTION_OK else {
            throw StoreError.unavailable(
                """
                cannot reach the database at \(address.place): \(reason). Check that PostgreSQL runs there, that the \
                database exists (createdb), and that the user and password of --database are right
                """)
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

    var lost: StoreError { .unavailable("the database at \(address.place) went away: \(reason)") }

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
                "the server at \(address.place) is PostgreSQL \(version / 10_000); Kept needs 15 or newer")
        }
        // SQL_ASCII stores bytes as they come, and Kept sends UTF-8 only; any other encoding would refuse some names.
        let encoding = PQparameterStatus(raw, "server_encoding").map { String(cString: $0) } ?? "?"
        guard encoding == "UTF8" || encoding == "SQL_ASCII" else {
            throw StoreError.unavailable(
                """
                the database \(address.database) is encoded in \(encoding) and cannot hold every language; make one that \
                can: createdb --template=template0 --encoding=UTF8 \(address.database)
                """)
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
