import Foundation
import KeptDomain
import KeptTestSupport
import KeptWords
import Synchronization
import Testing

@testable import KeptStore

@Suite("Cases of other systems become history") struct CaseImportTests {
    private static let log = ColumnMap(
        columns: [
            "case": "case", "activity": "activity", "activity_at": "time", "resource": "who", "customer_id": "customer",
            "subject": "about",
        ], statuses: ["Take over": "handed-over", "Solve": "closed"])
    private static let events = """
        case,activity,time,who,customer,about
        C1,Created,2026-03-02 10:00,web,K1,Broken kettle
        C1,Take over,2026-03-02 10:30,ann,K1,Broken kettle
        C1,Reply,2026-03-02 11:00,ann,K1,Broken kettle
        C2,Created,2026-03-02 12:00,web,K2,Which size?
        C1,Solve,2026-03-03 09:00,ann,K1,Broken kettle
        C2,Wait,2026-03-02 13:00,bob,K2,Which size?
        C1,Reopened,2026-03-04 09:00,ann,K1,Broken kettle
        C1,Solve,2026-03-05 09:00,ann,K1,Broken kettle
        C3,Created,2026-02-30 12:00,web,,
        ,Created,2026-03-02 12:00,web,,
        C4,,2026-03-02 12:00,web,,

        """

