import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ place: Place) {
        object { json in
            json.field("id", place.id)
            json.field("name", place.name)
            json.field("city", place.city)
            json.field("region", place.region)
            json.field("zone", place.zone)
            json.field("calendar", place.calendar)
            json.field("default", place.isDefault)
            json.field("phone", place.phone)
            json.field("email", place.email)
            json.field("closed_at", place.closedAt)
            json.field("revision", place.revision)
        }
    }
}

extension Schema {
    static let place = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("city", .nullable(.text)),
        SchemaField("region", .nullable(.text)), SchemaField("zone", .text), SchemaField("calendar", .id),
        SchemaField("default", .boolean, "The place of everything for which none is named."),
        SchemaField("phone", .nullable(.text), "Where its customers reach somebody who answers."),
        SchemaField("email", .nullable(.text)), SchemaField("closed_at", .nullable(.instant)),
        SchemaField("revision", .integer),
    ])
}

/// Places for programs.
enum PlaceAPI {
    private static let draft = Schema.object([
        SchemaField("name", .text), .optional("city", .text), .optional("region", .text), SchemaField("zone", .text),
        SchemaField("calendar", .id), .optional("phone", .text), .optional("email", .text),
    ])

    static let routes: [APIRoute] = [
        .get("/places", "Open places", tag: "Places", needs: .seeStandards, answers: .listed("Place")) { api in
            let found = try await api.read { try $0.places() }
            return .list(found) { $0.write($1) }
        },
        .get("/places/{id}", "One place", tag: "Places", needs: .seeStandards, answers: .named("Place")) { api in
            let id = try api.id(of: Place.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/places", "Add a place", tag: "Places", needs: .setPlaces, body: draft, status: 201,
            answers: .named("Place")
        ) { api in
            let draft = try PlaceDraft(api.fields())
            return try await api.write { try answer($0.addPlace(draft).id, in: $0, status: 201) }
        },
        .put(
            "/places/{id}", "Change a place", tag: "Places", needs: .setPlaces, body: draft, answers: .named("Place")
        ) { api in
            let (id, draft, expected) = (
                try api.id(of: Place.self), try PlaceDraft(api.fields()), try api.expectedRevision
            )
            return try await api.write { tx in
                guard let stands = try tx.place(id) else { throw StoreError.notFound("place \(id)") }
                try tx.changePlace(id, to: draft, revision: expected ?? stands.revision)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/places/{id}/default", "Make it the place of everything for which none is named", tag: "Places",
            needs: .setPlaces, body: nil, answers: .named("Place"), isRevised: true
        ) { api in
            let id = try api.id(of: Place.self)
            return try await api.write { tx in
                guard let stands = try tx.place(id) else { throw StoreError.notFound("place \(id)") }
                try api.check(revision: stands.revision)
                try tx.makeDefault(id)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/places/{id}/closing", "Nothing new begins there; what stands goes on", tag: "Places", needs: .setPlaces,
            body: .why, answers: .named("Place"), isRevised: true
        ) { api in
            let (id, why, expected) = (try api.id(of: Place.self), try api.why(), try api.expectedRevision)
            return try await api.write { tx in
                guard let stands = try tx.place(id) else { throw StoreError.notFound("place \(id)") }
                try tx.closePlace(id, revision: expected ?? stands.revision, why: why)
                return try answer(id, in: tx)
            }
        },
    ]

    private static func answer(_ id: ID<Place>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        guard let place = try reading.place(id) else { throw StoreError.notFound("place \(id)") }
        return APIAnswer(status, revision: place.revision) { $0.write(place) }
    }
}

extension PlaceDraft {
    fileprivate init(_ fields: JSONFields) throws {
        if !fields.has("calendar") { fields.refuse("calendar", "requests.missing") }
        self.init(
            name: fields.text("name", limit: 200), city: fields.optionalText("city", limit: 200),
            region: fields.optionalText("region", limit: 200), zone: fields.text("zone", limit: 64),
            calendar: fields.optionalID("calendar") ?? ID(1), phone: fields.optionalText("phone", limit: 60),
            email: fields.optionalText("email", limit: 254))
        try fields.finish()
    }
}
