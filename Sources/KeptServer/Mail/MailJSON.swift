import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ filed: MailFiled) {
        object { json in
            json.field("outcome", filed.outcome)
            json.field("case", filed.case?.id)
            json.field("message", filed.message)
            json.field("parked", filed.parked)
        }
    }

    mutating func write(_ parked: ParkedMail) {
        object { json in
            json.field("id", parked.id)
            json.field("reason", parked.reason)
            json.field("place", parked.place)
            json.field("channel", parked.channel)
            json.field("case", parked.case)
            json.field("sender", parked.sender)
            json.field("sender_name", parked.senderName)
            json.field("subject", parked.subject)
            json.field("body", parked.body)
            json.field("parked_at", parked.parkedAt)
            json.field("settled_at", parked.settledAt)
            json.field("outcome", parked.outcome)
            json.field("why", parked.why)
            json.field("message", parked.message)
            json.field("revision", parked.revision)
        }
    }
}

extension Schema {
    static let mailFiled = Schema.object([
        SchemaField("outcome", .word(MailFiled.Outcome.self), "known: it had come before, by whatever way."),
        SchemaField("case", .nullable(.id)), SchemaField("message", .nullable(.id)),
        SchemaField("parked", .nullable(.id), "Where it waits for a person."),
    ])

    static let parkedMail = Schema.object([
        SchemaField("id", .id), SchemaField("reason", .word(ParkedMail.Reason.self)), SchemaField("place", .id),
        SchemaField("channel", .nullable(.id)), SchemaField("case", .nullable(.id), "That it claims to be about."),
        SchemaField("sender", .nullable(.text)), SchemaField("sender_name", .nullable(.text)),
        SchemaField("subject", .text), SchemaField("body", .text, "Its beginning."),
        SchemaField("parked_at", .instant), SchemaField("settled_at", .nullable(.instant)),
        SchemaField("outcome", .nullable(.word(ParkedMail.Outcome.self))), SchemaField("why", .nullable(.text)),
        SchemaField("message", .nullable(.id)), SchemaField("revision", .integer),
    ])
}
