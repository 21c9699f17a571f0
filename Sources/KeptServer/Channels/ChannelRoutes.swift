import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Channels: the list, one of them, its trial.
enum ChannelRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/channels", site) { page in try await page.page { try await list(page, $0) } },
            .page(.post, "/channels", site) { page in
                try await page.submit { form in
                    let draft = try TypedChannel(form).sealed(by: page.site.secrets)
                    return Paths.channel(try await page.write { try $0.addChannel(draft).id })
                } orShow: { context, values in
                    try await list(page, context, values: values)
                }
            },
            .page(.get, "/channels/{id}", site) { page in
                let id = try page.id(of: MailChannel.self)
                return try await page.page { try await show(id, page, $0) }
            },
            .page(.post, "/channels/{id}", site) { page in
                try await change(page, "change") { form in
                    let draft = try TypedChannel(form).sealed(by: page.site.secrets)
                    let revision = try form.knownRevision()
                    return { try $0.changeChannel($1, to: draft, revision: revision) }
                }
            },
            .page(.post, "/channels/{id}/pausing", site) { page in
                try await change(page, "pause") { form in
                    let revision = try form.knownRevision()
                    return { try $0.pauseChannel($1, revision: revision) }
                }
            },
            .page(.post, "/channels/{id}/resuming", site) { page in
                try await change(page, "pause") { form in
                    let revision = try form.knownRevision()
                    return { try $0.resumeChannel($1, revision: revision) }
                }
            },
            .page(.post, "/channels/{id}/closing", site) { page in
                let id = try page.id(of: MailChannel.self)
                return try await page.submit { form in
                    let revision = try form.knownRevision()
                    try await page.write { try $0.closeChannel(id, revision: revision) }
                    return Paths.channels
                } orShow: { context, values in
                    try await show(id, page, context, values: values)
                }
            },
            .page(.post, "/channels/{id}/trial", site, trial),
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<MailChannel>) throws -> Void

    private static func change(
        _ page: PageRequest, _ name: String, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: MailChannel.self)
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.channel(id)
        } orShow: { context, values in
            try await show(id, page, context, values: values, opened: name)
        }
    }

    /// Sends a letter at once and opens the mailbox; the page then tells what both servers said.
    private static func trial(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: MailChannel.self)
        return try await page.submit { form in
            try page.see(.setChannels, .business)
            guard let address = CustomerDraft.normalizedEmail(try form.required("to")) else {
                throw InvalidInput("to", "problems.no-such-email")
            }
            let channel = try await page.read { try $0.knownChannel(id) }
            let trial = ChannelTrial(
                channel: channel, recipient: address, words: page.site.words(for: page.request, page.context),
                now: page.now)
            let outcome = try await trial.run(page.site.secrets, on: page.site.mailThreads)
            try await page.write {
                try $0.channelTested(id, to: address, sent: outcome.sent, fetched: outcome.fetched)
            }
            return Paths.channel(id)
        } orShow: { context, values in
            try await show(id, page, context, values: values, opened: "trial")
        }
    }

    private static func list(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        try page.permit(.setChannels)
        let choices = try await choices(page)
        let (rows, parked) = try await page.read { reading in
            (try reading.channels(), try reading.parkedCount(at: nil))
        }
        return channelListPage(rows, choices, parked: parked, context, values: values)
    }

    private static func show(
        _ id: ID<MailChannel>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh,
        opened: String? = nil
    ) async throws -> HTML {
        try page.permit(.setChannels)
        let (row, choices) = (try await page.read { try $0.channelListing(id) }, try await choices(page))
        return channelPage(row, choices, context, values: values, opened: opened)
    }

    private static func choices(_ page: PageRequest) async throws -> ChannelChoices {
        let address = try page.person().email
        return try await page.read { reading in
            ChannelChoices(
                places: try reading.places().map { Field.Choice("\($0.id)", $0.name) },
                lines: try reading.lines().map { Field.Choice("\($0.line.id)", $0.line.name) }, trialAddress: address)
        }
    }
}
