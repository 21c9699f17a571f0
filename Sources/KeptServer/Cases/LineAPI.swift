import KeptDomain
import KeptStore

/// Lines of work for programs. Taking the next case is for people: their page does it.
enum LineAPI {
    static let routes: [APIRoute] = [
        .get("/lines", "Lines in which cases wait", tag: "Cases", needs: .seeCases, answers: .listed("Line")) { api in
            let found = try await api.read { try $0.lines() }
            return .list(found) { $0.write($1) }
        },
        .get("/lines/{id}", "One line", tag: "Cases", needs: .seeCases, answers: .named("Line")) { api in
            let id = try api.id(of: Line.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/lines", "Add a line", tag: "Cases", needs: .setDesk, body: .named("LineDraft"), status: 201,
            answers: .named("Line")
        ) { api in
            let draft = try LineDraft(api.fields())
            return try await api.write { try answer($0.addLine(draft).id, in: $0, status: 201) }
        },
        .put(
            "/lines/{id}", "Change a line", tag: "Cases", needs: .setDesk, body: .named("LineDraft"),
            answers: .named("Line")
        ) { api in
            let (id, draft, expected) = (
                try api.id(of: Line.self), try LineDraft(api.fields()), try api.expectedRevision
            )
            return try await api.write { tx in
                let known = try tx.knownLine(id)
                _ = try tx.changeLine(id, to: draft, revision: expected ?? known.revision)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/lines/{id}/closing", "Close an empty line", tag: "Cases", needs: .setDesk, body: .why,
            answers: .named("Line"), isRevised: true
        ) { api in
            let (id, why, expected) = (try api.id(of: Line.self), try api.why(), try api.expectedRevision)
            return try await api.write { tx in
                let known = try tx.knownLine(id)
                try tx.closeLine(id, revision: expected ?? known.revision, why: why)
                return try answer(id, in: tx)
            }
        },
        .get(
            "/people/{id}/skills", "What somebody can do", tag: "People", needs: .seeStandards,
            answers: .object([SchemaField("skills", .array(.text), "In order of the alphabet.")])
        ) { api in
            let id = try api.id(of: Person.self)
            return try await api.read { reading in
                guard try reading.person(id) != nil else { throw StoreError.notFound("person \(id)") }
                let skills = try reading.skills(of: id)
                return APIAnswer { json in json.object { $0.field("skills", skills) } }
            }
        },
        .post(
            "/people/{id}/skills", "Say what somebody can do", tag: "People", needs: .setDesk,
            body: .object([SchemaField("skills", .array(.text))]),
            answers: .object([SchemaField("skills", .array(.text))]), takesKey: true
        ) { api in
            let (id, fields) = (try api.id(of: Person.self), try api.fields())
            let skills = fields.texts("skills", limit: 50)
            try fields.finish()
            return try await api.write { tx in
                try tx.setSkills(of: id, to: skills)
                let set = try tx.skills(of: id)
                return APIAnswer { json in json.object { $0.field("skills", set) } }
            }
        },
    ]

    private static func answer(_ id: ID<Line>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        let line = try reading.knownLine(id)
        let listed = try reading.lines().first { $0.line.id == id }
        return APIAnswer(status, revision: line.revision) {
            $0.write(listed ?? LineListing(line: line, members: [], waiting: 0))
        }
    }
}

extension LineDraft {
    init(_ fields: JSONFields) throws {
        let (name, place) = (fields.text("name", limit: 200), fields.optionalID("place", of: Place.self))
        let keeper = fields.optionalID("keeper", of: Person.self)
        let members = fields.ids("members", limit: 500, of: Person.self)
        let takesIncoming = fields.optionalFlag("takes_incoming") ?? false
        let most = fields.optionalWhole("most_in_hand", in: 1...1_000) ?? 20
        for needed in ["place", "keeper"] where !fields.has(needed) { fields.refuse(needed, "requests.missing") }
        try fields.finish()
        guard let place, let keeper else { throw InvalidInput("place", "requests.missing") }
        self.init(name: name, place: place, keeper: keeper, members: members)
        self.takesIncoming = takesIncoming
        mostInHand = Int(most)
    }
}

extension JSONWriter {
    mutating func write(_ listed: LineListing) {
        let line = listed.line
        object { json in
            json.field("id", line.id)
            json.field("name", line.name)
            json.field("place", line.place)
            json.field("keeper", line.keeper)
            json.field("members", listed.members.map(\.description))
            json.field("takes_incoming", line.takesIncoming)
            json.field("most_in_hand", line.mostInHand)
            json.field("waiting", listed.waiting)
            json.field("closed_at", line.closedAt)
            json.field("revision", line.revision)
        }
    }
}

extension Schema {
    static let lineDraft = Schema.object([
        SchemaField("name", .text), SchemaField("place", .id),
        SchemaField("keeper", .id, "Owns what waits in it."),
        .optional("members", .array(.id), "Who may take from it."),
        .optional("takes_incoming", .boolean, "Whether what customers write at the place waits here."),
        .optional("most_in_hand", .integer, "Who has so many cases in hand takes no further one; 20 when left out."),
    ])

    static let line = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("place", .id), SchemaField("keeper", .id),
        SchemaField("members", .array(.id)), SchemaField("takes_incoming", .boolean),
        SchemaField("most_in_hand", .integer), SchemaField("waiting", .integer, "Cases that wait in it."),
        SchemaField("closed_at", .nullable(.instant)), SchemaField("revision", .integer),
    ])
}
