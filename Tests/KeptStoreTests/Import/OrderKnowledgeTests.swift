import KeptDomain
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptStore

/// Rows, lines and events of history, told by several files: what is known of an order only grows, whatever comes first.
@Suite struct OrderKnowledgeTests {
    private let rowMap = ColumnMap(
        columns: [
            "order": "id", "ordered_at": "at", "promised_by": "due", "approved_at": "paid", "dispatched_at": "sent",
            "delivered_at": "got", "status": "status", "attempts": "tries",
        ])
    private let goodsMap = ColumnMap(
        columns: [
            "order": "id", "ordered_at": "at", "line": "line", "line_name": "what", "quantity": "n",
            "filled_quantity": "there", "price": "price", "complete": "whole",
        ], currency: "EUR")
    private let lineMap = ColumnMap(
        columns: [
            "order": "id", "line": "line", "line_name": "what", "quantity": "n", "filled_quantity": "there",
            "price": "price",
        ], currency: "EUR")
    private let eventMap = ColumnMap(columns: ["order": "id", "event": "what", "event_at": "when"])

    private let rowHead = "id,at,due,paid,sent,got,status,tries\n"
    private let goodsHead = "id,at,line,what,n,there,price,whole\n"
    private let lineHead = "id,line,what,n,there,price\n"
    private let eventHead = "id,what,when\n"

    /// Takes in one file after another, each by a run of its own.
    private func take(_ store: Store, _ files: [(text: String, map: ColumnMap)]) async throws {
        let folder = try ScratchFolder()
        for (number, file) in files.enumerated() {
            let path = try folder.write("\(number).csv", file.text)
            let plan = ImportPlan(
                kind: .orders, source: "shop", files: [try ImportPlan.File(path, as: .mapped(file.map))],
                zone: "Europe/Berlin")
            let report = try await Importer(
                plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
                words: try Vocabulary.shared()[.english]
            ).run()
            #expect(report.totals.rejected == 0, "\(file.text)")
        }
    }

    private func rows(_ text: String) -> (text: String, map: ColumnMap) { (rowHead + text + "\n", rowMap) }
    private func goods(_ text: String) -> (text: String, map: ColumnMap) { (goodsHead + text + "\n", goodsMap) }
    private func lines(_ text: String) -> (text: String, map: ColumnMap) { (lineHead + text + "\n", lineMap) }
    private func events(_ text: String) -> (text: String, map: ColumnMap) { (eventHead + text + "\n", eventMap) }

    private func orders(_ store: Store) async throws -> [Order] {
        try await store.read { try $0.rows("SELECT \(Order.columns) FROM orders ORDER BY external_id", Order.init) }
    }

    private func findings(_ store: Store) async throws -> [Finding] {
        var found: [Finding] = []
        _ = try await store.examine { found.append($0) }
        return found
    }

