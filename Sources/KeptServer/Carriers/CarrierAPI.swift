import KeptDomain
import KeptStore

/// Minutes of a day as `18:30`; `24:00` is the end of the day.
enum ClockTime {
    static func text(minutes: Int) -> String { padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2) }

    /// `nil` for what is no time of day.
    static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<60).contains(minute), (0...24).contains(hour), hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }
}

/// Carriers and delivery windows for programs.
enum CarrierAPI {
    private static let carrierDraft = Schema.object([
        SchemaField("name", .text), .optional("phone", .text), .optional("tracking_url", .text),
    ])
    private static let windowDraft = Schema.object([
        SchemaField("name", .text), .optional("place", .id), .optional("carrier", .id),
        SchemaField("weekdays", .array(.words(Weekday.allCases.map(\.key)))), SchemaField("starts", .text),
        SchemaField("ends", .text), .optional("notice_minutes", .integer),
    ])

    static let routes: [APIRoute] =
        [
            .get(
                "/carriers", "Carriers that work for us", tag: "Carriers", needs: .seeStandards,
                answers: .listed("Carrier")
            ) { api in
                let found = try await api.read { try $0.carriers() }
                return .list(found) { $0.write($1) }
            },
            .get("/carriers/{id}", "One carrier", tag: "Carriers", needs: .seeStandards, answers: .named("Carrier")) {
                api in
                let id = try api.id(of: Carrier.self)
                return try await api.read { try answer(id, in: $0) }
            },
            .post(
                "/carriers", "Add a carrier", tag: "Carriers", needs: .setCarriers, body: carrierDraft, status: 201,
                answers: .named("Carrier")
            ) { api in
                let draft = try CarrierDraft(api.fields())
                return try await api.write { try answer($0.addCarrier(draft).id, in: $0, status: 201) }
            },
            .put(
                "/carriers/{id}", "Change a carrier", tag: "Carriers", needs: .setCarriers, body: carrierDraft,
                answers: .named("Carrier")
            ) { api in
                let (id, draft, expected) = (
                    try api.id(of: Carrier.self), try CarrierDraft(api.fields()), try api.expectedRevision
                )
                return try await api.write { tx in
                    guard let stands = try tx.carrier(id) else { throw StoreError.notFound("carrier \(id)") }
                    try tx.changeCarrier(id, to: draft, revision: expected ?? stands.revision)
                    return try answer(id, in: tx)
                }
            },
            .post(
                "/carriers/{id}/closing", "No new order goes with it; parcels under way go on", tag: "Carriers",
                needs: .setCarriers, body: .why, answers: .named("Carrier"), isRevised: true
            ) { api in
                let (id, why, expected) = (try api.id(of: Carrier.self), try api.why(), try api.expectedRevision)
                return try await api.write { tx in
                    guard let stands = try tx.carrier(id) else { throw StoreError.notFound("carrier \(id)") }
                    try tx.closeCarrier(id, revision: expected ?? stands.revision, why: why)
                    return try answer(id, in: tx)
                }
            },
        ] + windowRoutes

    private static let windowRoutes: [APIRoute] = [
        .get(
            "/windows", "Delivery windows that can be chosen", tag: "Carriers", needs: .seeStandards,
            answers: .listed("Window")
        ) { api in
            let found = try await api.read { try $0.windows() }
            return .list(found) { $0.write($1) }
        },
        .post(
            "/windows", "Add a delivery window", tag: "Carriers", needs: .setCarriers, body: windowDraft, status: 201,
            answers: .named("Window")
        ) { api in
            let draft = try WindowDraft(api.fields())
            return try await api.write { tx in
                let window = try tx.addWindow(draft)
                return APIAnswer(201, revision: window.revision) { $0.write(window) }
            }
        },
        .get("/windows/{id}", "One delivery window", tag: "Carriers", needs: .seeStandards, answers: .named("Window")) {
            api in
            let id = try api.id(of: DeliveryWindow.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .put(
            "/windows/{id}", "Change a delivery window", tag: "Carriers", needs: .setCarriers, body: windowDraft,
            answers: .named("Window")
        ) { api in
            let id = try api.id(of: DeliveryWindow.self)
            let (draft, expected) = (try WindowDraft(api.fields()), try api.expectedRevision)
            return try await api.write { tx in
                guard let stands = try tx.window(id) else { throw StoreError.notFound("window \(id)") }
                try tx.changeWindow(id, to: draft, revision: expected ?? stands.revision)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/windows/{id}/closing", "It can no longer be chosen; what was chosen stays", tag: "Carriers",
            needs: .setCarriers, body: .why, answers: .named("Window"), isRevised: true
        ) { api in
            let (id, why, expected) = (try api.id(of: DeliveryWindow.self), try api.why(), try api.expectedRevision)
            return try await api.write { tx in
                guard let stands = try tx.window(id) else { throw StoreError.notFound("window \(id)") }
                try tx.closeWindow(id, revision: expected ?? stands.revision, why: why)
                return try answer(id, in: tx)
            }
        },
    ]

    private static func answer(_ id: ID<DeliveryWindow>, in reading: Reading) throws -> APIAnswer {
        guard let window = try reading.window(id) else { throw StoreError.notFound("window \(id)") }
        return APIAnswer(revision: window.revision) { $0.write(window) }
    }

    private static func answer(_ id: ID<Carrier>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        guard let carrier = try reading.carrier(id) else { throw StoreError.notFound("carrier \(id)") }
        return APIAnswer(status, revision: carrier.revision) { $0.write(carrier) }
    }
}

extension CarrierDraft {
    fileprivate init(_ fields: JSONFields) throws {
        self.init(
            name: fields.text("name", limit: 200), phone: fields.optionalText("phone", limit: 60),
            trackingURL: fields.optionalText("tracking_url"))
        try fields.finish()
    }
}

extension WindowDraft {
    fileprivate init(_ fields: JSONFields) throws {
        func time(_ name: String) -> Int {
            let text = fields.text(name, limit: 8)
            guard let minutes = ClockTime.minutes(text) else {
                if !text.isEmpty { fields.refuse(name, "problems.no-such-time") }
                return 0
            }
            return minutes
        }
        var weekdays: Set<Weekday> = []
        for text in fields.texts("weekdays", limit: 7) {
            if let day = Weekday.allCases.first(where: { $0.key == text }) {
                weekdays.insert(day)
            } else {
                let known = Weekday.allCases.map(\.key).joined(separator: ", ")
                fields.refuse("weekdays", "requests.unknown-word", [Fact("name", text), Fact("known", known)])
            }
        }
        self.init(
            name: fields.text("name", limit: 200), place: fields.optionalID("place"),
            carrier: fields.optionalID("carrier"), weekdays: weekdays, starts: time("starts"), ends: time("ends"),
            noticeMinutes: Int(fields.optionalWhole("notice_minutes", in: 0...20_160) ?? 120))
        try fields.finish()
    }
}
