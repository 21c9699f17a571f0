import HTTPTypes
import KeptDomain
import KeptStore

/// Orders for programs: take one in, tell what happened to it, look.
enum OrderAPI {
    static let routes: [APIRoute] = [
        .list(
            "/orders", "Orders", tag: "Orders", needs: .seeOrders,
            query: [
                QueryField("status", .word(OrderStatus.self), "Only those that have come so far."),
                QueryField("word", .word(OrderFilter.Word.self), "Only those whose word is open, at risk, or broken."),
                QueryField("place", .id, "Only those of this place."),
                QueryField("carrier", .id, "Only those with this carrier."),
                QueryField("customer", .id, "Only those of this customer."),
                QueryField("q", .text, "A number, an id elsewhere, or words of a customer's name or address."),
                QueryField("from", .day, "Ordered on this day or later."),
                QueryField("to", .day, "Ordered on this day or before."),
            ], of: .named("OrderItem"), list),
        .post(
            "/orders", "Take in an order", tag: "Orders", needs: .makeOrder, body: .named("OrderDraft"), status: 201,
            answers: .named("Order"), or: [.known], make),
        .get("/orders/{id}", "One order", tag: "Orders", needs: .seeOrders, answers: .named("Order"), show),
        .post(
            "/orders/{id}/events", "Tell what happened to it, in whatever order and however often", tag: "Orders",
            needs: .recordEvent,
            body: .object([
                SchemaField("kind", .word(TrackingEvent.Kind.self)), SchemaField("at", .instant),
                .optional("reason", .text),
                .optional(
                    "expected_at", .instant,
                    "When the carrier means to deliver; later than our word, a failure is foreseen."),
                .optional("parcel", .id), .optional("tracking_code", .text),
                .optional("source", .text), .optional("external_id", .text),
            ]), status: 201, answers: .named("Order"), or: [.known], isRevised: true, record),
        .post(
            "/orders/{id}/parcels", "Add a parcel", tag: "Orders", needs: .recordEvent,
            body: .object([
                .optional("carrier", .id), .optional("tracking_code", .text),
                .optional("lines", .array(.integer), "Positions of the lines that it brings."),
            ]), status: 201, answers: .named("Parcel"), isRevised: true, addParcel),
        .get(
            "/orders/{id}/windows", "The windows that can be chosen now", tag: "Orders", needs: .seeOrders,
            answers: .object([SchemaField("items", .array(.named("WindowOpening")))]), windows),
        .post(
            "/orders/{id}/window", "Choose a window for the customer, at their wish", tag: "Orders",
            needs: .chooseWindow, body: .object([SchemaField("opening", .text, "As windows names it.")]),
            answers: .named("Order"), isRevised: true, chooseWindow),
        .post(
            "/orders/{id}/carrier", "Give what is under way to another carrier", tag: "Orders", needs: .recordEvent,
            body: .object([SchemaField("carrier", .id), SchemaField("why", .text)]), answers: .named("Order"),
            isRevised: true, assignCarrier),
        .post(
            "/orders/{id}/outcome", "Note what came and how it was billed", tag: "Orders", needs: .recordEvent,
            body: .object([
                .optional("filled_right", .boolean), .optional("billed_right", .boolean), .optional("why", .text),
                .optional(
                    "filled", .array(.object([SchemaField("position", .integer), SchemaField("quantity", .integer)]))),
            ]), answers: .named("Order"), isRevised: true, noteOutcome),
    ]

    @Sendable private static func list(_ api: APIRequest) async throws -> APIAnswer {
        let (filter, cursor, limit) = try api.asked { query in
            var filter = OrderFilter()
            if let status = query.word("status", of: OrderStatus.self) { filter.statuses = [status] }
            filter.word = query.word("word")
            filter.place = query.id("place")
            filter.carrier = query.id("carrier")
            filter.customer = query.id("customer")
            filter.text = query.text("q")
            filter.from = query.day("from")
            filter.to = query.day("to")
            return (filter, query.cursor { ListCursor($0) }, query.limit())
        }
        let warnings = ShownWarnings(to: .all, at: api.now)
        let found = try await api.read { try $0.orders(filter, warnings, after: cursor, limit: limit) }
        return .page(found.items, next: found.next?.description, bytes: 1_200) { $0.write($1) }
    }

    @Sendable private static func make(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let draft = OrderDraft(fields)
        try fields.finish()
        let (key, words, address) = (TrackingKey.random(), api.site.vocabulary, api.address)
        return try await api.write { tx in
            let made = try tx.makeOrder(draft, trackingKey: key, words: words)
            var answer = try OrderDocument(made, in: tx).answer(made.isNew ? 201 : 200, address: address)
            answer.headers[.location] = "\(APIRoute.base)/orders/\(made.order.id)"
            return answer
        }
    }

