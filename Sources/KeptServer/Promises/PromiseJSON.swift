import KeptDomain

extension JSONWriter {
    mutating func write(_ promise: Promise) {
        object { json in
            json.field("id", promise.id)
            json.field("said", promise.said)
            json.field("due_at", promise.due)
            json.field("told_due_at", promise.toldDue)
            json.field("state", promise.state)
            json.field("paused_at", promise.pausedAt)
            json.field("clock", promise.clock)
            json.field("target", promise.target)
            json.object("about") { about in
                if let order = promise.order { about.field("order", order) }
                if let `case` = promise.case { about.field("case", `case`) }
                if let customer = promise.customer { about.field("customer", customer) }
            }
            json.field("matter", promise.matter)
            json.field("place", promise.place)
            json.field("language", promise.language)
            json.field("zone", promise.zone)
            json.field("told", promise.isTold)
            json.field("starts_at", promise.startsAt)
            json.field("made_at", promise.madeAt)
            json.field("made_by", promise.madeBy)
            json.field("settled_at", promise.settledAt)
            json.field("seen_at", promise.seenAt)
            json.field("evidence", promise.evidence)
            json.field("replaces", promise.replaces)
            json.field("first", promise.first)
            json.field("asked_by_customer", promise.askedByCustomer)
            json.field("revision", promise.revision)
        }
    }
}

extension Schema {
    static let promise = Schema.object([
        SchemaField("id", .id),
        SchemaField("said", .text, "The sentence as the customer read or heard it."),
        SchemaField("due_at", .instant, "When it breaks unless kept; told_due_at moved by pauses."),
        SchemaField("told_due_at", .instant),
        SchemaField("state", .word(PromiseState.self)),
        SchemaField("paused_at", .nullable(.instant), "Since when its clock stands still."),
        SchemaField("clock", .word(PromiseClock.self)),
        SchemaField("target", .nullable(.text), "As it was said: PT8H, wall:PT48H, P2WD, sundown, day+1, day+1@12:00."),
        SchemaField(
            "about",
            .object([.optional("order", .id), .optional("case", .id), .optional("customer", .id)])),
        SchemaField("matter", .id), SchemaField("place", .id), SchemaField("language", .text),
        SchemaField("zone", .text, "In which the customer reads the time."),
        SchemaField("told", .boolean, "False for an aim of our own that no customer heard."),
        SchemaField("starts_at", .instant), SchemaField("made_at", .instant), SchemaField("made_by", .text),
        SchemaField("settled_at", .nullable(.instant)),
        SchemaField("seen_at", .nullable(.instant), "When it was seen broken; it broke at due_at."),
        SchemaField(
            "evidence", .nullable(.text),
            "As a person wrote it; `event:delivered` by the order's events, `kept:case-closed 1004` by its case."),
        SchemaField("replaces", .nullable(.id), "The word before it in its chain."),
        SchemaField("first", .id, "The first word of its chain."),
        SchemaField("asked_by_customer", .boolean), SchemaField("revision", .integer),
    ])
}
