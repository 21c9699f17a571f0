import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct MessageTests {
    @Test(arguments: TestStore.engines) func theAcknowledgementSaysThePromise(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let promise = try await talk.only()
            #expect(promise.isTold && promise.said == "You have our answer by Fri 6 Mar, 10:00.", "\(promise.said)")
            let thread = try await talk.counter.store.read { try $0.thread(of: talk.id) }
            #expect(thread.map(\.message.direction) == [.incoming, .outgoing])
            let told = try #require(thread.last)
            #expect(told.message.isAutomatic && told.message.body.contains(promise.said))
            #expect(told.send?.state == .waiting && told.send?.contact == "ann@example.org")
        }
    }

    @Test(arguments: TestStore.engines) func itIsSaidInTheLanguageAndZoneOfTheCustomer(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let now = Counter.at("2026-03-05 10:00")
            let filed = try await talk.counter.store.write(as: .system("mail"), at: now) { [words = talk.words] tx in
                let customer = try tx.findOrMakeCustomer(
                    CustomerDraft(name: "李雷", language: "zh", zone: "Asia/Shanghai"))
                var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("多大？"))
                inquiry.customer = customer.id
                return try tx.takeInquiry(inquiry, words: words)
            }
            let promise = try #require(filed.promise)
            #expect(promise.language == "zh-Hans" && promise.zone == "Asia/Shanghai")
            #expect(promise.said.contains("17:00") && promise.toldDue == Counter.at("2026-03-06 10:00"))
            #expect(filed.message.language == "zh" && filed.message.zone == "Asia/Shanghai")
        }
    }

    @Test(arguments: TestStore.engines) func aNoteCanNeverReachTheCustomer(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let now = Counter.at("2026-03-05 11:00")
            let note = try await store.write(as: .shell, at: now) {
                try $0.addNote(to: talk.id, text: "A difficult one.")
            }
            let message = try await store.read { try $0.knownMessage(note) }
            #expect(OutgoingMessage(message) == nil && CustomerMessage(message) == nil)
            // Whatever is written past the types is refused by the schema.
            let tries: [SQL] = [
                """
                INSERT INTO sends (id, receiver, message_id, contact, state, queued_at, next_attempt_at)
                VALUES (1, 'customer', \(note), 'a@b.org', 'waiting', 1, 1)
                """,
                """
                INSERT INTO sends (id, receiver, message_id, direction, contact, state, queued_at, next_attempt_at)
                VALUES (1, 'customer', \(note), 'internal', 'a@b.org', 'waiting', 1, 1)
                """,
                """
                INSERT INTO sends (id, receiver, message_id, contact, state, queued_at, next_attempt_at)
                VALUES (1, 'colleague', \(note), 'a@b.org', 'waiting', 1, 1)
                """,
                "UPDATE messages SET channel = 'email' WHERE id = \(note)",
                "UPDATE messages SET contact = 'a@b.org' WHERE id = \(note)",
                "UPDATE messages SET left_at = 1 WHERE id = \(note)",
            ]
            for statement in tries {
                await #expect(throws: StoreError.self, "\(statement.text)") {
                    _ = try await store.write(as: .shell, at: now) { try $0.run(statement) }
                }
            }
            await #expect(throws: CaseRefusal.notWaiting) {
                try await store.write(as: .shell, at: now) { try $0.messageAccepted(note, at: now) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aFileIsStoredOnceAndTypedByItsContent(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
            for name in ["one.html", "two.png"] {
                var draft = Conversation.mail("")
                draft.attachments = [AttachmentDraft(name: name, bytes: picture)]
                try await talk.takes(draft, at: "2026-03-05 11:00")
            }
            #expect(try await talk.counter.count("SELECT count(*) FROM blobs") == 1)
            let files = try await talk.counter.store.read { try $0.thread(of: talk.id).flatMap(\.attachments) }
            #expect(files.map(\.type) == ["image/png", "image/png"])
            let stored = try await talk.counter.store.read { [files] in try $0.blob(files[0].sha256) }
            #expect(stored == picture)
            var large = Conversation.mail("x")
            large.attachments = [AttachmentDraft(name: "x", bytes: Array(repeating: 0, count: Attachment.largest + 1))]
            let tooLarge = large
            await #expect(throws: InvalidInput.self) {
                _ = try await talk.takes(tooLarge, at: "2026-03-05 11:00")
            }
        }
    }

    @Test(arguments: TestStore.engines) func theSamePairIsOneMessage(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            var draft = Conversation.mail("Once")
            (draft.source, draft.externalID) = ("chat", "17")
            let first = try await talk.takes(draft, at: "2026-03-05 11:00")
            #expect(first.isNew)
            draft.body = "Twice"
            let again = try await talk.takes(draft, at: "2026-03-05 12:00")
            #expect(!again.isNew && again.message.body == "Once")
        }
    }
}
