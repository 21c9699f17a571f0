import KeptDomain
import KeptStore

/// Service measures, special requests, ratings and spot checks for programs.
enum ServiceAPI {
    static let routes: [APIRoute] = [
        .get(
            "/reports/service", "Flexibility, information, recovery, after-sale support and convenience",
            tag: "Measures", needs: .seeMeasures,
            query: [
                QueryField("by", .word(ServiceSplit.self), "How it is split; by month when left out."),
                QueryField("from", .day, "What began on this day or later; the last 92 days when left out."),
                QueryField("to", .day, "What began on this day or before."),
            ],
            answers: .object([
                SchemaField("items", .array(.named("ServiceRow"))), SchemaField("total", .named("ServiceRow")),
                SchemaField("next", .nullable(.text)),
            ])
        ) { api in
            let (by, from, to) = try api.asked { query in
                (query.word("by", of: ServiceSplit.self) ?? .month, query.day("from"), query.day("to"))
            }
            let now = api.now
            let report = try await api.read { reading in
                let span = ServiceSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return try reading.serviceReport(by: by, span)
            }
            return APIAnswer { json in
                json.object { json in
                    json.key("items")
                    json.value(json: Array(ServiceText.json(report.rows).utf8))
                    json.key("total")
                    json.value(json: Array(ServiceText.json(report.total).utf8))
                    json.field("next", nil as String?)
                }
            }
        },
        .get(
            "/cases/{id}/special-requests", "What was asked beyond the usual on a case", tag: "Cases", needs: .seeCases,
            answers: .listed("SpecialRequest")
        ) { api in
            let id = try api.id(of: Case.self)
            return .list(try await api.read { try $0.specialRequests(on: $0.knownCase(id).id) }) { $0.write($1) }
        },
        .post(
            "/cases/{id}/special-requests", "Note what a customer asks beyond the usual", tag: "Cases",
            needs: .workCase,
            body: .object([
                SchemaField("kind", .word(SpecialRequest.Kind.self)), SchemaField("words", .text),
                .optional("asked_at", .instant),
            ]), status: 201, answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let (kind, words) = (fields.word("kind", SpecialRequest.Kind.self), fields.text("words"))
            let at = fields.optionalInstant("asked_at")
            try fields.finish()
            guard let kind else { throw InvalidInput("kind", "requests.missing") }
            return try await api.write { tx in
                let made = try tx.noteSpecialRequest(SpecialRequestDraft(kind, words, askedAt: at), on: id)
                return APIAnswer(201) { $0.write(made) }
            }
        },
        .post(
            "/special-requests/{id}/answer", "Say yes or no to a special request", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("answer", .word(SpecialRequest.Answer.self))]),
            answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: SpecialRequest.self), try api.fields())
            let answer = fields.word("answer", SpecialRequest.Answer.self)
            try fields.finish()
            guard let answer else { throw InvalidInput("answer", "requests.missing") }
            return try await api.write { tx in
                let known = try tx.answerSpecialRequest(id, answer)
                return APIAnswer { $0.write(known) }
            }
        },
        .post(
            "/special-requests/{id}/settling", "Say whether what was agreed came true", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("met", .boolean)]), answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: SpecialRequest.self), try api.fields())
            let met = fields.optionalFlag("met")
            try fields.finish()
            guard let met else { throw InvalidInput("met", "requests.missing") }
            return try await api.write { tx in
                let known = try tx.settleSpecialRequest(id, isMet: met)
                return APIAnswer { $0.write(known) }
            }
        },
        rating("/orders/{id}/ratings") { .order(try $0.id(of: Order.self)) },
        rating("/cases/{id}/ratings") { .case(try $0.id(of: Case.self)) },
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

    /// What a customer said elsewhere, told by a program.
    private static func rating(
        _ path: String, of subject: @escaping @Sendable (APIRequest) throws -> Rating.Subject
    ) -> APIRoute {
        .post(
            path, "Tell what the customer said by one tap; again within a day changes it", tag: "Measures",
            needs: .writeToUs,
            body: .object([
                SchemaField("question", .word(Rating.Question.self)),
                SchemaField("value", .integer, "ease 1 to 5; accuracy and detail 0 to 2."),
            ]),
            answers: .object([
                SchemaField("question", .word(Rating.Question.self)), SchemaField("value", .integer),
                SchemaField("rated_at", .instant),
            ])
        ) { api in
            let (subject, fields) = (try subject(api), try api.fields())
            let (question, value) = (
                fields.word("question", Rating.Question.self), Int(fields.whole("value", in: 0...5))
            )
            try fields.finish()
            guard let question else { throw InvalidInput("question", "requests.missing") }
            return try await api.write { tx in
                let rating = try tx.rate(subject, question, value: value)
                return APIAnswer { json in
                    json.object { json in
                        json.field("question", rating.question)
                        json.field("value", rating.value)
                        json.field("rated_at", rating.ratedAt)
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    mutating func write(_ request: SpecialRequest) {
        object { json in
            json.field("id", request.id)
            json.field("case", request.case)
            json.field("order", request.order)
            json.field("kind", request.kind)
            json.field("words", request.words)
            json.field("asked_at", request.askedAt)
            json.field("answer", request.answer)
            json.field("answered_at", request.answeredAt)
            json.field("met", request.isMet)
            json.field("settled_at", request.settledAt)
        }
    }

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
    static let specialRequest = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("order", .nullable(.id)),
        SchemaField("kind", .word(SpecialRequest.Kind.self)), SchemaField("words", .text),
        SchemaField("asked_at", .instant), SchemaField("answer", .nullable(.word(SpecialRequest.Answer.self))),
        SchemaField("answered_at", .nullable(.instant)),
        SchemaField("met", .nullable(.boolean), "Whether what was agreed came true."),
        SchemaField("settled_at", .nullable(.instant)),
    ])

    static let spotCheck = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("message", .id),
        SchemaField("asked", .nullable(.text), "The customer's last word before it."), SchemaField("answer", .text),
    ])

    static let serviceRow = Schema.object([
        SchemaField("key", .text, "The period or group."),
        SchemaField(
            "figures",
            .array(
                .object([
                    SchemaField("measure", .word(ServiceMeasure.self)),
                    SchemaField("factor", .word(ServiceMeasure.Factor.self)),
                    SchemaField("scale", .words(["share", "time", "score"])), SchemaField("count", .integer),
                    .optional("met", .integer),
                    SchemaField("value", .nullable(.number), "Null where there are too few."),
                    SchemaField("low", .nullable(.number)), SchemaField("high", .nullable(.number)),
                    .optional("p90", .nullable(.number)),
                ]))),
    ])
}
