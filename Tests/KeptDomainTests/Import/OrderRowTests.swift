import Testing

@testable import KeptDomain

private func time(_ text: String, _ order: ColumnMap.DateOrder? = nil) throws -> WrittenTime {
    try Array(text.utf8).withUnsafeBytes { try WrittenTime($0, order: order) }
}

private func amount(_ text: String, exponent: Int = 2, decimal: Character = ".") throws -> Int64 {
    try Array(text.utf8).withUnsafeBytes {
        try FieldReading.minorUnits($0, exponent: exponent, decimal: decimal.asciiValue!)
    }
}

/// The rows of `text` after its header, read as orders.
private func orders(_ text: String, _ map: ColumnMap) -> [Result<OrderRow, RowFault>] {
    var parser = CSVParser(delimiter: 0x2C)
    Array(text.utf8).withUnsafeBytes { parser.append($0) }
    parser.finish()
    guard let first = (try? parser.next()) ?? nil else { return [] }
    let header = (0..<first.count).map(first.text)
    var reader = OrderRowReader(map, header: header, zone: .fixed(offset: 7200)) { $0 == "UTC" ? .utc : nil }
    var rows: [Result<OrderRow, RowFault>] = []
    while let record = (try? parser.next()) ?? nil {
        rows.append(Result { () throws(RowFault) in try reader.order(record) })
    }
    return rows
}

@Suite struct OrderRowTests {
    static let third = Day("2017-10-03")!

    @Test func readsTimesAsOtherSystemsWriteThem() throws {
        let wall = WrittenTime.wall(WallTime(day: Self.third, microsecondsOfDay: 54_273_000_000))
        for text in [
            "2017-10-03 15:04:33", "2017-10-03T15:04:33", "2017/10/3 15:04:33", "3.10.2017 15:04:33", "20171003150433",
            "2017年10月3日 15:04:33", "2017-10-03 3:04:33 PM", "03.10.17, 15:04:33",
        ] {
            #expect(try time(text) == wall, "\(text)")
        }
        #expect(try time("10/03/2017 3:04:33 pm", .mdy) == wall)
        #expect(try time("03/10/2017 15:04:33", .dmy) == wall)
        #expect(try time("2017-10-03") == .day(Self.third))
        #expect(try time("20171003") == .day(Self.third))
        #expect(try time("31/12/2017") == .day(Day("2017-12-31")!))
        #expect(try time("12/31/2017") == .day(Day("2017-12-31")!))
        let instant = WrittenTime.instant(Instant(seconds: 1_507_036_500))
        for text in [
            "2017-10-03T13:15:00Z", "2017-10-03 15:15:00+02:00", "2017-10-03T09:15-0400", "1507036500", "1507036500000",
        ] {
            #expect(try time(text) == instant, "\(text)")
        }
        #expect(try time("2017-10-03 24:00") == .wall(WallTime(day: Day("2017-10-04")!, microsecondsOfDay: 0)))
        #expect(try time("2017-10-03 00:00:00.25") == .wall(WallTime(day: Self.third, microsecondsOfDay: 250_000)))
    }

    @Test(arguments: [
        ("2017-02-30", RowFault.Reason.noSuchDate), ("2017-13-01", .noSuchDate), ("03/04/2026", .ambiguousDate),
        ("soon", .noTime), ("2017-10-03 25:00", .noTime), ("2017-10", .noTime), ("", .noTime),
        ("2017-10-03 10:00 x", .noTime),
        ("99999999999999999999", .noTime), ("2017-10-03 1", .noTime),
    ])
    func refusesTimesThatAreNone(text: String, reason: RowFault.Reason) {
        let fault = #expect(throws: FieldFault.self) { try time(text) }
        #expect(fault?.reason == reason)
    }

    private static let placed = [
        "1969-12-31 23:00", "0001-01-01", "9999-12-31 23:59:59", "2200-01-01 02:00:00", "9999999999",
    ]

    @Test(arguments: placed) func refusesTimesThatNoRecordTellsOf(text: String) throws {
        let map = ColumnMap(columns: ["order": "id", "ordered_at": "at", "delivered_at": "came"], zone: "UTC")
        for (ordered, came, column) in [(text, "", "at"), ("2026-11-05 10:00", text, "came")] {
            let read = try #require(orders("id,at,came\nA,\(ordered),\(came)\n", map).first)
            let fault = #expect(throws: RowFault.self) { try read.get() }
            #expect(fault?.line == 2 && fault?.column == column && fault?.reason == .outsideRecordedTime, "\(text)")
            #expect(fault?.value == text)
        }
    }

    /// The last moment before 2200 by UTC, and the first of 1970, in a zone two hours ahead.
    @Test(arguments: ["2200-01-01 01:59:59", "1970-01-01 02:00", "1970-01-01T00:00:00Z"])
    func takesTheFirstAndTheLastMoment(text: String) throws {
        let map = ColumnMap(columns: ["order": "id", "ordered_at": "at"], zone: nil)
        let read = try #require(orders("id,at\nA,\(text)\n", map).first)
        #expect(throws: Never.self) { _ = try read.get() }
    }

