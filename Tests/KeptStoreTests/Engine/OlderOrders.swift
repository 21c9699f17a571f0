import KeptDomain

/// Orders of an older record: some that live here, with words in every state, and some that files brought.
extension OlderRecord {
    mutating func addOrder(
        _ number: Int64, _ externalID: Cell, status: Cell, isHistory: Bool = false, ordered: String, promised: String?,
        approved: Cell = nil, dispatched: Cell = nil, delivered: Cell = nil, attempts: Cell = 0, complete: Cell = nil
    ) {
        let source: Cell = isHistory ? "old-shop" : "shop"
        let created: Cell = isHistory ? .at("2026-11-03T10:00:00Z") : .at(ordered)
        let key: Cell = isHistory ? .null : .bytes(UInt8(number - 84))
        let undamaged: Cell = if isHistory || delivered.isNull { .null } else { 1 }
        let promisedDay: Cell = promised.map { .day(String($0.prefix(10))) } ?? .null
        add(
            "orders",
            [
                "id": .id(number), "number": .number(900 + number), "source": source, "external_id": externalID,
                "customer_id": Self.ada, "place_id": Self.place, "carrier_id": .id(14), "city": "Berlin",
                "region": "BE", "zone": "Europe/Berlin", "currency": "EUR", "total_minor": 1_900,
                "is_history": isHistory ? 1 : 0, "ordered_at": .at(ordered),
                "ordered_day": .day(String(ordered.prefix(10))), "promised_at": .at(orNull: promised),
                "promised_day": promisedDay, "status": status, "approved_at": approved, "dispatched_at": dispatched,
                "delivered_at": delivered, "attempts": attempts, "complete": complete, "undamaged": undamaged,
                "tracking_key": key, "created_at": created,
            ])
        add(
            "order_lines",
            [
                "id": .number(Self.id(number) + 1), "order_id": .id(number), "position": 1, "name": "A book",
                "quantity": 1, "price_minor": 1_900, "currency": "EUR",
            ])
        if !isHistory { journal("order.made", of: "order", .id(number), at: .at(ordered)) }
    }

    private mutating func addEvents(of order: Int64, _ events: KeyValuePairs<String, String>) {
        for (index, event) in events.enumerated() {
            add(
                "tracking_events",
                [
                    "id": .number(Self.id(order) + 10 + Int64(index)), "order_id": .id(order),
                    "kind": .text(event.key), "at": .at(event.value), "learned_at": .at(event.value),
                ])
        }
    }

    mutating func addLiveOrders() {
        for order in 101...105 as ClosedRange<Int64> {
            // The word and the aim on the case: at that time both counted.
            let breaks: Cell = order == 102 ? 2 : 0
            let escalated: Cell = order == 102 ? .at("2026-11-04T22:59:59.999999Z") : .null
            add(
                "matters",
                [
                    "id": .id(order + 100), "customer_id": Self.ada, "order_id": .id(order),
                    "subject": .text("order \(order + 900)"), "breaks": breaks, "escalated_at": escalated,
                ])
        }
        let (monday, wednesday, friday) = ("2026-11-02T08:00:00Z", "2026-11-04T08:00:00Z", "2026-11-06T08:00:00Z")
        // Delivered in time.
        let came = "2026-11-03T15:00:00Z"
        addOrder(
            101, "1", status: "delivered", ordered: monday, promised: wednesday, approved: .at("2026-11-02T09:00:00Z"),
            delivered: .at(came), attempts: 1)
        addEvents(of: 101, ["approved": "2026-11-02T09:00:00Z", "delivered": came])
        addPromise(301, order: 101, matter: 201, made: monday, due: wednesday, state: "kept", settled: .at(came))
        // Late: the word broke, a case was opened with an aim of its own, that broke too, and another word was given.
        addOrder(102, "2", status: "ordered", ordered: monday, promised: wednesday)
        addPromise(
            302, order: 102, matter: 202, made: monday, due: wednesday, state: "broken", settled: .at(wednesday),
            case: .id(401))
        add(
            "cases",
            [
                "id": .id(401), "number": 1_001, "matter_id": .id(202), "kind": "failure",
                "subject": "With you by noon.", "customer_id": Self.ada, "order_id": .id(102), "place_id": Self.place,
                "owner_id": Self.owner, "lead_id": Self.lead, "status": "open", "move_said_by": "system:deadlines",
                "opened_at": .at(wednesday), "escalated_at": .at("2026-11-04T22:59:59.999999Z"),
            ])
        journal("case.opened", of: "case", .id(401), at: .at(wednesday))
        addPromise(
            303, order: 102, matter: 202, made: wednesday, due: "2026-11-04T22:59:59.999999Z", state: "broken",
            settled: .at("2026-11-04T22:59:59.999999Z"), case: .id(401), isAim: true)
        addPromise(
            304, order: 102, matter: 202, made: "2026-11-05T07:00:00Z", due: friday, case: .id(401), replaces: 302,
            first: 302)
        for (number, kind, person) in [(501, "broken", Self.owner), (502, "escalated", Self.lead)]
            as [(Int64, Cell, Cell)]
        {
            add(
                "notices",
                [
                    "id": .id(number), "kind": kind, "case_id": .id(401), "place_id": Self.place, "person_id": person,
                    "made_at": .at(wednesday), "deliver_at": .at(wednesday),
                ])
        }
        // Under way and warned of.
        addOrder(
            103, "3", status: "dispatched", ordered: "2026-11-03T10:00:00Z", promised: "2026-11-05T10:00:00Z",
            dispatched: .at("2026-11-04T10:00:00Z"))
        addEvents(of: 103, ["dispatched": "2026-11-04T10:00:00Z"])
        addPromise(305, order: 103, matter: 203, made: "2026-11-03T10:00:00Z", due: "2026-11-05T10:00:00Z")
        addNotice(503, of: 305, told: "2026-11-05T00:24:00Z", shown: "2026-11-05T06:00:00Z", cleared: nil)
        journal("promise.warned", of: "promise", .id(305), at: .at("2026-11-05T00:24:00Z"))
        // Cancelled.
        addOrder(104, "4", status: "cancelled", ordered: monday, promised: wednesday)
        addEvents(of: 104, ["cancelled": "2026-11-02T12:00:00Z"])
        addPromise(
            306, order: 104, matter: 204, made: monday, due: wednesday, state: "released",
            settled: .at("2026-11-02T12:00:00Z"))
        // Put off, warned of before that, and its clock stands still.
        addOrder(105, "5", status: "ordered", ordered: monday, promised: wednesday)
        addPromise(
            307, order: 105, matter: 205, made: monday, due: wednesday, state: "renegotiated",
            settled: .at("2026-11-03T18:00:00Z"))
        addNotice(
            504, of: 307, told: "2026-11-03T17:00:00Z", shown: "2026-11-03T17:00:00Z", cleared: "2026-11-03T18:00:00Z")
        addPromise(
            308, order: 105, matter: 205, made: "2026-11-03T18:00:00Z", due: "2026-11-05T18:00:00Z", replaces: 307,
            first: 307, paused: .at("2026-11-04T18:00:00Z"))
        add(
            "promise_pauses",
            [
                "id": .id(601), "promise_id": .id(308), "from_at": .at("2026-11-04T18:00:00Z"),
                "because": "waiting-for-customer", "made_by": "shell",
            ])
        journal("promise.paused", of: "promise", .id(308), at: .at("2026-11-04T18:00:00Z"))
    }

