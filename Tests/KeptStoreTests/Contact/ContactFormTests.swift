import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ContactFormTests {
    @Test(arguments: TestStore.engines) func whatIsSentOpensACaseAndThePageTellsByWhen(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            var draft = ContactDesk.draft(contact: "+49 30 5550 17")
            (draft.language, draft.zone) = ("zh-Hans", "Asia/Shanghai")
            let begun = try await desk.sends(draft, at: "2026-03-05 10:00")
            let promise = try #require(begun.promise)
            #expect(promise.isTold && promise.due == Counter.at("2026-03-06 10:00"))
            #expect(promise.zone == "Asia/Shanghai" && promise.language == "zh-Hans")
            // Berlin's 10:00 is 17:00 in Shanghai.
            #expect(promise.said.contains("17:00") && promise.said.hasPrefix("我们在"))
            let page = try await desk.page(begun.key)
            #expect(page.count == 2 && page[0] == "in Is it in stock?" && page[1].contains(promise.said))
            #expect(try await desk.counter.count("SELECT count(*) FROM sends") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whoLeavesAnAddressIsToldByMailWithTheLink(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft())
            let told = try await desk.counter.store.read { try $0.thread(of: begun.case.id).last?.message }
            let message = try #require(told)
            #expect(message.channel == .email && message.contact == "ann@example.org" && message.isAutomatic)
            #expect(message.body.contains("https://kept.example/c/" + begun.key.text))
            #expect(begun.promise?.state == .open)
        }
    }

    @Test(arguments: TestStore.engines) func theSameSendingBeginsOneConversation(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let first = try await desk.sends(ContactDesk.draft())
            let again = try await desk.sends(ContactDesk.draft(), at: "2026-03-05 10:01")
            #expect(!again.isNew && again.key == first.key && again.case.id == first.case.id)
            try await desk.writes("And in red?", on: first.key, at: "2026-03-05 10:02", sending: "a")
            let second = try await desk.writes("And in red?", on: first.key, at: "2026-03-05 10:03", sending: "a")
            #expect(!second.isNew)
            #expect(try await desk.counter.count("SELECT count(*) FROM messages WHERE direction = 'in'") == 2)
            #expect(try await desk.counter.count("SELECT count(*) FROM customers") == 2)
        }
    }

    @Test(arguments: TestStore.engines) func anOrderIsMeantOnlyByItsOwnCustomer(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let number = try await desk.does(at: "2026-03-04 10:00") { tx in
                let customer = try tx.findOrMakeCustomer(CustomerDraft(name: "Vera", email: "vera@example.org"))
                let id: ID<Order> = tx.newID()
                let (place, now) = (try tx.defaultPlace(), tx.now)
                try tx.run(
                    """
                    INSERT INTO orders (id, source, external_id, number, place_id, customer_id, zone, ordered_at, ordered_day,
                      status, created_at)
                    VALUES (\(id), 'till', '1', 1042, \(place), \(customer.id), 'Europe/Berlin', \(now), 20516, 'ordered', \(now))
                    """)
                return 1_042
            }
            var own = ContactDesk.draft(contact: "Vera@example.org", sending: "own")
            own.order = "No. \(number)"
            let hers = try await desk.sends(own)
            #expect(hers.case.order != nil && hers.talk.orderTyped == nil)
            var other = ContactDesk.draft(contact: "eve@example.org", sending: "other")
            other.order = "\(number)"
            let strangers = try await desk.sends(other)
            #expect(strangers.case.order == nil && strangers.talk.orderTyped == "\(number)")
            var none = ContactDesk.draft(contact: "eve@example.org", sending: "none")
            none.order = "99999"
            let missing = try await desk.sends(none)
            // A number of nobody and a number of somebody else end alike.
            #expect(missing.case.order == nil && missing.talk.orderTyped == "99999")
            // Whoever writes by the same address later does not see what was said before.
            let later = try await desk.sends(
                {
                    var draft = own; draft.sending = "later"; return draft
                }(), at: "2026-03-05 11:00")
            #expect(later.case.id != hers.case.id)
            #expect(try await desk.page(later.key).count == 2)
            let linked = try await desk.counter.store.read { try $0.relatives(of: later.case).map(\.id) }
            #expect(linked == [hers.case.id])
        }
    }

    @Test(arguments: TestStore.engines) func nothingInternalStandsOnThePage(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft())
            _ = try await desk.does(at: "2026-03-05 10:05") { tx in
                try tx.addNote(
                    to: begun.case.id, text: "He called before.", attachments: [.init(name: "a", bytes: [1])])
            }
            try await desk.answers("It is.", .form, on: begun.case.id, at: "2026-03-05 10:06")
            let page = try await desk.page(begun.key)
            #expect(page.count == 3 && page.last == "out It is.")
            let note = try await desk.counter.store.read { reading in
                try reading.row("SELECT id FROM attachments") { $0.id(Attachment.self) }
            }
            let file = try #require(note)
            await #expect(throws: StoreError.self) {
                _ = try await desk.counter.store.read { try $0.talkFile(file, on: begun.key) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aMergeShowsWhatIsSaidAfterIt(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let first = try await desk.sends(ContactDesk.draft("One", sending: "1"))
            let second = try await desk.sends(ContactDesk.draft("Two", sending: "2"))
            try await desk.answers("Said before.", .form, on: second.case.id, at: "2026-03-05 10:10")
            try await desk.answers("To the first.", .form, on: first.case.id, at: "2026-03-05 10:11")
            _ = try await desk.does(at: "2026-03-05 10:20") {
                try $0.mergeCase(first.case.id, into: second.case.id, why: "the same")
            }
            try await desk.answers("To both.", .form, on: second.case.id, at: "2026-03-05 10:30")
            let page = try await desk.page(first.key)
            #expect(page.contains("out To the first.") && page.contains("out To both."))
            #expect(!page.contains("out Said before.") && !page.contains("in Two"))
            let filed = try await desk.writes("Thanks.", on: first.key, at: "2026-03-05 10:40", sending: "3")
            #expect(filed.case.id == second.case.id)
            #expect(try await desk.page(first.key).last == "in Thanks.")
        }
    }

    @Test(arguments: TestStore.engines) func aWordOnAClosedCaseOpensItAgainOrANewOne(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft())
            _ = try await desk.does(at: "2026-03-05 11:00") { try $0.closeCase(begun.case.id, cause: "asked") }
            let again = try await desk.writes("Not yet.", on: begun.key, at: "2026-03-06 10:00", sending: "a")
            #expect(again.case.id == begun.case.id && again.case.status == .open)
            _ = try await desk.does(at: "2026-03-06 11:00") { try $0.closeCase(begun.case.id, cause: "asked") }
            let later = try await desk.writes("Once more.", on: begun.key, at: "2026-06-01 10:00", sending: "b")
            #expect(later.case.id != begun.case.id)
            let next = try await desk.writes("Hello?", on: begun.key, at: "2026-06-01 10:05", sending: "c")
            #expect(next.case.id == later.case.id)
        }
    }

    @Test(arguments: TestStore.engines) func aClosedFormTakesNothingNewAndLetsWhatBeganGoOn(
        on engine: Engine
    ) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft())
            _ = try await desk.does(at: "2026-03-05 11:00") {
                try $0.setContactForm(desk.form.id, isOpen: false, revision: desk.form.revision)
            }
            await #expect(throws: ContactRefusal.formClosed) {
                try await desk.sends(ContactDesk.draft(sending: "late"), at: "2026-03-05 12:00")
            }
            try await desk.writes("Still there?", on: begun.key, at: "2026-03-05 12:01", sending: "a")
            #expect(try await desk.page(begun.key).last == "in Still there?")
        }
    }

    @Test(arguments: TestStore.engines) func moreThanAPersonSendsIsRefused(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            @Sendable func begins() async throws {
                try await desk.counter.store.write(as: .customer(nil), at: Counter.at("2026-03-05 10:00")) {
                    try $0.countTalkBegun(from: "2001:db8::1:2:3:4")
                }
            }
            for _ in 0..<ContactLimits.begunFromOneAddress { try await begins() }
            await #expect(throws: TooManySends.self) { try await begins() }
            let begun = try await desk.sends(ContactDesk.draft())
            let files = (0..<ContactLimits.filesOfOneMessage + 1).map { AttachmentDraft(name: "\($0)", bytes: [1]) }
            await #expect(throws: InvalidInput.self) {
                try await desk.writes("", on: begun.key, at: "2026-03-05 10:01", sending: "f", files: files)
            }
            let long = String(repeating: "x", count: ContactLimits.longest + 1)
            await #expect(throws: InvalidInput.self) {
                try await desk.writes(long, on: begun.key, at: "2026-03-05 10:01", sending: "l")
            }
        }
    }

    /// A zip that would unpack to far more is kept as it came: nothing here unpacks it.
    @Test(arguments: TestStore.engines) func aZipIsKeptAsItCame(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            var draft = ContactDesk.draft()
            let zip: [UInt8] = [0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 4_000)
            draft.files = [AttachmentDraft(name: "42.zip", bytes: zip)]
            let begun = try await desk.sends(draft)
            let page = try await desk.counter.store.read { try $0.talkPage(begun.key) }
            let file = try #require(page?.thread.first?.files.first)
            #expect(file.byteCount == zip.count && file.type == "application/zip")
        }
    }
}