    private func run(
        _ store: Store, _ path: String, _ map: ColumnMap, dryRun: Bool = false, source: String = "desk",
        rejects: String? = nil, shouldStop: @Sendable () -> Bool = { false }
    ) async throws -> ImportReport {
        var plan = ImportPlan(
            kind: .cases, source: source, files: [try ImportPlan.File(path, as: .mapped(map))], zone: "Europe/Berlin")
        plan.isDryRun = dryRun
        let importer = Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: rejects ?? path + ".rejects",
            words: try Vocabulary.shared()[.english])
        return try await importer.run(shouldStop: shouldStop)
    }

    /// Everything that an import of cases could change, without ids and times of writing.
    private func content(_ store: Store) async throws -> [String] {
        try await store.read { reading in
            let cases = try reading.rows(
                """
                SELECT o.external_id, c.subject, c.status, c.opened_at, c.closed_at, o.first_reply_at, o.first_closed_at,
                  o.hand_overs, u.external_id
                FROM cases c JOIN case_origins o ON o.case_id = c.id LEFT JOIN customers u ON u.id = c.customer_id
                ORDER BY o.external_id
                """
            ) { row in
                [row.text(), row.text(), row.text()].joined(separator: "|")
                    + (0..<5).map { _ in "|\(row.optionalInt64() ?? -1)" }.joined() + "|" + (row.optionalText() ?? "-")
            }
            let episodes = try reading.rows(
                """
                SELECT o.external_id, e.number, e.opened_at, e.closed_at FROM case_episodes e
                JOIN case_origins o ON o.case_id = e.case_id ORDER BY o.external_id, e.number
                """
            ) { "\($0.text()) \($0.int()) \($0.int64()) \($0.optionalInt64() ?? -1)" }
            let messages = try reading.rows(
                """
                SELECT m.direction, m.body, m.written_at FROM messages m JOIN case_origins o ON o.case_id = m.case_id
                ORDER BY o.external_id, m.written_at, m.body
                """
            ) { "\($0.text()) \($0.text()) \($0.int64())" }
            return cases + episodes + messages
        }
    }

    @Test("A log of events, with rejects, tried first, taken once and again", arguments: TestStore.engines)
    func logs(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write("log.csv", Self.events)
        try await TestStore.with(engine) { store in
            let tried = try await run(store, path, Self.log, dryRun: true)
            #expect(tried.totals[.cases].imported == 2 && tried.totals[.cases].rejected == 3)
            #expect(try await content(store).isEmpty)
            let report = try await run(store, path, Self.log)
            #expect(report.totals[.cases].read == 11 && report.totals[.cases].imported == 2)
            #expect(report.totals[.cases].rejected == 3 && report.totals[.events].imported == 8)
            let rejects = try String(contentsOfFile: try #require(report.rejects), encoding: .utf8)
            #expect(rejects.contains("10") && rejects.contains("11") && rejects.contains("12"), "\(rejects)")
            let told = try await store.read { reading in
                try reading.rows(
                    """
                    SELECT c.status, c.opened_at, c.closed_at, o.first_reply_at, o.first_closed_at, o.hand_overs, c.cause
                    FROM cases c JOIN case_origins o ON o.case_id = c.id ORDER BY o.external_id
                    """
                ) { row in
                    "\(row.text()) \(row.instant().iso) \(row.optionalInstant()?.iso ?? "-") \(row.optionalInstant()?.iso ?? "-") \(row.optionalInstant()?.iso ?? "-") \(row.int()) \(row.optionalText() ?? "-")"
                }
            }
            #expect(
                told == [
                    "closed 2026-03-02T09:00:00Z 2026-03-05T08:00:00Z 2026-03-02T10:00:00Z 2026-03-03T08:00:00Z 1 kept:closed-elsewhere",
                    "open 2026-03-02T11:00:00Z - - - 0 -",
                ])
            let before = try await content(store)
            #expect(before.contains { $0.hasPrefix("internal Wait · bob ") })
            let again = try await run(store, path, Self.log)
            #expect(again.totals[.cases].imported == 0 && again.totals[.cases].unchanged == 2)
            #expect(try await content(store) == before)
            for nothing in ["promises", "deadlines", "sends", "warnings"] {
                let count: SQL =
                    switch nothing {
                    case "promises": "SELECT count(*) FROM promises"
                    case "deadlines": "SELECT count(*) FROM deadlines"
                    case "sends": "SELECT count(*) FROM sends"
                    default: "SELECT count(*) FROM warnings"
                    }
                #expect(try await store.read { try $0.count(count) } == 0, "\(nothing)")
            }
            var findings: [Finding] = []
            _ = try await store.examine { findings.append($0) }
            #expect(findings.isEmpty, "\(findings)")
            try await store.takeInAllTexts(at: SystemTime().now)
            let reach = SearchReach(cases: .business, orders: .business)
            let found = try await store.read { try $0.search(SearchAsk("kettle"), within: reach, limit: 5) }
            #expect(found.hits.map(\.kind) == [.case])
        }
    }

    @Test("Events come to the same in whatever order they are told, and torn into files", arguments: TestStore.engines)
    func order(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let lines = Self.events.split(separator: "\n").map(String.init)
        let good = lines[1..<9]
        try await TestStore.with(engine) { store in
            _ = try await run(store, folder.write("whole.csv", Self.events), Self.log)
            let whole = try await content(store)
            try await TestStore.with(engine) { other in
                for (number, line) in good.reversed().enumerated() {
                    let path = try folder.write("part\(number).csv", lines[0] + "\n" + line + "\n")
                    _ = try await run(other, path, Self.log)
                }
                #expect(try await content(other) == whole)
                #expect(try await other.examine { _ in } == 0)
            }
        }
    }

    @Test("A case a row, with its customer, order, place, owner and words", arguments: TestStore.engines)
    func tables(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let map = ColumnMap(columns: [
            "case": "id", "kind": "type", "subject": "title", "opened_at": "opened", "replied_at": "first reply",
            "closed_at": "closed", "cause": "why", "email": "mail", "place": "shop", "channel": "via", "text": "text",
            "direction": "way", "text_at": "said",
        ])
        let path = try folder.write(
            "cases.csv",
            """
            id,type,title,opened,first reply,closed,why,mail,shop,via,text,way,said
            7,Beschwerde,"Zu spät, wieder",2026-03-02,2026-03-02 12:00,2026-03-03,carrier,ANN@example.org,Nord,Telefon,"Wo ist es?",in,2026-03-02 09:00
            7,Beschwerde,"Zu spät, wieder",2026-03-02,2026-03-02 12:00,2026-03-03,carrier,ANN@example.org,Nord,Telefon,Unterwegs.,out,2026-03-02 12:00
            8,praise,<b>Thanks</b>,2026-03-04,,,,ann@example.org,,carrier pigeon,,,

            """)
        try await TestStore.with(engine) { store in
            let report = try await run(store, path, map)
            #expect(report.totals[.messages].imported == 2 && report.totals[.customers].imported == 1)
            let cases = try await store.read { try $0.cases(CaseFilter(), limit: 10) }.sorted {
                $0.openedAt < $1.openedAt
            }
            #expect(cases.map(\.kind) == [.complaint, .praise] && cases.map(\.status) == [.closed, .open])
            #expect(
                cases[0].cause == "carrier" && cases[0].customer == cases[1].customer
                    && cases[0].place != cases[1].place)
            let thread = try await store.read { [id = cases[0].id] in try $0.thread(of: id) }.map(\.message)
            #expect(thread.map(\.direction) == [.incoming, .outgoing] && thread.map(\.channel) == [.phone, .phone])
            #expect(thread[1].leftAt == thread[1].writtenAt && thread[0].customer == cases[0].customer)
            let count = try await store.read { try $0.count("SELECT count(*) FROM sends") }
            #expect(count == 0)
            _ = try await run(store, path, map)
            let after = try await store.read { try $0.count("SELECT count(*) FROM messages") }
            #expect(after == 2)
        }
    }

    @Test("A run that was stopped goes on where it ended", arguments: TestStore.engines)
    func goingOn(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let rows = (0..<12_000).map {
            "C\($0 % 4_000),\(["Created", "Reply", "Solve"][$0 / 4_000]),2026-03-0\(1 + $0 / 4_000) 10:00,x,K\($0 % 50),s\n"
        }
        let path = try folder.write("many.csv", "case,activity,time,who,customer,about\n" + rows.joined())
        try await TestStore.with(engine) { store in
            let stopped = try await run(store, path, Self.log) { true }
            #expect(stopped.isStopped && stopped.totals[.cases].read < 12_000)
            let rest = try await run(store, path, Self.log)
            #expect(rest.wentOn && rest.totals[.cases].read == 12_000 && rest.totals[.cases].imported == 4_000)
            let figures = try await store.read { reading in
                try reading.rows(
                    """
                    SELECT count(*), sum(o.first_reply_at - c.opened_at), sum(o.first_closed_at - c.opened_at), min(c.status)
                    FROM cases c JOIN case_origins o ON o.case_id = c.id
                    """
                ) { "\($0.int()) \($0.int64() / 1_000_000) \($0.int64() / 1_000_000) \($0.text())" }
            }
            #expect(figures == ["4000 \(4_000 * 86_400) \(4_000 * 2 * 86_400) closed"])
        }
    }

    @Test("A later row that tells no cause takes away none", arguments: TestStore.engines)
    func causes(on engine: Engine) async throws {
        var map = Self.log
        map.columns["cause"] = "cause"
        let folder = try ScratchFolder()
        func log(_ name: String, _ rows: String) throws -> String {
            try folder.write(name, "case,activity,time,who,customer,about,cause\n" + rows)
        }
        let parts = [
            "C1,Created,2026-03-02 10:00,web,K1,Kettle,glue\nC2,Created,2026-03-02 10:00,web,K2,Lid,\n",
            "C1,Solve,2026-03-03 09:00,ann,K1,Kettle,\nC2,Solve,2026-03-03 09:00,ann,K2,Lid,\n",
            "C1,Reply,2026-03-04 09:00,ann,K1,Kettle,\nC2,Reply,2026-03-04 09:00,ann,K2,Lid,mould\n",
        ]
        try await TestStore.with(engine) { [map] store in
            func causes() async throws -> [String?] {
                try await store.read {
                    try $0.rows(
                        """
                        SELECT c.cause FROM cases c JOIN case_origins o ON o.case_id = c.id ORDER BY o.external_id
                        """
                    ) { $0.optionalText() }
                }
            }
            let expected: [[String?]] = [
                [nil, nil], ["glue", OwnSentence.closedElsewhere.text], ["glue", "mould"],
            ]
            for (number, rows) in parts.enumerated() {
                _ = try await run(store, log("\(number).csv", rows), map)
                #expect(try await causes() == expected[number], "\(number)")
            }
        }
    }
}

