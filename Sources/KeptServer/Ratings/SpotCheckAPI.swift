import KeptDomain
import KeptStore

/// Answers drawn at random and scored, for programs.
enum SpotCheckAPI {
    static let routes: [APIRoute] = [
        .get(
            "/spot-checks", "Answers drawn at random that wait to be scored", tag: "Measures", needs: .checkAnswers,
            answers: .listed("SpotCheck")
        ) { api in .list(try await api.read { try $0.openSpotChecks(at: nil) }) { $0.write($1) } },
        .post(
            "/spot-checks", "Draw answers at random", tag: "Measures", needs: .checkAnswers,
            body: .object([
                SchemaField("size", .integer, "1 to 50."), SchemaField("days", .integer, "1 to 366."),
                .optional("place", .id),
            ]), status: 201,
            answers: .object([
                SchemaField("id", .id), SchemaField("population", .integer), SchemaField("size", .integer),
            ])
        ) { api in
            let fields = try api.fields()
            let (size, days) = (Int(fields.whole("size", in: 1...50)), Int(fields.whole("days", in: 1...366)))
            let place = fields.optionalID("place", of: Place.self)
            try fields.finish()
            return try await api.write { tx in
                let draw = try tx.drawSpotChecks(size, days: days, at: place)
                return APIAnswer(201) { json in
                    json.object { json in
                        json.field("id", draw.id)
                        json.field("population", draw.population)
                        json.field("size", draw.size)
                    }
                }
            }
        },
        .post(
            "/spot-checks/{id}/score", "Score an answer that was drawn", tag: "Measures", needs: .checkAnswers,
            body: .object([
                SchemaField("accuracy", .integer, "0 to 2."), SchemaField("detail", .integer, "0 to 2."),
                .optional("words", .text),
            ]), answers: .object([SchemaField("checked_at", .instant)])
        ) { api in
            let (id, fields) = (try api.id(of: SpotCheck.self), try api.fields())
            let (accuracy, detail) = (Int(fields.whole("accuracy", in: 0...2)), Int(fields.whole("detail", in: 0...2)))
            let words = fields.optionalText("words", limit: 1_000)
            try fields.finish()
            return try await api.write { tx in
                let check = try tx.checkAnswer(id, accuracy: accuracy, detail: detail, words: words)
                return APIAnswer { json in json.object { $0.field("checked_at", check.checkedAt) } }
            }
        },
    ]
}

extension JSONWriter {
    mutating func write(_ line: SpotCheckLine) {
        object { json in
            json.field("id", line.check.id)
            json.field("case", line.check.case)
            json.field("message", line.check.message)
            json.field("asked", line.asked)
            json.field("answer", line.answer)
        }
    }
}

extension Schema {
    static let spotCheck = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("message", .id),
        SchemaField("asked", .nullable(.text), "The customer's last word before it."), SchemaField("answer", .text),
    ])
}
