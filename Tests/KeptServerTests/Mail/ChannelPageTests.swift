import KeptDomain
import KeptServer
import KeptStore
import Testing

@Suite struct ChannelPageTests {
    private static func channel(_ id: Int64, paused: Bool = false) -> MailChannel {
        MailChannel(
            id: ID(id), name: "The <shop>", address: "desk@shop.example", place: ID(3), line: nil, kind: .question,
            takesMarks: true,
            sending: MailChannel.Server(
                host: "mail.shop.example", port: 465, security: .tls, user: "desk", secret: [1, 2, 3]),
            fetching: MailChannel.Server(
                host: "mail.shop.example", port: 993, security: .tls, user: "desk", secret: [1, 2, 3]),
            folder: "INBOX", doneFolder: "Filed", takesExisting: false, pollSeconds: 60, certificates: nil,
            pausedAt: paused ? Snapshot.at("2026-11-04T09:00") : nil, closedAt: nil,
            createdAt: Snapshot.at("2026-11-01T09:00"), revision: 2)
    }

    private static let choices = ChannelChoices(
        places: [Field.Choice("3", "City")], lines: [Field.Choice("5", "Service desk")],
        trialAddress: "ada@shop.example")

    private static var failing: ChannelListing {
        ChannelListing(
            channel: channel(7),
            state: ChannelState(
                fetching: ChannelState.Line(
                    wentAt: Snapshot.at("2026-11-05T08:00"), answer: "A003 NO [AUTHENTICATIONFAILED] <denied>",
                    fault: ChannelState.Fault(kind: "login", since: Snapshot.at("2026-11-05T08:30"))),
                sending: ChannelState.Line(
                    wentAt: Snapshot.at("2026-11-05T08:45"), answer: "250 2.0.0 Ok: queued", fault: nil)))
    }

    @Test(arguments: Snapshot.languages) func channelsAndOneOfThem(language: String) throws {
        let paused = ChannelListing(channel: Self.channel(8, paused: true), state: Self.failing.state)
        let list = channelListPage(
            [Self.failing, paused], Self.choices, parked: 2, Snapshot.context(language, path: "/channels"))
        try Snapshot.expect(list, "channels", language)
        let one = channelPage(Self.failing, Self.choices, Snapshot.context(language, path: "/channels/7"))
        #expect(one.text.contains("&lt;denied>") || one.text.contains("&lt;denied&gt;"))
        try Snapshot.expect(one, "channel", language)
    }

    @Test(arguments: Snapshot.languages) func mailThatWaitsForAPerson(language: String) throws {
        let parked = ParkedMail(
            id: ID(21), reason: .stranger, place: ID(3), channel: ID(7), case: ID(77), sender: "eve@example.net",
            senderName: "Eve", subject: "Re: Size", body: "Send it to me\n<script>no</script>", raw: [],
            parkedAt: Snapshot.at("2026-11-05T08:50"))
        let page = parkedMailPage(
            [ParkedMailRow(parked, caseNumber: 10_477)], total: 1, Snapshot.context(language, path: "/parked-mail"))
        #expect(!page.text.contains("<script>no"))
        try Snapshot.expect(page, "parked-mail", language)
    }

    @Test(arguments: Snapshot.languages) func mailThatCouldNotBeFetched(language: String) throws {
        let mail = UnfetchedMail(
            id: ID(31), channel: ID(7), place: ID(3), address: "desk@shop.example", validity: 7, uid: 4_711,
            isExisting: false, answer: "NO <cannot> read it", foundAt: Snapshot.at("2026-11-05T08:50"), attempts: 3,
            nextAttemptAt: Snapshot.at("2026-11-05T15:00"))
        let page = parkedMailPage(
            [], total: 0, unfetched: ([mail], 1), Snapshot.context(language, path: "/parked-mail"))
        #expect(!page.text.contains("<cannot>") && page.text.contains("/unfetched-mail/31/trying"))
        try Snapshot.expect(page, "unfetched-mail", language)
    }
}
