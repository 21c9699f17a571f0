import KeptDomain
import KeptMail
import KeptStore
import KeptTestSupport
import Testing

@Suite struct MailFilingTests {
    @Test(arguments: TestStore.engines) func newMailOpensACaseAndIsConfirmedWithADueTime(on engine: Engine) async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let filed = try await desk.file(MailDesk.message())
            #expect(filed.outcome == .opened)
            let found = try #require(filed.case)
            #expect(found.subject == "Size" && found.kind == .question)
            let id = try #require(found.customer)
            let customer = try await desk.counter.store.read { try $0.customer(id) }
            #expect(customer?.name == "Ann Lee")
            let thread = try await desk.thread(found)
            #expect(thread.map(\.message.direction) == [.incoming, .outgoing])
            let told = try #require(thread.last)
            #expect(told.message.isAutomatic && told.message.contact == "ann@example.org")
            #expect(told.message.body.contains("You have our answer by Fri 6 Mar, 10:00."), "\(told.message.body)")
            let order = try #require(try await desk.claim(at: MailDesk.now).first)
            #expect(order.message.isAutomatic && order.answered?.identifier == order.message.inReplyTo)
        }
    }

    @Test(arguments: TestStore.engines) func aChineseMessageIsConfirmedInChinese(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let filed = try await desk.file(
                MailDesk.message("请问我的订单到哪里了？", from: "李雷 <lilei@example.cn>", subject: "订单"))
            let thread = try await desk.thread(try #require(filed.case))
            #expect(thread.last?.message.body.contains("答复") == true)
            #expect(thread.last?.message.language == "zh-Hans")
        }
    }

    @Test(arguments: TestStore.engines) func theSameMessageIsFiledOnceWhicheverWayItComes(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let fetched = MailDesk.message(more: ["X-UID: 7"])
            let piped =
                Array("Received: by mail.shop.example; Thu, 5 Mar 2026\r\nDelivered-To: desk@shop.example\r\n".utf8)
                + MailDesk.message()
            #expect(try await desk.file(fetched).outcome == .opened)
            #expect(try await desk.file(piped).outcome == .known)
            #expect(try await desk.count("SELECT count(*) FROM messages WHERE direction = 'in'") == 1)
            // An identifier that somebody else used before keeps nobody's words out.
            let other = MailDesk.message("Something else", id: "x@example.org")
            let taken = MailDesk.message("First come", from: "Eve <eve@example.net>", id: "x@example.org")
            #expect(try await desk.file(taken).outcome == .opened)
            #expect(try await desk.file(other).outcome != .known)
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerFindsItsCaseByWhatWeSigned(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            let later = MailDesk.now + .hours(3)
            let byThread = MailDesk.message(
                "And in blue?", subject: "Re: Size", more: ["In-Reply-To: <\(letter.identifier)>"])
            #expect(try await desk.file(byThread, at: later).case?.id == found.id)
            let marked = try #require(letter.replyTo)
            #expect(marked.hasPrefix("desk+c"))
            let byAddress = MailDesk.message("Or red?", to: marked, subject: "Something new")
            #expect(try await desk.file(byAddress, at: later).case?.id == found.id)
            // The whole thread is of this case, and the next move is ours.
            let standing = try await desk.counter.store.read { try $0.knownCase(found.id) }
            #expect(standing.whoseMove == .us)
            #expect(try await desk.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aStrangerWithAStolenReplyAddressIsParked(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            let stolen = MailDesk.message(
                "Send it to me instead", from: "Eve <eve@example.net>", to: try #require(letter.replyTo),
                more: ["References: <\(letter.identifier)>"])
            let filed = try await desk.file(stolen, at: MailDesk.now + .hours(3))
            #expect(filed.outcome == .parked)
            let parked = try #require(try await desk.parked().first)
            #expect(parked.reason == .stranger && parked.case == found.id && parked.sender == "eve@example.net")
            #expect(!(try await desk.thread(found)).contains { $0.message.body.contains("instead") })
            // A forged mark names nothing: it is a matter of its own.
            let forged = MailDesk.message(
                "Hello", from: "Eve <eve@example.net>", to: "desk+cb-aaaaaaaaaaaaaaaaaaaa@shop.example")
            let own = try await desk.file(forged)
            #expect(own.outcome == .opened && own.case?.id != found.id)
        }
    }

    /// C29, C36.
    @Test(arguments: TestStore.engines) func anAutomaticReplyNeitherReopensNorKeepsNorOpensAPromise(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(2)) {
                _ = try $0.closeCase(found.id, cause: "answered")
            }
            let promises = try await desk.count("SELECT count(*) FROM promises")
            let away = MailDesk.message(
                "I am away.", subject: "Out of Office",
                more: [
                    "Auto-Submitted: auto-replied", "In-Reply-To: <\(letter.identifier)>",
                ])
            let filed = try await desk.file(away, at: MailDesk.now + .hours(3))
            #expect(filed.outcome == .filed && filed.case?.status == .closed)
            #expect(try await desk.count("SELECT count(*) FROM promises") == promises)
            // Mail of programs that belongs to no case waits for a person, and is told nothing.
            let list = MailDesk.message("Offers!", from: "Offers <no-reply@shop.test>", more: ["List-Id: <offers>"])
            #expect(try await desk.file(list).outcome == .parked)
            let out = try await desk.count("SELECT count(*) FROM messages WHERE direction = 'out' AND is_automatic = 1")
            #expect(out == 1)
        }
    }

    @Test(
        "C29 a vacation reply that says so by its precedence, or among other signs, does not reopen",
        arguments: TestStore.engines)
    func c29OfVacationPrograms(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(2)) {
                _ = try $0.closeCase(found.id, cause: "answered")
            }
            let promises = try await desk.count("SELECT count(*) FROM promises")
            let kinds = [
                (["Precedence: bulk"], "Re: Size"), (["Precedence: junk", "Return-Path: <>"], "Re: Size"),
                (["X-Auto-Response-Suppress: All"], "Out of office: Size"),
            ]
            for (place, (fields, subject)) in kinds.enumerated() {
                let away = MailDesk.message(
                    "I am away, \(place).", subject: subject, more: fields + ["In-Reply-To: <\(letter.identifier)>"])
                let filed = try await desk.file(away, at: MailDesk.now + .hours(3))
                #expect(filed.outcome == .filed && filed.case?.status == .closed, "\(fields)")
            }
            #expect(try await desk.count("SELECT count(*) FROM promises") == promises)
        }
    }

    @Test(arguments: TestStore.engines) func aPersonsWordsThatWentOverAListCountAndNoProgramAnswersThem(
        on engine: Engine
    ) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(2)) {
                _ = try $0.closeCase(found.id, cause: "answered")
            }
            let said = try await desk.count("SELECT count(*) FROM sends")
            let word = MailDesk.message(
                "It is still too small.",
                more: ["List-Id: <desk.shop.test>", "Precedence: list", "In-Reply-To: <\(letter.identifier)>"])
            let filed = try await desk.file(word, at: MailDesk.now + .hours(3))
            #expect(filed.case?.status == .open && filed.case?.id == found.id)
            #expect(try await desk.count("SELECT count(*) FROM sends") == said)
        }
    }

    @Test(arguments: TestStore.engines) func tooManyOnOneCaseWaitForAPerson(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(1)) { tx in
                for name in ["bob", "cem"] {
                    var draft = MessageDraft(.email, "Please help her.")
                    draft.contact = "\(name)@example.org"
                    _ = try tx.reply(to: found.id, with: draft)
                }
            }
            var outcomes: [MailFiled.Outcome] = []
            for number in 0..<MailCaps.onCase {
                // No sender alone writes too many.
                let from = ["ann", "bob", "cem"][number % 3] + "@example.org"
                let word = MailDesk.message("No \(number)", from: from, more: ["In-Reply-To: <\(letter.identifier)>"])
                outcomes.append(
                    try await desk.file(word, at: MailDesk.now + .hours(2) + .seconds(Int64(number))).outcome)
            }
            // The word that opened the case counts too where it is of the same span.
            #expect(Set(outcomes.prefix(MailCaps.onCase - 1)) == [.filed])
            let word = MailDesk.message("One more", more: ["In-Reply-To: <\(letter.identifier)>"])
            #expect(try await desk.file(word, at: MailDesk.now + .hours(2) + .minutes(5)).outcome == .parked)
        }
    }

    @Test(arguments: TestStore.engines) func aSenderOfVeryManyOnOneCaseWaitsForAPerson(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let letter = try await desk.answer(try await desk.open())
            var outcomes: [MailFiled.Outcome] = []
            for number in 0...MailCaps.bySender {
                let word = MailDesk.message("No \(number)", more: ["In-Reply-To: <\(letter.identifier)>"])
                let now = MailDesk.now + .hours(2) + .seconds(Int64(number))
                outcomes.append(try await desk.file(word, at: now).outcome)
            }
            #expect(Set(outcomes.prefix(MailCaps.bySender)) == [.filed] && outcomes.last == .parked)
            let waiting = try await desk.parked()
            #expect(waiting.map(\.reason) == [.tooMany] && waiting[0].case != nil)
            // An hour later the next word is filed again.
            let word = MailDesk.message("Later", more: ["In-Reply-To: <\(letter.identifier)>"])
            #expect(try await desk.file(word, at: MailDesk.now + .hours(4)).outcome == .filed)
        }
    }

    @Test(arguments: TestStore.engines) func aSenderOfVeryManyIsParkedAndNotConfirmed(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            var outcomes: [MailFiled.Outcome] = []
            for number in 0..<(MailCaps.bySender + 3) {
                let bytes = MailDesk.message("No \(number)", subject: "No \(number)")
                outcomes.append(try await desk.file(bytes, at: MailDesk.now + .seconds(Int64(number))).outcome)
            }
            #expect(outcomes.filter { $0 == .opened }.count == MailCaps.bySender)
            #expect(outcomes.suffix(3) == [.parked, .parked, .parked])
            let confirmed = try await desk.count("SELECT count(*) FROM sends")
            #expect(confirmed == MailCaps.confirmations)
            let silent = try await desk.count("SELECT count(*) FROM mails WHERE unconfirmed = 'too-many'")
            #expect(silent == MailCaps.bySender - MailCaps.confirmations)
        }
    }

    @Test(arguments: TestStore.engines) func historyIsNeitherPromisedNorConfirmed(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            try await desk.file(MailDesk.message(), isHistory: true)
            #expect(try await desk.count("SELECT count(*) FROM promises") == 0)
            #expect(try await desk.count("SELECT count(*) FROM sends") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func anotherAddressOnAClosedCaseIsParked(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(2)) {
                _ = try $0.closeCase(found.id, cause: "answered")
            }
            let other = MailDesk.message(
                "It is me, from work", from: "Ann Lee <ann@work.example>",
                more: ["In-Reply-To: <\(letter.identifier)>"])
            let filed = try await desk.file(other, at: MailDesk.now + .hours(3))
            let parked = try #require(filed.parked)
            // A person who knows her lets her in: the case opens again, and her next message finds it.
            let mail = ArrivedMail(other)
            let joined = try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(4)) {
                try $0.joinParked(parked, mail, to: found.id, words: desk.words)
            }
            #expect(joined.case?.status == .open && joined.case?.id == found.id)
            let next = MailDesk.message(
                "Thank you", from: "ann@work.example", subject: "Re: Size",
                more: ["In-Reply-To: <\(letter.identifier)>"])
            #expect(try await desk.file(next, at: MailDesk.now + .hours(5)).outcome == .filed)
            await #expect(throws: MailRefusal.settledAlready) {
                try await desk.counter.store.write(as: .shell, at: MailDesk.now + .hours(5)) {
                    try $0.discardParked(parked, why: "no")
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func whatIsNoMessageIsParkedWithItsBytes(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let bytes = Array("\u{1}\u{2} no message".utf8)
            let filed = try await desk.file(bytes)
            let parked = try #require(filed.parked)
            let kept = try await desk.counter.store.read { try $0.blob($0.parkedMail(parked).raw) }
            #expect(kept == bytes)
            await #expect(throws: MailRefusal.unreadable) {
                try await desk.counter.store.write(as: .shell, at: MailDesk.now) {
                    _ = try $0.openParked(parked, ArrivedMail(bytes), kind: .question, words: desk.words)
                }
            }
            try await desk.counter.store.write(as: .shell, at: MailDesk.now) {
                try $0.discardParked(parked, why: "noise")
            }
            #expect(try await desk.parked().isEmpty)
            #expect(try await desk.file(bytes).outcome == .known)
        }
    }

    @Test(arguments: TestStore.engines) func tenThousandRecipientsAndPartsFiveHundredDeep(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let many = (0..<10_000).map { "person\($0)@example.org" }.joined(separator: ",\r\n ")
            let crowd = MailDesk.message("To all", to: many, subject: "Crowd")
            #expect(try await desk.file(crowd).outcome == .opened)
            var deep =
                "From: deep@example.org\r\nTo: desk@shop.example\r\nSubject: Deep\r\nMessage-ID: <deep@example.org>\r\n"
            for level in 0..<500 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n" }
            deep += "Content-Type: text/plain\r\n\r\nAt the bottom\r\n"
            for level in (0..<500).reversed() { deep += "--b\(level)--\r\n" }
            let filed = try await desk.file(Array(deep.utf8))
            let thread = try await desk.thread(try #require(filed.case))
            #expect(thread.first?.message.body.contains("At the bottom") == true)
        }
    }

    @Test(arguments: TestStore.engines) func filesBeyondWhatAMessageHoldsStayInItsSource(on engine: Engine) async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            var text =
                "From: ann@example.org\r\nTo: desk@shop.example\r\nSubject: Files\r\nMessage-ID: <files@example.org>\r\n"
            text += "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee\r\n"
            for number in 0..<23 {
                text += "--b\r\nContent-Type: text/plain; name=f\(number).txt\r\n\r\nfile \(number)\r\n"
            }
            text += "--b--\r\n"
            let filed = try await desk.file(Array(text.utf8))
            let opened = try #require(filed.case)
            let piece = try #require(try await desk.thread(opened).first)
            #expect(piece.attachments.count == KeptDomain.Attachment.most)
            let note = try await desk.counter.store.read { try $0.mailNotes(of: [piece.message.id])[piece.message.id] }
            #expect(note?.filesLeftOut == 3)
            let hash = try #require(piece.message.raw)
            let raw = try await desk.counter.store.read { try $0.blob(hash) }
            #expect(raw == Array(text.utf8))
        }
    }
}