private enum RealLogs {
    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let told = ProcessInfo.processInfo.environment["KEPT_TEST_DATA"].map { URL(filePath: $0) }
        let path = (told ?? package.appending(path: "../shared/data")).path
        return FileManager.default.fileExists(atPath: path + "/helpdesk_italian/helpdesk.csv.gz") ? path : nil
    }()
}

/// Logs of real desks, where this machine has them: `KEPT_TEST_DATA`, else `../shared/data` beside the package. What is
/// expected was counted by another program.
@Suite("Real logs of cases", .enabled(if: RealLogs.folder != nil), .timeLimit(.minutes(20)))
struct RealCaseTests {
    private struct Sums: Equatable {
        let cases, closed, seconds, handOvers: Int
    }

    private func imported(_ file: String, _ map: ColumnMap, _ body: (Store, ImportReport, Sums) async throws -> Void)
        async throws
    {
        let folder = try ScratchFolder()
        let path = try #require(RealLogs.folder) + "/" + file
        try await TestStore.with(.sqlite) { store in
            let plan = ImportPlan(
                kind: .cases, source: "real", files: [try ImportPlan.File(path, as: .mapped(map))], zone: "UTC")
            let report = try await Importer(
                plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
                words: try Vocabulary.shared()[.english]
            ).run()
            let sums = try await store.read { reading in
                try reading.row(
                    """
                    SELECT count(*), count(o.first_closed_at), coalesce(sum((o.first_closed_at - c.opened_at) / 1000000), 0),
                      sum(o.hand_overs)
                    FROM cases c JOIN case_origins o ON o.case_id = c.id
                    """
                ) { Sums(cases: $0.int(), closed: $0.int(), seconds: $0.int(), handOvers: $0.int()) }
            }
            try await body(store, report, try #require(sums))
        }
    }

    @Test func theHelpDeskOfASoftwareCompany() async throws {
        let map = ColumnMap(
            columns: [
                "case": "Case ID", "activity": "Activity", "activity_at": "Complete Timestamp", "resource": "Resource",
                "customer_id": "customer",
            ])
        try await imported("helpdesk_italian/helpdesk.csv.gz", map) { store, report, sums in
            #expect(report.totals[.cases].read == 16_937 && report.rejects == nil)
            #expect(report.totals[.events].imported == 16_838, "99 are repeated within the file")
            #expect(sums == Sums(cases: 3_664, closed: 3_664, seconds: 2_595_799_025, handOvers: 4_150))
            let customers = try await store.read { try $0.count("SELECT count(*) FROM customers") }
            #expect(customers == 344, "of a case told in several rows the first says whose it is")
        }
    }

    @Test func theIncidentsOfACarMaker() async throws {
        let map = ColumnMap(columns: ["case": "CaseID", "activity": "ActivityID", "activity_at": "CompleteTimestamp"])
        try await imported("bpi2013_incidents/bpi_13_incidents.csv.gz", map) { _, report, sums in
            #expect(report.totals[.cases].read == 65_533 && report.rejects == nil)
            #expect(report.totals[.events].imported == 62_549)
            #expect(sums == Sums(cases: 7_554, closed: 0, seconds: 0, handOvers: 0), "its numbers mean nothing to Kept")
        }
    }
}
