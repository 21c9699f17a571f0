import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// What customers are told of remedies, by letter and on the pages of their conversations.
@Suite struct TellingTests {
    private static let eve = CustomerDraft(name: "Eve", email: "eve@example.org", language: "en")

    /// A case of somebody with an address, at a desk that sends mail.
    private static func with(
        _ engine: Engine, of customer: CustomerDraft = eve, _ body: (AmendsDesk, ID<Case>) async throws -> Void
    ) async throws {
        try await AmendsDesk.with(engine) { desk in
            let place = desk.shop.place
            _ = try await desk.shop.write { try $0.addChannel(MailDesk.draft(at: place)) }
            try await body(desk, try await desk.anotherCase("E-1", of: customer))
        }
    }

    private static func claim(_ store: Store, at now: Instant) async throws -> [LetterOrder] {
        try await store.write(as: .system("outbox"), at: now) { try $0.claimSends(limit: 100) }
    }

    private static func told(_ desk: AmendsDesk, _ found: ID<Case>) async throws -> [TellingRecord] {
        try await desk.shop.store.read { try $0.tellings(ofCase: found) }
    }

    @Test(arguments: TestStore.engines) func aRemedyGoesOutByLetterAndStandsInTheConversation(on engine: Engine)
        async throws
    {
        try await Self.with(engine) { desk, found in
            try await desk.give(.refund, 1_900, by: desk.tom, on: found)
            let thread = try await desk.shop.store.read { try $0.thread(of: found) }
            let piece = try #require(thread.last)
            #expect(piece.message.body.hasPrefix("We refund you €19.00."), "\(piece.message.body)")
            #expect(piece.message.isAutomatic && piece.message.channel == .email && piece.send?.state == .waiting)
            let letters = try await Self.claim(desk.shop.store, at: desk.shop.time.now)
            #expect(letters.map(\.contact) == ["eve@example.org"] && letters.map(\.message.id) == [piece.message.id])
            let told = try await Self.told(desk, found)
            #expect(told.map(\.message) == [piece.message.id] && told[0].untold == nil)
            #expect(try await desk.findings() == [])
        }
    }