    @Test(arguments: TestStore.engines) func aFileThatTellsLessTakesNothingBack(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await take(
                store, [rows("A1,2026-03-02 10:00,2026-03-05,2026-03-02 11:00,,2026-03-04 15:00,delivered,2")])
            let before = try await orders(store)
            let less = ColumnMap(columns: ["order": "id", "ordered_at": "at", "approved_at": "paid"])
            try await take(store, [("id,at,paid\nA1,2026-03-02 10:00,2026-03-02 11:00\n", less)])
            #expect(try await orders(store) == before)
            try await take(store, [rows("A1,2026-03-02 10:00,,,,,approved,")])
            #expect(try await orders(store).map(\.status) == [.delivered])
            let delivered = try await store.read { try $0.deliveries(by: .month) }.map(\.delivered)
            #expect(delivered == [1])
            #expect(try await findings(store) == [])
        }
    }

    @Test(arguments: TestStore.engines) func anEventsFileTakesNothingBackThatRowsTold(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await take(
                store,
                [
                    rows("A1,2026-03-02 10:00,,,,,delivered,3\nA2,2026-03-02 10:00,,,,,dispatched,"),
                    events("A1,approved,2026-03-02 11:00\nA2,approved,2026-03-02 11:00"),
                ])
            let orders = try await orders(store)
            #expect(orders.map(\.status) == [.delivered, .dispatched])
            #expect(orders.map(\.attempts) == [3, 0])
            #expect(orders.allSatisfy { $0.approvedAt == .at("2026-03-02T11:00:00+01:00") })
            #expect(try await findings(store) == [])
        }
    }

    @Test(arguments: TestStore.engines) func aCorrectedDeliveryReplacesTheOneBefore(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await take(
                store,
                [
                    rows("A1,2026-03-02 10:00,2026-03-05,,,2026-03-04 15:00:00,delivered,"),
                    rows("A1,2026-03-02 10:00,2026-03-05,,,2026-03-04 20:20:00,delivered,"),
                ])
            #expect(try await findings(store) == [])
            try await take(store, [events("A1,approved,2026-03-02 11:00")])
            let order = try #require(try await orders(store).first)
            #expect(order.deliveredAt == .at("2026-03-04T20:20:00+01:00"))
            let told = try await store.read { try $0.events(of: order) }
            #expect(told.map(\.kind) == [.approved, .delivered])
            #expect(told.map(\.toldBy) == ["file:shop", "file:shop"])
            #expect(try await findings(store) == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatTheAPITellsOfHistoryStands(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await take(store, [rows("A1,2026-03-02 10:00,,,,,returned,2")])
            let order = try #require(try await orders(store).first)
            let at = Instant.at("2026-03-04T15:00:00+01:00")
            let told = try await store.write(as: .shell, at: SystemTime().now) {
                try $0.recordEvent(EventDraft(.delivered, at: at), of: order.id, words: nil)
            }
            #expect(told.order.status == .returned && told.order.deliveredAt == at && told.order.attempts == 2)
            try await take(store, [rows("A1,2026-03-02 10:00,,,,2026-03-04 15:00,returned,")])
            let events = try await store.read { try $0.events(of: order) }
            #expect(events.map(\.toldBy) == [Actor.shell.description])
            #expect(try await findings(store) == [])
        }
    }

    @Test(arguments: TestStore.engines) func completeFollowsAllLinesOfTheOrder(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            // The rows of D1 do not stand together.
            try await take(
                store,
                [
                    goods(
                        """
                        D1,2026-03-02 10:00,1,Atlas,2,1,10,
                        D2,2026-03-02 10:00,1,Globe,1,1,10,
                        D1,2026-03-02 10:00,2,Pen,1,1,2,
                        D3,2026-03-02 10:00,1,Ink,1,1,2,yes
                        """)
                ])
            #expect(try await orders(store).map(\.course.isComplete) == [false, true, true])
            try await take(store, [lines("D2,2,Map,2,1,10\nD1,1,Atlas,2,2,10\nD3,2,Nib,2,1,1")])
            #expect(try await orders(store).map(\.course.isComplete) == [true, false, true], "D3 was told in words")
            #expect(try await findings(store) == [])
        }
    }

    @Test(arguments: TestStore.engines) func amountsOfTwoCurrenciesOnOneOrderStandApart(on engine: Engine) async throws
    {
        try await TestStore.with(engine) { store in
            var map = goodsMap
            map.columns["currency"] = "money"
            let text = """
                id,at,line,what,n,there,price,whole,money
                E1,2026-03-02 10:00,1,Atlas,2,1,10,,EUR
                E1,2026-03-02 10:00,2,Globe,1,1,30,,CHF

                """
            try await take(store, [(text, map)])
            let tally = try #require(try await store.read { try $0.deliveries(by: .month) }.first).tally
            #expect(
                tally.availableValue == [
                    "EUR": Share(known: 2_000, met: 1_000), "CHF": Share(known: 3_000, met: 3_000),
                ])
            #expect(try await findings(store) == [])
        }
    }

    /// One year's truth of a few orders in pieces: rows with some of the columns, and events, one file or many, in any
    /// order, some of them twice.
    @Test(arguments: TestStore.engines) func anyOrderOfFilesGivesTheSameOrders(on engine: Engine) async throws {
        let first = ["A1", "A2", "A3", "A4"].map { "\($0),2026-03-02 10:00,2026-03-05,,,,," }
        let rowPieces = [
            "A1,2026-03-02 10:00,,2026-03-02 11:00,,,approved,", "A1,2026-03-02 10:00,,,2026-03-03 09:00,,,",
            "A1,2026-03-02 10:00,,2026-03-02 11:00,2026-03-03 09:00,2026-03-04 15:00,delivered,2",
            "A2,2026-03-02 10:00,,,,2026-03-04 15:00,,", "A2,2026-03-02 10:00,,,,,returned,",
            "A3,2026-03-02 10:00,,,,,dispatched,", "A3,2026-03-02 10:00,,,2026-03-03 09:00,,lost,",
            "A4,2026-03-02 10:00,,2026-03-02 11:00,,,cancelled,",
        ]
        let eventPieces = [
            "A1,in transit,2026-03-03 12:00", "A1,in transit,2026-03-03 18:00", "A1,dispatched,2026-03-03 09:00",
            "A2,attempted,2026-03-03 15:00", "A2,damaged,2026-03-04 15:10", "A3,delivered,2026-03-09 10:00",
            "A4,delivered,2026-03-05 10:00", "A4,approved,2026-03-02 10:30",
        ]
        var numbers = Dice(seed: 20_261_122)
        var states: [[String]] = []
        for _ in 0..<4 {
            var files = (rowPieces.map(rows) + eventPieces.map(events)).shuffled(using: &numbers)
            files.append(files[0])
            // Neighbours of one kind now and then stand in one file.
            let split = Int.random(in: 0..<rowPieces.count, using: &numbers)
            files.insert(rows(rowPieces[split...].shuffled(using: &numbers).joined(separator: "\n")), at: split)
            try await TestStore.with(engine) { store in
                try await take(store, [rows(first.joined(separator: "\n"))] + files)
                let found = try await orders(store)
                #expect(found.map(\.status) == [.delivered, .returned, .delivered, .cancelled])
                let told = try await store.read { reading in
                    try found.flatMap { order in
                        try reading.events(of: order).map {
                            "\(order.externalID) \($0.kind) \($0.at.iso) \($0.isOfRow)"
                        }
                    }
                }
                let tally = try await store.read { try $0.deliveries(by: .month) }.map(\.tally.bytes)
                states.append(found.map { "\($0.course)" } + told + ["\(tally)"])
                #expect(try await findings(store) == [])
            }
        }
        #expect(Set(states).count == 1)
    }

    // MARK: Olist

    private func takeOlist(_ store: Store, _ files: [(OlistFile, String)]) async throws {
        let folder = try ScratchFolder()
        for (file, text) in files { try folder.write(file.rawValue + ".csv", text) }
        let plan = try ImportPlan.olist(folder: folder.path)
        let report = try await Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
            words: try Vocabulary.shared()[.english]
        ).run()
        #expect(report.totals.rejected == 0)
    }

    @Test(arguments: TestStore.engines) func itemsThatComeAfterPaymentsSettleTheBill(on engine: Engine) async throws {
        let orders = """
            order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
            o1,c1,delivered,2018-03-02 10:00:00,2018-03-02 11:00:00,2018-03-03 10:00:00,2018-03-05 10:00:00,2018-03-09 00:00:00
            o2,c2,canceled,2018-03-02 10:00:00,,,2018-03-05 10:00:00,2018-03-09 00:00:00

            """
        let payments = "order_id,payment_sequential,payment_value\no1,1,10.00\no1,2,5.50\no2,1,3.00\n"
        let items = { (freight: String) in
            "order_id,order_item_id,product_id,price,freight_value\no1,1,p1,12.00,\(freight)\no2,1,p1,2.00,0.50\n"
        }
        try await TestStore.with(engine) { store in
            try await takeOlist(store, [(.orders, orders), (.payments, payments)])
            #expect(try await self.orders(store).map(\.course.isBilledRight) == [nil, nil])
            try await takeOlist(store, [(.orders, orders), (.items, items("3.00"))])
            #expect(try await self.orders(store).map(\.course.isBilledRight) == [false, false])
            try await takeOlist(store, [(.orders, orders), (.items, items("3.50"))])
            let found = try await self.orders(store)
            #expect(found.map(\.course.isBilledRight) == [true, false], "the freight was corrected")
            #expect(found.map(\.status) == [.delivered, .cancelled])
            #expect(try await findings(store) == [])
        }
    }
}