    @Test func readsAmountsToTheCent() throws {
        #expect(try amount("1234.5") == 123_450)
        #expect(try amount("R$ 1.234,50", decimal: ",") == 123_450)
        #expect(try amount("1,234.50 USD") == 123_450)
        #expect(try amount("-3") == -300)
        #expect(try amount("1500", exponent: 0) == 1500)
        #expect(try amount("12.340", exponent: 2) == 1234)
        for text in ["", "-", "1.2.3", "12.345", "99999999999999999999"] {
            #expect(throws: FieldFault.self) { try amount(text) }
        }
    }

    @Test(arguments: [
        ("1,234,567.89", 123_456_789), ("12,34,567.89", 123_456_789), ("€12.50", 1250), ("12.50 €", 1250),
        ("EUR 12.50", 1250), ("1\u{A0}234.50", 123_450), ("1\u{202F}234", 123_400), ("1'234.50", 123_450),
        ("1’234", 123_400), ("5.00-", -500), ("(5.00)", -500), ("- 5", -500), ("0", 0), (".50", 50), ("5.", 500),
        ("1000000000000.00", 100_000_000_000_000),
    ])
    func readsAmountsAsPeopleWriteThem(text: String, minor: Int64) throws {
        #expect(try amount(text) == minor)
    }

    /// Each of these was once read as some other amount, without a word.
    @Test(arguments: [
        "12,50", "12,50 €", "1e5", "1 2", "1,2345", "12345,678", "1,23,45", "12 EUR 50", "1-2", "2026-01-05", "1,,234",
        "1.5,0", "ab1cd2",
    ])
    func refusesAmountsThatMayMeanSomethingElse(text: String) {
        let fault = #expect(throws: FieldFault.self) { try amount(text) }
        #expect(fault?.reason == .noAmount)
    }

    @Test func refusesThePointWhereTheCommaIsTheDecimalSign() throws {
        #expect(throws: FieldFault.self) { try amount("12.50", decimal: ",") }
        #expect(try amount("1.234", decimal: ",") == 123_400)
        #expect(try amount("1.234.567,8", decimal: ",") == 123_456_780)
    }

    @Test func refusesAmountsBeyondReckoning() {
        for (text, exponent) in [("999999999999999999", 2), ("99999999999999999", 2), ("999999999999999", 4)] {
            let fault = #expect(throws: FieldFault.self) { try amount(text, exponent: exponent) }
            #expect(fault?.reason == .outOfRange)
        }
    }

    @Test func readsWholeOrdersAndNamesWhatIsWrong() throws {
        let map = ColumnMap(
            columns: [
                "order": "id", "ordered_at": "at", "promised_by": "due", "status": "st", "zone": "z", "total": "sum",
            ],
            currency: "EUR")
        let rows = orders(
            """
            id,at,due,st,z,sum
            A1,2017-10-03 10:00,2017-10-05,shipped,,12.50
            A2,2017-10-03 10:00,2017-10-05 00:00:00,,UTC,
            A3,2017-02-30 10:00,,,,
            A4,2017-10-03 10:00,,exploded,,
            ,2017-10-03 10:00,,,,
            A6,2017-10-03 10:00,,
            A7,2017-10-03 10:00,,,Mars/Base,
            A8,2017-10-03 10:00,,,,1.2.3
            """, map)
        let first = try rows[0].get()
        #expect(first.status == .dispatched)
        #expect(first.milestones.ordered == (try Instant(iso: "2017-10-03T08:00:00Z")))
        #expect(first.promisedDay == Day("2017-10-05"))
        #expect(first.promisedAt == (try Instant(iso: "2017-10-05T21:59:59.999999Z")))
        #expect(first.totalMinor == 1250)
        let second = try rows[1].get()
        #expect(second.milestones.ordered == (try Instant(iso: "2017-10-03T10:00:00Z")))
        #expect(second.promisedDay == Day("2017-10-05") && second.status == nil)
        func fault(_ row: Int) -> RowFault? { if case .failure(let fault) = rows[row] { fault } else { nil } }
        #expect(fault(2) == RowFault(line: 4, column: "at", reason: .noSuchDate, value: "2017-02-30 10:00"))
        #expect(fault(3) == RowFault(line: 5, column: "st", reason: .unknownStatus, value: "exploded"))
        #expect(fault(4) == RowFault(line: 6, column: "id", reason: .empty))
        #expect(fault(5) == RowFault(line: 7, column: nil, reason: .fieldCount, value: "4/6"))
        #expect(fault(6) == RowFault(line: 8, column: "z", reason: .unknownZone, value: "Mars/Base"))
        #expect(fault(7) == RowFault(line: 9, column: "sum", reason: .noAmount, value: "1.2.3"))
    }
}

