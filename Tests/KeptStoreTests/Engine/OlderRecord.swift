import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport

/// A record as Kept wrote it when its schema stood at an earlier number: made with the migrations up to that number, and
/// with rows in the columns of that time.
struct OlderRecord {
    /// One value of a row, as it is written in a statement.
    enum Cell: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
        case number(Int64), text(String), bytes(UInt8), null

        init(integerLiteral value: Int64) { self = .number(value) }
        init(stringLiteral value: String) { self = .text(value) }
        init(nilLiteral: ()) { self = .null }

        static func at(_ text: String) -> Cell { .number(Instant.at(text).microseconds) }
        static func day(_ text: String) -> Cell { Day(text).map { .number(Int64($0.number)) } ?? .null }
        /// An id that a process with the node number 0 made.
        static func id(_ number: Int64) -> Cell { .number(OlderRecord.id(number)) }
        static func id(orNull number: Int64?) -> Cell { number.map { id($0) } ?? .null }
        static func at(orNull text: String?) -> Cell { text.map { at($0) } ?? .null }

        func written(for engine: Engine) -> String {
            switch self {
            case .number(let number): "\(number)"
            case .text(let text): "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
            case .bytes(let byte):
                (engine == .sqlite ? "x'" : "'\\x") + String(repeating: String(byte, radix: 16), count: 16) + "'"
            case .null: "NULL"
            }
        }
    }

    let engine: Engine
    /// The highest migration that it knows.
    let number: Int
    private var statements: [String] = []

    init(_ engine: Engine, upTo number: Int) {
        self.engine = engine
        self.number = number
        addShop()
        addLiveOrders()
        addHistory()
        addImports()
        if engine == .postgres {
            statements.append("SELECT setval('order_numbers', 1010)")
            statements.append("SELECT setval('case_numbers', 1001)")
        } else {
            add("short_numbers", ["kind": "order", "last": 1010])
            add("short_numbers", ["kind": "case", "last": 1001])
        }
    }

    static func id(_ number: Int64) -> Int64 { (1_793_600_000_000 + number) << 21 }

    mutating func add(_ table: String, _ row: KeyValuePairs<String, Cell>) {
        let names = row.map(\.key).joined(separator: ", ")
        let values = row.map { $0.value.written(for: engine) }.joined(separator: ", ")
        statements.append("INSERT INTO \(table) (\(names)) VALUES (\(values))")
    }

    mutating func add(_ table: String, _ rows: [KeyValuePairs<String, Cell>]) { for row in rows { add(table, row) } }

    mutating func journal(_ kind: String, of subject: String, _ id: Cell, at: Cell, facts: String = "{}") {
        add(
            "journal",
            [
                "at": at, "kind": .text(kind), "subject_kind": .text(subject), "subject_id": id, "actor": "shell",
                "facts": .text(facts),
            ])
    }

    /// Writes it to a place where nothing is yet.
    func write(to location: StoreLocation) async throws {
        let driver = try await TestStore.bareDriver(at: location)
        let script = statements.joined(separator: ";\n") + ";"
        let migrator = Migrator(migrations: try Migrator(for: engine).migrations.filter { $0.number <= number })
        try await driver.writeAlone { connection in
            _ = try migrator.migrate(connection, at: .at("2026-11-02T06:00:00Z"))
            try connection.runScript(script)
        }
        await driver.close()
    }
}

// MARK: the shop

extension OlderRecord {
    static let (place, calendar, owner, lead, ada, everywhere, sundown) = (
        Cell.id(1), Cell.id(2), Cell.id(3), Cell.id(4), Cell.id(5), Cell.id(6), Cell.id(7)
    )
    private static let warnings: Cell = #"[{"role":"front-line","share":0.8}]"#

