import KeptDomain
import KeptStore

/// Channels for programs. Passwords are taken and never told.
enum ChannelAPI {
    static let routes: [APIRoute] = [
        .get("/channels", "E-mail channels", tag: "Mail", needs: .setChannels, answers: .listed("Channel")) { api in
            let found = try await api.read { try $0.channels() }
            return .list(found) { $0.write($1) }
        },
        .get("/channels/{id}", "One channel", tag: "Mail", needs: .setChannels, answers: .named("Channel")) { api in
            let id = try api.id(of: MailChannel.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/channels", "Add a channel", tag: "Mail", needs: .setChannels, body: .named("ChannelDraft"), status: 201,
            answers: .named("Channel"), takesKey: false
        ) { api in
            let draft = try TypedChannel(api.fields()).sealed(by: api.site.secrets)
            return try await api.write { try answer($0.addChannel(draft).id, in: $0, status: 201) }
        },
        .put(
            "/channels/{id}", "Change a channel", tag: "Mail", needs: .setChannels, body: .named("ChannelDraft"),
            answers: .named("Channel")
        ) { api in
            let (id, expected) = (try api.id(of: MailChannel.self), try api.expectedRevision)
            let draft = try TypedChannel(api.fields()).sealed(by: api.site.secrets)
            return try await api.write { tx in
                let stands = try tx.knownChannel(id)
                try tx.changeChannel(id, to: draft, revision: expected ?? stands.revision)
                return try answer(id, in: tx)
            }
        },
        turn("pausing", "Fetch and send nothing by it until it is resumed") {
            try $0.pauseChannel($1, why: $3, revision: $2)
        },
        turn("resuming", "Use it again") { try $0.resumeChannel($1, why: $3, revision: $2) },
        turn("closing", "Use it no more") { try $0.closeChannel($1, revision: $2, why: $3) },
        .post(
            "/channels/{id}/trial", "Send a letter at once and open the mailbox; what the servers say is told",
            tag: "Mail", needs: .setChannels, body: .object([SchemaField("to", .text)]),
            answers: .object([
                SchemaField("sent", .named("ChannelAnswer")),
                SchemaField("fetched", .nullable(.named("ChannelAnswer"))),
            ]), takesKey: false, trial),
    ]

    private static func turn(
        _ name: String, _ summary: String,
        _ change: @escaping @Sendable (Transaction, ID<MailChannel>, Int, String?) throws -> Void
    ) -> APIRoute {
        .post(
            "/channels/{id}/\(name)", summary, tag: "Mail", needs: .setChannels, body: .why,
            answers: .named("Channel"), isRevised: true
        ) { api in
            let (id, why, expected) = (try api.id(of: MailChannel.self), try api.why(), try api.expectedRevision)
            return try await api.write { tx in
                let stands = try tx.knownChannel(id)
                try change(tx, id, expected ?? stands.revision, why)
                return try answer(id, in: tx)
            }
        }
    }

    @Sendable private static func trial(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: MailChannel.self), try api.fields())
        let to = fields.text("to", limit: 254)
        try fields.finish()
        guard let address = CustomerDraft.normalizedEmail(to) else {
            throw InvalidInput("to", "problems.no-such-email")
        }
        let channel = try await api.read { try $0.knownChannel(id) }
        let trial = ChannelTrial(
            channel: channel, recipient: address, words: api.site.words(for: api.request, api.context), now: api.now)
        let outcome = try await trial.run(api.site.secrets, on: api.site.mailThreads)
        return try await api.write { tx in
            try tx.channelTested(id, to: address, sent: outcome.sent, fetched: outcome.fetched)
            return APIAnswer { json in
                json.object { json in
                    json.key("sent")
                    json.write(outcome.sent)
                    if let fetched = outcome.fetched {
                        json.key("fetched")
                        json.write(fetched)
                    }
                }
            }
        }
    }

    private static func answer(_ id: ID<MailChannel>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        let found = try reading.channelListing(id)
        return APIAnswer(status, revision: found.channel.revision) { $0.write(found) }
    }
}