    /// A machine's letter answers nothing (C36).
    @Test(arguments: TestStore.engines) func itKeepsNoPromiseOfAnAnswer(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let words = desk.words
            let euro = try #require(Currency("EUR"))
            try await desk.counter.store.write(as: .shell, at: MailDesk.now) { tx in
                let draft = RemedyDraft(.gesture, amount: Money(minor: 500, currency: euro), why: nil)
                _ = try tx.giveRemedy(draft, on: found.id, words: words)
            }
            let letters = try await desk.claim(at: MailDesk.now)
            let letter = try #require(letters.first { $0.message.body.contains("€5.00") })
            // It goes under the subject of the customer's own letter.
            #expect(letter.message.subject == nil && letter.contact == "ann@example.org")
            try await desk.counter.store.write(as: .system("outbox"), at: MailDesk.now) {
                try $0.messageAccepted(letter.message.id, at: MailDesk.now)
            }
            #expect(try await desk.count("SELECT count(*) FROM promises WHERE state = 'kept'") == 0)
        }
    }

    private struct Crash: Error {}

    /// Booked and told are one commit; what was booked when the process ended goes out once afterwards.
    @Test(arguments: TestStore.engines) func aCrashBetweenBookingAndTellingTellsOnce(on engine: Engine) async throws {
        try await TestStore.withLocation(engine, time: MovedTime("2026-11-05T10:00:00+01:00")) { store, location in
            let time = MovedTime("2026-11-05T10:00:00+01:00")
            let desk = try await AmendsDesk(Bookshop(store: store, time: time))
            let place = desk.shop.place
            _ = try await desk.shop.write { try $0.addChannel(MailDesk.draft(at: place)) }
            let found = try await desk.anotherCase("E-1", of: Self.eve)
            let (words, draft) = (desk.shop.words, RemedyDraft(.refund, amount: AmendsDesk.euros(1_900), why: nil))
            await #expect(throws: Crash.self) {
                try await desk.shop.write(as: desk.tom) { tx in
                    try tx.giveRemedy(draft, on: found, words: words)
                    throw Crash()
                }
            }
            for table: SQL in ["remedies", "tellings", "messages", "sends"] {
                #expect(try await desk.shop.count("SELECT count(*) FROM \(table)") == 0)
            }
            try await desk.give(.refund, 1_900, by: desk.tom, on: found)
            // The process that booked it never comes to send it; another one begins.
            let after = try await Store.open(location, time: time)
            let letters = try await Self.claim(after, at: time.now)
            #expect(letters.count == 1)
            // That one ends as well, after the server took it and before it said so: the letter keeps its identifier.
            #expect(try await Self.claim(after, at: time.now + .minutes(1)).isEmpty)
            let again = try await Self.claim(after, at: time.now + .minutes(6))
            #expect(again.map(\.identifier) == letters.map(\.identifier))
            time.advance(by: .minutes(7))
            try await after.write(as: .system("outbox"), at: time.now) {
                try $0.messageAccepted(letters[0].message.id, at: time.now)
            }
            #expect(try await Self.claim(after, at: time.now + .days(2)).isEmpty)
            #expect(try await desk.shop.count("SELECT count(*) FROM messages") == 1)
            #expect(try await desk.findings() == [])
            await after.close(at: time.now)
        }
    }

    @Test(arguments: TestStore.engines) func whoCannotBeReachedIsNotWrittenToAndTheCaseSaysSo(on engine: Engine)
        async throws
    {
        try await Self.with(engine, of: CustomerDraft(name: "Max", phone: "+49 30 1234567")) { desk, found in
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            let told = try await Self.told(desk, found)
            #expect(told.map(\.untold) == [.noContact] && told[0].message == nil)
            let entries = try await desk.shop.store.read {
                try $0.latestJournal(
                    limit: 5, matching: JournalFilter(subject: .case(found), kinds: ["case.remedy-untold"]))
            }
            #expect(entries.count == 1)
            let panel = try await desk.shop.store.read { reading in try reading.tellings(ofOrder: desk.order) }
            #expect(panel.isEmpty)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whereMailCameBackNoneIsSent(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            _ = try await desk.shop.write(as: desk.tom) { tx in
                try tx.reply(to: found, with: MessageDraft(.email, "We look into it.")).message
            }
            let first = try #require(try await Self.claim(desk.shop.store, at: desk.shop.time.now).first)
            try await desk.shop.write(as: .system("outbox")) {
                try $0.refuseSend(first.send, answer: "550 5.1.1 no such user")
            }
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            let told = try await Self.told(desk, found)
            #expect(told.map(\.untold) == [.failing])
            #expect(try await Self.claim(desk.shop.store, at: desk.shop.time.now).isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatDidNotArriveIsLeftToTheOwnerOfTheCase(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            try await desk.shop.write { _ = try $0.setMove(of: found, to: .customer, why: "They choose a book.") }
            let letter = try #require(try await Self.claim(desk.shop.store, at: desk.shop.time.now).first)
            #expect(letter.wantsReports)
            try await desk.shop.write(as: .system("outbox")) {
                try $0.refuseSend(letter.send, answer: "550 5.1.1 no such user")
            }
            let standing = try await desk.shop.store.read { try $0.knownCase(found) }
            #expect(standing.whoseMove == .us)
            try await desk.give(.refund, 100, by: desk.tom, on: found)
            #expect(try await Self.told(desk, found).map(\.untold) == [nil, .failing])
        }
    }

    private static func undelivered(_ desk: AmendsDesk, _ found: ID<Case>) async throws -> Int {
        try await desk.shop.store.read { reading in
            try reading.undeliveredAnswers(of: reading.knownCase(found).owner).filter { $0.case == found }.count
        }
    }

    @Test(arguments: TestStore.engines) func whatDidNotArriveOpensAClosedCaseAndStandsOnToday(on engine: Engine)
        async throws
    {
        try await Self.with(engine) { desk, found in
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            let letter = try #require(try await Self.claim(desk.shop.store, at: desk.shop.time.now).first)
            try await desk.shop.write { _ = try $0.closeCase(found, cause: "paid back") }
            try await desk.shop.write(as: .system("outbox")) {
                try $0.refuseSend(letter.send, answer: "550 5.1.1 no such user")
            }
            let standing = try await desk.shop.store.read { try $0.knownCase(found) }
            #expect(standing.status == .open && standing.whoseMove == .us)
            #expect(try await Self.undelivered(desk, found) == 1)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatIsHeldWakesItsCaseAndStandsOnToday(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            let channel = try await desk.shop.store.read { try $0.channels()[0].channel.id }
            try await desk.shop.write { try $0.pauseChannel(channel, revision: 1) }
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            let morning = desk.shop.time.now + .days(3)
            try await desk.shop.write { _ = try $0.snoozeCase(found, until: morning) }
            #expect(try await Self.claim(desk.shop.store, at: desk.shop.time.now).isEmpty)
            let standing = try await desk.shop.store.read { try $0.knownCase(found) }
            #expect(standing.snoozedUntil == nil && standing.whoseMove == .us)
            #expect(try await Self.undelivered(desk, found) == 1)
            // Once it goes out there is nothing more to look at.
            try await desk.shop.write { try $0.resumeChannel(channel, revision: 2) }
            #expect(try await Self.claim(desk.shop.store, at: desk.shop.time.now).count == 1)
            #expect(try await Self.undelivered(desk, found) == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsTakenBackIsToldToWhoeverWasToldOfIt(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            let words = desk.shop.words
            let given = try await desk.give(.refund, 1_900, by: desk.tom, on: found)
            desk.shop.time.advance(by: .days(1))
            try await desk.shop.write(as: desk.maya) { _ = try $0.reverseRemedy(given.id, why: "twice", words: words) }
            let said = try await Self.told(desk, found).map(\.said)
            #expect(said.count == 2)
            #expect(said[1] == "On Thu 5 Nov we told you that we refund you €19.00. We have taken that back.")
            let letters = try await Self.claim(desk.shop.store, at: desk.shop.time.now)
            #expect(letters.count == 2)
            // An apology in person is not written about.
            let sorry = try await desk.give(.apology, nil, by: desk.tom, on: found)
            try await desk.shop.write(as: desk.maya) { _ = try $0.reverseRemedy(sorry.id, why: "no", words: words) }
            #expect(try await Self.told(desk, found).count == 2)
        }
    }

    @Test(arguments: TestStore.engines) func whoWasToldWhenTheyHearIsToldThatTheyNeedNotWait(on engine: Engine)
        async throws
    {
        try await Self.with(engine) { desk, found in
            let words = desk.shop.words
            let draft = RemedyDraft(.refund, amount: AmendsDesk.euros(9_000), why: "a regular customer")
            let request = try await desk.shop.write(as: desk.tom) {
                try $0.askForRemedy(draft, on: found, words: words)
            }
            try await desk.shop.write(as: desk.tom) {
                try $0.withdrawRequest(request.id, why: "solved otherwise", words: words)
            }
            let said = try await Self.told(desk, found).map(\.said)
            #expect(said.count == 2 && said[0].hasPrefix("You will hear from us by"))
            #expect(said[1].hasSuffix("You need not wait for that answer any longer."))
            #expect(try await Self.claim(desk.shop.store, at: desk.shop.time.now).count == 2)
        }
    }

    @Test(arguments: TestStore.engines) func historyIsWrittenToByNobodyUntilTheConversationGoesOnHere(on engine: Engine)
        async throws
    {
        try await Self.with(engine) { desk, found in
            try await desk.shop.write { tx in
                _ = try tx.run(
                    "INSERT INTO case_origins (case_id, source, external_id) VALUES (\(found), 'desk', 'C-1')")
            }
            try await desk.give(.refund, 100, by: desk.tom, on: found)
            #expect(try await Self.told(desk, found).map(\.untold) == [.history])
            try await desk.shop.write(as: desk.tom) {
                _ = try $0.reply(to: found, with: MessageDraft(.email, "You are with us now."))
            }
            try await desk.give(.refund, 200, by: desk.tom, on: found)
            #expect(try await Self.told(desk, found).map(\.untold) == [.history, nil])
        }
    }

    @Test(arguments: TestStore.engines) func aDemonstrationWritesToNobody(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            try await desk.shop.write { $0.set(.demonstration, to: "1") }
            try await desk.give(.refund, 1_900, by: desk.tom, on: found)
            let thread = try await desk.shop.store.read { try $0.thread(of: found) }
            #expect(thread.last?.send?.state == .accepted && thread.last?.message.leftAt != nil)
            #expect(try await Self.claim(desk.shop.store, at: desk.shop.time.now).isEmpty)
            #expect(try await desk.findings() == [])
        }
    }

    /// What a case became part of goes on with its customer.
    @Test(arguments: TestStore.engines) func aMergedCaseIsToldInTheOneThatGoesOn(on engine: Engine) async throws {
        try await Self.with(engine) { desk, found in
            let other = try await desk.anotherCase("E-2", of: Self.eve)
            try await desk.give(.refund, 100, by: desk.tom, on: found)
            try await desk.shop.write { _ = try $0.mergeCase(found, into: other, why: "the same") }
            try await desk.give(.refund, 200, by: desk.tom, on: other)
            let told = try await Self.told(desk, other)
            #expect(told.count == 2 && told.allSatisfy { $0.message != nil })
        }
    }
}