    private mutating func addShop() {
        let began = Cell.at("2026-11-02T06:00:00Z")
        add("settings", [["name": "business-name", "value": "Kept Books"], ["name": "set-up-at", "value": "1"]])
        add("nodes", ["node": 0, "holder": "old:1", "leased_until": 1, "last_tick": 1])
        add("calendars", ["id": Self.calendar, "name": "24/7", "current_version": 1])
        add(
            "calendar_versions",
            [
                "id": .id(8), "calendar_id": Self.calendar, "version": 1, "zone": "Europe/Berlin", "zone_rules": "",
                "definition": #"{"zone":"Europe/Berlin","always":true}"#, "created_at": began,
            ])
        add(
            "places",
            [
                "id": Self.place, "name": "Kept Books", "city": "Berlin", "zone": "Europe/Berlin",
                "calendar_id": Self.calendar, "is_default": 1,
            ])
        for (person, name, role) in [(Self.owner, "Owner", "owner"), (Self.lead, "Lea", "lead")] as [(Cell, Cell, Cell)]
        {
            add("people", ["id": person, "name": name, "language": "en", "created_at": began])
            guard case .number(let id) = person else { continue }
            add("person_roles", ["id": .number(id + 1), "person_id": person, "role": role])
        }
        add("sign_in_failures", ["id": .id(9), "tried_for": "lea@example.org", "at": began])
        add(
            "access_tokens",
            ["id": .id(10), "name": "till", "token_hash": .bytes(0xAB), "scope": "write", "created_at": began])
        add(
            "idempotent_answers",
            [
                "token_id": .id(10), "name": "key", "request_hash": .bytes(0xAC), "status": 201, "body": "{}",
                "at": .at("2026-11-05T08:00:00Z"),
            ])
        add(
            "customers",
            [
                "id": Self.ada, "source": "email", "external_id": "ada@example.org", "name": "Ada King",
                "language": "en", "city": "Berlin", "segment": "regular", "created_at": began,
            ])
        add(
            "contact_points",
            ["id": .id(11), "customer_id": Self.ada, "kind": "email", "value": "ada@example.org", "created_at": began])
        for term in ["ada", "king"] as [Cell] { add("customer_terms", ["term": term, "customer_id": Self.ada]) }
        addStandard(Self.everywhere, 12, "Everywhere", metric: "delivery", clock: "always", target: "wall:PT48H")
        addStandard(Self.sundown, 13, "Before we close", metric: "solution", clock: "sundown", target: "sundown")
        add("carriers", ["id": .id(14), "name": "Post"])
        journal("business.started", of: "business", 1, at: began)
    }

    private mutating func addStandard(
        _ id: Cell, _ version: Int64, _ name: Cell, metric: Cell, clock: Cell, target: Cell
    ) {
        add("standards", ["id": id, "name": name, "current_version": 1])
        add(
            "standard_versions",
            [
                "id": .id(version), "standard_id": id, "version": 1, "metric": metric, "clock": clock,
                "target": target, "warnings": Self.warnings, "said": #"{"en":"With you by {due}."}"#,
                "created_at": .at("2026-11-02T06:00:00Z"),
            ])
    }

    /// A word that the standard gave on an order; `more` says where it stands.
    mutating func addPromise(
        _ number: Int64, order: Int64?, matter: Int64, made: String, due: String, state: Cell = "open",
        settled: Cell = nil, case: Cell = nil, replaces: Int64? = nil, first: Int64? = nil, paused: Cell = nil,
        isAim: Bool = false
    ) {
        let (aboutOrder, replaced): (Cell, Cell) = (.id(orNull: order), .id(orNull: replaces))
        let seen: Cell = if case .text("broken") = state { settled } else { .null }
        let kind: (said: Cell, isTold: Cell, clock: Cell, target: Cell, standard: Cell) =
            isAim
            ? ("Before we close", 0, "sundown", "sundown", .id(13))
            : ("With you by noon.", 1, "always", "wall:PT48H", .id(12))
        add(
            "promises",
            [
                "id": .id(number), "matter_id": .id(matter), "order_id": aboutOrder, "case_id": `case`,
                "customer_id": Self.ada, "place_id": Self.place, "said": kind.said, "language": "en",
                "zone": "Europe/Berlin", "told_due_at": .at(due), "is_told": kind.isTold, "clock": kind.clock,
                "target": kind.target, "starts_at": .at(made), "calendar_version_id": .id(8),
                "standard_version_id": kind.standard, "made_by": "shell", "made_at": .at(made),
                "warnings": Self.warnings, "due_at": .at(due), "state": state, "paused_at": paused,
                "settled_at": settled, "seen_at": seen, "replaces_id": replaced, "first_id": .id(first ?? number),
            ])
        journal("promise.made", of: "promise", .id(number), at: .at(made), facts: #"{"said":"With you by noon."}"#)
        if case .text(let word) = state, word != "open" {
            journal("promise.\(word)", of: "promise", .id(number), at: settled)
        } else if case .null = paused {
            add(
                "deadlines",
                [
                    "id": .number(Self.id(number) + 1), "promise_id": .id(number), "kind": "break", "step": 0,
                    "due_at": .at(due),
                ])
        }
    }
}
