import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ listed: ChannelListing) {
        let channel = listed.channel
        object { json in
            json.field("id", channel.id)
            json.field("name", channel.name)
            json.field("address", channel.address)
            json.field("place", channel.place)
            json.field("line", channel.line)
            json.field("kind", channel.kind)
            json.field("takes_marks", channel.takesMarks)
            json.object("sending") { $0.writeFields(of: channel.sending, listed.state.sending) }
            json.field("fetching", channel.fetching) { json, fetching in
                json.object { $0.writeFields(of: fetching, listed.state.fetching) }
            }
            json.field("folder", channel.folder)
            json.field("done_folder", channel.doneFolder)
            json.field("takes_existing", channel.takesExisting)
            json.field("poll_seconds", channel.pollSeconds)
            json.field("certificates", channel.certificates)
            json.field("paused_at", channel.pausedAt)
            json.field("closed_at", channel.closedAt)
            json.field("revision", channel.revision)
        }
    }

    private mutating func writeFields(of server: MailChannel.Server, _ line: ChannelState.Line) {
        field("host", server.host)
        field("port", server.port)
        field("security", server.security)
        field("user", server.user)
        field("has_password", server.secret != nil)
        field("went_at", line.wentAt)
        field("fault", line.fault?.kind)
        field("failing_since", line.fault?.since)
        field("answer", line.answer)
    }

    mutating func write(_ answer: ChannelAnswer) {
        object { json in
            json.field("fault", answer.fault)
            json.field("answer", answer.text)
        }
    }
}

extension Schema {
    private static let serverDraft = Schema.object([
        SchemaField("host", .text), .optional("port", .integer, "465 for sending, 993 for fetching when left out."),
        .optional("security", .word(MailChannel.Security.self), "tls when left out."),
        .optional("user", .text, "Nobody logs in when left out."),
        .optional("password", .text, "The stored one stays when left out, for the same host and user."),
    ])

    static let channelDraft = Schema.object([
        SchemaField("name", .text, "As customers read it before the address."), SchemaField("address", .text),
        SchemaField("place", .id), .optional("line", .id, "Where what comes waits."),
        .optional("kind", .word(Case.Kind.self), "Of the cases that mail opens; question when left out."),
        .optional("takes_marks", .boolean, "Whether mail to address+anything arrives too; true when left out."),
        SchemaField("sending", serverDraft), .optional("fetching", serverDraft, "Nothing is fetched when left out."),
        .optional("folder", .text, "INBOX when left out."),
        .optional("done_folder", .text, "Where what was filed is moved; it stays when left out."),
        .optional("takes_existing", .boolean, "Whether what lies there already is filed, as history."),
        .optional("poll_seconds", .integer, "5 to 86,400; 60 when left out."),
        .optional("certificates", .text, "A file of certificates to trust instead of the system's."),
    ])

    private static let server = Schema.object([
        SchemaField("host", .text), SchemaField("port", .integer),
        SchemaField("security", .word(MailChannel.Security.self)),
        SchemaField("user", .nullable(.text)), SchemaField("has_password", .boolean),
        SchemaField("went_at", .nullable(.instant), "When it last went well."),
        SchemaField("fault", .nullable(.text), "What is wrong with it."),
        SchemaField("failing_since", .nullable(.instant)),
        SchemaField("answer", .nullable(.text), "What the server said last."),
    ])

    static let channel = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("address", .text), SchemaField("place", .id),
        SchemaField("line", .nullable(.id)), SchemaField("kind", .word(Case.Kind.self)),
        SchemaField("takes_marks", .boolean), SchemaField("sending", server),
        SchemaField("fetching", .nullable(server)), SchemaField("folder", .text),
        SchemaField("done_folder", .nullable(.text)), SchemaField("takes_existing", .boolean),
        SchemaField("poll_seconds", .integer), SchemaField("certificates", .nullable(.text)),
        SchemaField("paused_at", .nullable(.instant)), SchemaField("closed_at", .nullable(.instant)),
        SchemaField("revision", .integer),
    ])

    static let channelAnswer = Schema.object([
        SchemaField("fault", .nullable(.text), "Null where it went well."), SchemaField("answer", .text),
    ])
}
