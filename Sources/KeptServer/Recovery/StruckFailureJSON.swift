import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ struck: StruckFailure) {
        object { json in
            json.field("id", struck.id)
            json.field("case", struck.case)
            json.field("episode", struck.episode)
            json.field("kind", struck.kind)
            json.field("happened_at", struck.happenedAt)
            json.field("learned_at", struck.learnedAt)
            json.field("words", struck.words)
            json.field("told_by", struck.toldBy)
            json.field("struck_by", struck.struckBy)
            json.field("struck_at", struck.struckAt)
            json.field("why", struck.why)
        }
    }
}

extension Schema {
    static let struckFailure = Schema.object([
        SchemaField("id", .id, "The id that it had."), SchemaField("case", .id),
        SchemaField("episode", .integer, "In which it stood."), SchemaField("kind", .word(Failure.Kind.self)),
        SchemaField("happened_at", .nullable(.instant)), SchemaField("learned_at", .instant),
        SchemaField("words", .nullable(.text)), SchemaField("told_by", .text, "Who noted it."),
        SchemaField("struck_by", .text), SchemaField("struck_at", .instant), SchemaField("why", .text),
    ])
}