    private mutating func addNotice(
        _ number: Int64, of promise: Int64, told: String, shown: String, cleared: String?
    ) {
        add(
            "notices",
            [
                "id": .id(number), "kind": "warning", "promise_id": .id(promise), "place_id": Self.place,
                "role": "front-line", "step": 0, "made_at": .at(told), "deliver_at": .at(shown),
                "cleared_at": .at(orNull: cleared),
            ])
    }

    /// Each order as its file told it; events of files bore no name of theirs yet.
    mutating func addHistory() {
        let (ordered, promised) = ("2026-03-02T09:00:00Z", "2026-03-05T22:59:59.999999Z")
        let (approved, came, corrected) = ("2026-03-02T10:00:00Z", "2026-03-04T14:00:00Z", "2026-03-04T19:20:00Z")
        addOrder(
            106, "H1", status: "delivered", isHistory: true, ordered: ordered, promised: promised,
            approved: .at(approved), delivered: .at(came), complete: 1)
        addEvents(of: 106, ["approved": approved, "delivered": came])
        // Only the status was told, not when.
        addOrder(107, "H2", status: "cancelled", isHistory: true, ordered: ordered, promised: promised)
        addOrder(108, "H3", status: "delivered", isHistory: true, ordered: ordered, promised: promised, attempts: 3)
        // A later file corrected the delivery; the first time stayed among the events.
        addOrder(
            109, "H4", status: "delivered", isHistory: true, ordered: ordered, promised: promised,
            delivered: .at(corrected))
        addEvents(of: 109, ["delivered": came, "delivered": corrected])
        // An older export, taken in after a newer one, took the status back.
        addOrder(
            110, "H5", status: "approved", isHistory: true, ordered: ordered, promised: promised,
            approved: .at(approved), delivered: .at(came), attempts: 2)
        addEvents(of: 110, ["approved": approved, "attempted": "2026-03-03T14:00:00Z", "delivered": came])
    }

    mutating func addImports() {
        let began = Cell.at("2026-11-03T10:00:00Z")
        for (number, state, ended) in [(701, "done", began), (702, "running", .null)] as [(Int64, Cell, Cell)] {
            add(
                "imports",
                [
                    "id": .id(number), "kind": "orders", "source": "old-shop",
                    "files": .text(#"["\/srv\/orders-\#(number).csv|1234|5"]"#), "state": state,
                    "position": #"{"file":1,"rejectsLength":0}"#,
                    "counts": #"{"counts":{"orders":{"read":5,"imported":5,"changed":0,"unchanged":0,"rejected":0}}}"#,
                    "bytes_done": 1_234, "bytes_total": 1_234, "started_at": began, "moved_at": began,
                    "ended_at": ended,
                ])
            journal("import.started", of: "import", .id(number), at: began)
        }
        add(
            "uploads",
            [
                "id": .id(703), "file": "more.csv", "path": "/srv/more.csv", "size": 99, "uploaded_by": Self.lead,
                "uploaded_at": began, "map": #"{"columns":{"order":"id"}}"#, "wish": "start", "wished_by": Self.lead,
                "wished_at": began,
            ])
        // Counts from before 0060 are made anew: their bytes mean something else now.
        if number < 60 {
            add("delivery_deltas", ["id": .id(704), "day": 1, "dimension": "all", "key": "", "tally": .bytes(0x10)])
        }
        add("tally_ranges", ["first_id": .id(101), "last_id": .id(110)])
    }
}

extension OlderRecord.Cell {
    fileprivate var isNull: Bool { if case .null = self { true } else { false } }
}
