import KeptDomain
import KeptMail
import KeptWords

// The e-mail of the demonstration. Its channel is paused: nothing leaves, and nothing is fetched.

extension Transaction {
    /// The desk's address, set up and paused.
    func addDemoChannel(at place: ID<Place>) throws {
        var draft = MailChannelDraft(
            name: DemoTexts.business, address: "desk@lantern.example", place: place,
            sending: MailChannel.Server(host: "post.lantern.example", port: 465, security: .tls, user: "desk"))
        draft.fetching = MailChannel.Server(host: "post.lantern.example", port: 993, security: .tls, user: "desk")
        draft.doneFolder = "Filed"
        let channel = try addChannel(draft)
        try pauseChannel(channel.id, why: "Demonstration", revision: channel.revision)
    }

    /// A message in its mailbox that could not be fetched.
    fileprivate func missDemoMail() throws {
        guard let channel = try channels().first?.channel else { return }
        mailNotFetched(in: channel.id, validity: 1, uid: 214, isExisting: false, answer: "more than 50000000 bytes")
        mailboxRead(of: channel.id, to: MailboxPosition(validity: 1, last: 214))
    }
}

extension DemoStories {
    /// Messages as mail programs write them: one with formatted text, a picture of its own and one from elsewhere; an
    /// advertisement, and a stranger who names a case that is not theirs; and one that is too large to be fetched.
    static let mail: [DemoTalks.Step] = [
        .init(160, .customer) { talk in try talk.tx.addDemoChannel(at: talk.cast.place) },
        .init(52, .customer) { talk in try talk.gets(formatted) },
        .init(49, .customer) { talk in try talk.gets(advertisement) },
        .init(46, .customer) { talk in
            let number = try talk.tx.knownCase(talk.id("owl")).number
            guard let channel = try talk.tx.channels().first?.channel else { return }
            let marks = try talk.tx.replyMarks(domain: channel.domain)
            let id = marks.messageID(caseNumber: Int64(number), salt: 7).inBrackets
            try talk.gets(stranger.replacing("{id}", with: id))
        },
        .init(44, .customer) { talk in try talk.tx.missDemoMail() },
    ]

    private static let formatted = """
        From: Rosa Marchetti <rosa@post.example>
        To: desk@lantern.example
        Subject: Window display
        Message-ID: <display-1@post.example>
        Content-Type: multipart/alternative; boundary=lantern

        --lantern
        Content-Type: text/plain; charset=utf-8

        Your window with the paper boats is lovely. May our school class come and draw it on Thursday at ten?

        Rosa Marchetti
        --lantern
        Content-Type: text/html; charset=utf-8

        <h3>Window display</h3><p>Your window with the <b>paper boats</b> is lovely.</p>
        <p>May our school class come and draw it on <i>Thursday at ten</i>?</p>
        <p><img src="https://pictures.post.example/boats.jpg" alt="Paper boats"></p>
        <table><tr><th>Children</th><td>18</td></tr><tr><th>Teachers</th><td>2</td></tr></table>
        <p>Rosa Marchetti</p>
        --lantern--
        """

    private static let advertisement = """
        From: Shelf & Rail <no-reply@shelves.example>
        To: desk@lantern.example
        Subject: Shelves at half price
        Message-ID: <offer-77@shelves.example>
        List-Id: <offers.shelves.example>
        Content-Type: text/plain; charset=utf-8

        Only this week: oak shelves for bookshops at half price.
        """

    private static let stranger = """
        From: K. Holm <holm@elsewhere.example>
        To: desk@lantern.example
        Subject: Re: Is the owl book in stock?
        Message-ID: <owl-9@elsewhere.example>
        In-Reply-To: {id}
        Content-Type: text/plain; charset=utf-8

        I am to fetch the owl book for a friend. When do you close today?
        """
}

extension DemoTalk {
    /// A message comes by mail.
    func gets(_ text: String) throws {
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        _ = try tx.fileMail(ArrivedMail(bytes), words: words)
        try deliver()
    }
}
