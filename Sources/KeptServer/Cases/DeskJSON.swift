import KeptDomain
import KeptStore

/// What is to be done to many cases, as a program tells it.
enum BulkFields {
    static let kinds = ["tag", "hand-over", "transfer", "close", "snooze", "sort"]

    static func action(_ fields: JSONFields) -> BulkAction? {
        let kind = fields.text("do")
        switch kind {
        case "tag": return .tag(fields.text("tag", limit: 60))
        case "hand-over":
            let to = fields.optionalID("to", of: Person.self)
            if to == nil { fields.refuse("to", "requests.missing") }
            return .handOver(to: to ?? ID(0), why: fields.text("why"))
        case "transfer":
            let to = fields.optionalID("to", of: Line.self)
            if to == nil { fields.refuse("to", "requests.missing") }
            return .transfer(to: to ?? ID(0), why: fields.text("why"))
        case "close": return .close(cause: fields.text("cause"))
        case "snooze": return .snooze(until: fields.instant("until"))
        case "sort":
            return fields.word("kind", Case.Kind.self).map { .sort(as: $0, why: fields.optionalText("why")) }
        default:
            fields.refuse(
                "do", "requests.unknown-word", [Fact("name", kind), Fact("known", kinds.joined(separator: ", "))])
            return nil
        }
    }
}

extension JSONWriter {
    mutating func write(_ macro: Macro) {
        object { json in
            json.field("id", macro.id)
            json.field("name", macro.name)
            json.array("steps", macro.steps) { json, step in
                json.object {
                    $0.field("do", step.kind)
                    $0.field("with", step.argument)
                }
            }
            json.field("revision", macro.revision)
        }
    }

    mutating func write(_ reply: SavedReply) {
        object { json in
            json.field("id", reply.id)
            json.field("name", reply.name)
            json.field("body", reply.body)
            json.field("revision", reply.revision)
        }
    }
}
