import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ fact: ConductFact) {
        object { json in
            json.field("id", fact.id)
            json.field("kind", fact.kind)
            json.field("evidence", fact.evidence)
            json.field("words", fact.words)
            json.field("threat", fact.isThreat)
            json.field("happened_at", fact.happenedAt)
            json.field("case", fact.case)
            json.field("message", fact.message)
            json.field("customer", fact.customer)
            json.field("place", fact.place)
            json.field("written_by", fact.writtenBy)
            json.field("written_at", fact.writtenAt)
            json.field("struck_at", fact.struckAt)
            json.field("judging", fact.evidence == .quoted ? [] : ConductWording.judging(in: fact.words))
        }
    }

    mutating func write(_ book: Playbook) {
        object { json in
            json.field("kind", book.kind)
            json.field("language", book.language)
            json.field("version", book.version)
            json.field("made_at", book.madeAt)
            for part in Playbook.Part.allCases {
                json.key(named: part.field)
                json.array(book[part]) { $0.value($1) }
            }
        }
    }

    mutating func write(_ call: Call) {
        object { json in
            json.field("id", call.id)
            json.field("kind", call.kind)
            json.field("case", call.case)
            json.field("place", call.place)
            json.field("fact", call.fact)
            json.field("why", call.why)
            json.field("asked_by", call.askedBy)
            json.field("asked_at", call.askedAt)
            json.field("answered_by", call.answeredBy)
            json.field("answered_at", call.answeredAt)
            json.field("word", call.word)
        }
    }

    mutating func write(_ apart: ApartPlace) {
        object { json in
            json.field("place", apart.place)
            json.field("line", apart.line)
            json.field("room", apart.room)
            json.field("revision", apart.revision)
        }
    }
}

extension Schema {
    static let conductFact = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .word(ConductKind.self)),
        SchemaField("evidence", .word(ConductFact.Evidence.self)), SchemaField("words", .text),
        SchemaField("threat", .boolean), SchemaField("happened_at", .instant), SchemaField("case", .id),
        SchemaField("message", .nullable(.id)), SchemaField("customer", .nullable(.id)), SchemaField("place", .id),
        SchemaField("written_by", .text), SchemaField("written_at", .instant),
        SchemaField("struck_at", .nullable(.instant), "Since when it is taken back."),
        SchemaField("judging", .array(.text), "Words in it that judge: a hint, nothing more."),
    ])

    static let playbook = Schema.object(
        [
            SchemaField("kind", .word(ConductKind.self)), SchemaField("language", .text),
            SchemaField("version", .integer, "0 as delivered."), SchemaField("made_at", .nullable(.instant)),
        ] + Playbook.Part.allCases.map { SchemaField($0.field, .array(.text)) })

    static let call = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .word(Call.Kind.self)), SchemaField("case", .id),
        SchemaField("place", .id), SchemaField("fact", .nullable(.id)), SchemaField("why", .nullable(.text)),
        SchemaField("asked_by", .text), SchemaField("asked_at", .instant),
        SchemaField("answered_by", .nullable(.text)), SchemaField("answered_at", .nullable(.instant)),
        SchemaField("word", .nullable(.text), "What was done about it."),
    ])

    static let apartPlace = Schema.object([
        SchemaField("place", .id), SchemaField("line", .nullable(.id)), SchemaField("room", .nullable(.text)),
        SchemaField("revision", .integer),
    ])

    static let caseConduct = Schema.object([
        SchemaField("facts", .array(.named("ConductFact"))), SchemaField("playbooks", .array(.named("Playbook"))),
        SchemaField("calls", .array(.named("Call"))), SchemaField("apart_line", .nullable(.id)),
        SchemaField("apart_room", .nullable(.text)),
    ])
}