/// What is told on the page of a conversation.
@Suite struct TellingOnPageTests {
    private static func gives(_ desk: ContactDesk, on found: ID<Case>, at time: String) async throws {
        let words = desk.words
        try await desk.does(at: time) { tx in
            let euro = Currency("EUR")!
            let draft = RemedyDraft(.gesture, amount: Money(minor: 500, currency: euro), why: nil)
            _ = try tx.giveRemedy(draft, on: found, words: words)
        }
    }

    @Test(arguments: TestStore.engines) func aChatIsToldInTheChatAndByMailOnlyWhenNobodyReadIt(on engine: Engine)
        async throws
    {
        try await ContactDesk.with(engine) { desk in
            let talk = try await desk.sends(ContactDesk.draft("Where is it?", .chat))
            try await Self.gives(desk, on: talk.case.id, at: "2026-03-05 10:01")
            let page = try await desk.page(talk.key)
            #expect(page.last == "out As an apology we give you something worth €5.00.", "\(page)")
            let waiting = try await desk.counter.count("SELECT count(*) FROM sends WHERE contact = 'ann@example.org'")
            let words = desk.words
            let mailed = try await desk.counter.store.write(as: .system("talks"), at: Counter.at("2026-03-05 10:30")) {
                try $0.mailUnreadAnswers(words: words) { _ in nil }
            }
            #expect(mailed == 1)
            #expect(
                try await desk.counter.count("SELECT count(*) FROM sends WHERE contact = 'ann@example.org'") == waiting
                    + 1)
            // Where that does not arrive either, the case is opened for whoever answers for it.
            let thread = try await desk.counter.store.read { try $0.thread(of: talk.case.id) }
            let mail = try #require(thread.last { $0.message.author == "system:talks" }).message
            try await desk.does(at: "2026-03-05 10:31") { tx in
                _ = try tx.closeCase(talk.case.id, cause: "paid back")
                try tx.messageFailed(mail.id, isBounced: true, answer: "5.1.1")
            }
            #expect(try await desk.counter.store.read { try $0.knownCase(talk.case.id).status } == .open)
            // A machine's word is no answer by whatever way it goes.
            let promises = try await desk.promises(on: talk.case.id)
            #expect(promises.allSatisfy { $0.state != .kept })
            let findings = try await desk.counter.store.read { try $0.tellings(ofCase: talk.case.id) }
            #expect(findings.count == 1 && findings[0].message != nil)
        }
    }

    @Test(arguments: TestStore.engines) func whoToldNothingButWritesOnAPageReadsItThere(on engine: Engine) async throws
    {
        try await ContactDesk.with(engine) { desk in
            let talk = try await desk.sends(ContactDesk.draft("Where is it?", .chat, contact: nil))
            try await Self.gives(desk, on: talk.case.id, at: "2026-03-05 10:01")
            let page = try await desk.page(talk.key)
            #expect(page.last?.contains("€5.00") == true, "\(page)")
        }
    }
}