    @Sendable private static func show(_ api: APIRequest) async throws -> APIAnswer {
        let (id, address) = (try api.id(of: Order.self), api.address)
        let document = try await api.read { try OrderDocument(id, in: $0) }
        return document.answer(address: address)
    }

    @Sendable private static func record(_ api: APIRequest) async throws -> APIAnswer {
        let (id, address) = (try api.id(of: Order.self), api.address)
        let fields = try api.fields()
        let kind = fields.word("kind", TrackingEvent.Kind.self)
        let at = fields.instant("at")
        let reason = fields.optionalText("reason")
        let expected = fields.optionalInstant("expected_at")
        let parcel = fields.optionalID("parcel", of: Parcel.self)
        let code = fields.optionalText("tracking_code")
        let (source, externalID) = (fields.optionalText("source"), fields.optionalText("external_id"))
        try fields.finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        var draft = EventDraft(
            kind, at: at, parcel: parcel.map { .id($0) } ?? code.map { .trackingCode($0) }, reason: reason,
            source: source, externalID: externalID)
        draft.expectedAt = expected
        let words = api.site.vocabulary
        return try await api.write { [draft] tx in
            try api.check(revision: try tx.knownOrder(id).revision)
            let recorded = try tx.recordEvent(draft, of: id, words: words)
            return try OrderDocument(id, in: tx).answer(recorded.isNew ? 201 : 200, address: address)
        }
    }

    @Sendable private static func addParcel(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Order.self)
        let fields = try api.fields()
        let carrier = fields.optionalID("carrier", of: Carrier.self)
        let code = fields.optionalText("tracking_code", limit: 200)
        let lines = fields.wholes("lines", limit: OrderDraft.mostLines)
        try fields.finish()
        return try await api.write { tx in
            try api.check(revision: try tx.knownOrder(id).revision)
            let parcel = try tx.addParcel(to: id, carrier: carrier, trackingCode: code, lines: lines)
            return APIAnswer(201) { $0.write(parcel) }
        }
    }

    @Sendable private static func windows(_ api: APIRequest) async throws -> APIAnswer {
        let (id, now) = (try api.id(of: Order.self), api.now)
        let (openings, zone) = try await api.read { reading in
            let order = try reading.knownOrder(id)
            return (try reading.windowOpenings(for: order, now: now), try reading.zones.zone(order.zone))
        }
        return APIAnswer { json in
            json.object { json in
                json.array("items", openings) { json, opening in
                    json.object { json in
                        json.field("opening", opening.token(in: zone))
                        json.field("name", opening.name)
                        json.field("starts_at", opening.starts)
                        json.field("ends_at", opening.ends)
                        json.field("window", opening.window)
                    }
                }
            }
        }
    }

    @Sendable private static func chooseWindow(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let opening = fields.text("opening", limit: 100)
        try fields.finish()
        let words = api.site.vocabulary
        return try await change(api) { _ = try $0.chooseWindow(opening, for: $1, words: words) }
    }

    @Sendable private static func assignCarrier(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        if !fields.has("carrier") { fields.refuse("carrier", "requests.missing") }
        let carrier = fields.optionalID("carrier", of: Carrier.self)
        let why = fields.text("why")
        try fields.finish()
        guard let carrier else { throw InvalidInput("carrier", "requests.missing") }
        return try await change(api) { _ = try $0.assignCarrier(carrier, to: $1, why: why) }
    }

    @Sendable private static func noteOutcome(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let (filled, billed) = (fields.optionalFlag("filled_right"), fields.optionalFlag("billed_right"))
        let why = fields.optionalText("why")
        let counts = fields.objects("filled", limit: OrderDraft.mostLines).map {
            (Int($0.whole("position", in: 1...100_000)), Int($0.whole("quantity", in: 0...1_000_000)))
        }
        if filled == nil, billed == nil, counts.isEmpty { fields.refuse("filled_right", "requests.missing") }
        try fields.finish()
        return try await change(api) { tx, id in
            if !counts.isEmpty { try tx.noteFilling(of: id, Dictionary(counts) { $1 }) }
            if filled != nil || billed != nil {
                try tx.noteOutcome(of: id, filledRight: filled, billedRight: billed, why: why)
            }
        }
    }

    private static func change(
        _ api: APIRequest, _ operation: @escaping @Sendable (Transaction, ID<Order>) throws -> Void
    ) async throws -> APIAnswer {
        let (id, address) = (try api.id(of: Order.self), api.address)
        return try await api.write { tx in
            try api.check(revision: try tx.knownOrder(id).revision)
            try operation(tx, id)
            return try OrderDocument(id, in: tx).answer(address: address)
        }
    }
}

extension APIRequest {
    /// Where customers reach the site.
    var address: String { site.publicAddress(for: request) }
}