@Suite struct OrderRowBoundTests {
    /// Amounts that could not be reckoned with once ended the whole program.
    @Test func refusesGoodsThatCannotBeReckonedWith() throws {
        let map = ColumnMap(columns: [
            "order": "id", "ordered_at": "at", "line_name": "name", "quantity": "n", "price": "sum", "currency": "cur",
        ])
        let rows = orders(
            """
            id,at,name,n,sum,cur
            A1,2017-10-03,Book,1000000000000,1,EUR
            A2,2017-10-03,Book,5,99999999999999999,EUR
            A3,2017-10-03,Book,1000000,99999999.99,EUR
            A4,2017-10-03,Book,2,12.50,XXQ
            A5,2017-10-03,Book,2,12.50,
            A6,2017-10-03,Book,1000000,9999.99,EUR
            """, map)
        func fault(_ row: Int) -> RowFault? { if case .failure(let fault) = rows[row] { fault } else { nil } }
        #expect(fault(0) == RowFault(line: 2, column: "n", reason: .outOfRange, value: "1000000000000"))
        #expect(fault(1) == RowFault(line: 3, column: "sum", reason: .outOfRange, value: "99999999999999999"))
        #expect(fault(2) == RowFault(line: 4, column: "sum", reason: .outOfRange, value: "99999999.99"))
        #expect(fault(3) == RowFault(line: 5, column: "cur", reason: .unknownCurrency, value: "XXQ"))
        #expect(fault(4) == RowFault(line: 6, column: "sum", reason: .noCurrency, value: "12.50"))
        #expect(try rows[5].get().goods?.priceMinor == 999_999)
    }
}

@Suite struct ColumnMapTests {
    @Test func suggestsAnEnglishMap() {
        let map = ColumnSuggestion.map(
            header: [
                "Order ID", "Customer Name", "E-Mail", "Order Date", "Estimated Delivery", "Shipped At", "Delivered At",
                "Status", "Carrier", "State", "Total",
            ],
            rows: [
                [
                    "17", "Ann", "ann@example.org", "13/02/2026", "20/02/2026", "14/02/2026 10:00", "", "shipped",
                    "DHL", "BY", "12,50",
                ]
            ])
        #expect(
            map.columns == [
                "order": "Order ID", "customer_name": "Customer Name", "email": "E-Mail", "ordered_at": "Order Date",
                "promised_by": "Estimated Delivery", "dispatched_at": "Shipped At", "delivered_at": "Delivered At",
                "status": "Status", "carrier": "Carrier", "total": "Total",
            ])
        #expect(map.dates == .dmy && map.decimal == ",")
        #expect(map.rowKind == .orders)
    }

    @Test func suggestsGermanPortugueseAndChineseMaps() {
        let german = ColumnSuggestion.map(
            header: ["Bestellnummer", "Bestelldatum", "Geliefert am", "Kunde", "PLZ", "Menge"], rows: [])
        #expect(
            german.columns == [
                "order": "Bestellnummer", "ordered_at": "Bestelldatum", "delivered_at": "Geliefert am",
                "customer_name": "Kunde", "postcode": "PLZ", "quantity": "Menge",
            ])
        let portuguese = ColumnSuggestion.map(
            header: ["Número do pedido", "Data do pedido", "Entregue em", "Transportadora", "Preço"], rows: [])
        #expect(
            portuguese.columns == [
                "order": "Número do pedido", "ordered_at": "Data do pedido", "delivered_at": "Entregue em",
                "carrier": "Transportadora", "price": "Preço",
            ])
        let chinese = ColumnSuggestion.map(header: ["订单编号", "下单时间", "签收时间", "快递公司", "城市", "数量"], rows: [])
        #expect(
            chinese.columns == [
                "order": "订单编号", "ordered_at": "下单时间", "delivered_at": "签收时间", "carrier": "快递公司", "city": "城市",
                "quantity": "数量",
            ])
    }

    @Test func suggestsByValuesToo() {
        // "Delivery date" that holds words is no time.
        let map = ColumnSuggestion.map(
            header: ["order", "order date", "delivery date"], rows: [["1", "2026-01-02", "tomorrow"]])
        #expect(map.columns == ["order": "order", "ordered_at": "order date"])
    }

    @Test func namesWhatKeepsAMapFromBeingUsed() {
        let map = ColumnMap(
            columns: ["order": "Ordr", "orderd_at": "Date"], currency: "EURO", decimal: ";", statuses: ["weg": "gone"])
        #expect(
            map.problems(with: ["Order", "Date"]) == [
                .noSuchColumn("Ordr", field: "order", nearest: ["Order"]),
                .unknownField("orderd_at", nearest: ["ordered_at"]),
                .missing([.orderedAt, .eventAt, .lineName]), .noSuchCurrency("EURO"), .noSuchDecimal(";"),
                .noSuchStatus("gone", for: "weg"),
            ])
    }

    @Test func tellsKindsOfRows() {
        #expect(ColumnMap(columns: ["order": "a", "event": "b", "event_at": "c"]).rowKind == .events)
        #expect(ColumnMap(columns: ["order": "a", "sku": "b"]).rowKind == .lines)
        #expect(ColumnMap(columns: ["order": "a"]).rowKind == nil)
    }
}
