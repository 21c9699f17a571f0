import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct SpokenNoteTests {
    private static func take(_ counter: Counter, _ draft: SpokenNoteDraft, at time: String) async throws
        -> SpokenNoteTaken
    {
        let words = try Vocabulary.load()
        return try await counter.store.write(as: .shell, at: Counter.at(time)) { try $0.takeNote(draft, words: words) }
    }

    @Test(arguments: TestStore.engines) func whatWasAnsweredAsTheySpokeIsClosed(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let draft = SpokenNoteDraft(.customer(counter.customer), .phone, .question, said: "When do you open?")
            let taken = try await Self.take(counter, draft, at: "2026-03-05 10:00")
            #expect(taken.case.status == .closed && taken.promise == nil && taken.case.customer == counter.customer)
            #expect(taken.message.channel == .phone)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsOwedIsAToldPromise(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let due = Counter.at("2026-03-05 16:00")
            let new = CustomerDraft(name: "Vera Lund", phone: "+49 30 5550 17")
            let draft = SpokenNoteDraft(
                .new(new), .counter, .complaint, said: "It broke.", outcome: .owed(by: due, said: nil))
            let taken = try await Self.take(counter, draft, at: "2026-03-05 10:00")
            let promise = try #require(taken.promise)
            #expect(promise.isTold && promise.due == due && promise.said.contains("16:00"))
            #expect(taken.case.status == .open && taken.case.kind == .complaint)
            let found = try await counter.store.read { try $0.noteCandidates("+49 30 55") }
            #expect(found.map(\.name) == ["Vera Lund"])
            #expect(try await counter.store.read { try $0.noteCandidates("lun") }.map(\.phone) == ["+49 30 5550 17"])
        }
    }

    @Test(arguments: TestStore.engines) func aNoteIsSpokenAndOwedInTheFuture(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            var draft = SpokenNoteDraft(.customer(counter.customer), .email, .failure, said: " ")
            draft.outcome = .owed(by: Counter.at("2026-03-05 09:00"), said: nil)
            do {
                _ = try await Self.take(counter, draft, at: "2026-03-05 10:00")
                Issue.record("it was taken")
            } catch let input as InvalidInput {
                #expect(input.problems.map(\.field) == ["said", "channel", "kind", "due"])
            }
        }
    }

    @Test(arguments: TestStore.engines) func aPhoneIsTheSameHoweverItIsTyped(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            func note(_ name: String, _ phone: String, isSurelyNew: Bool = false) async throws -> Case {
                var draft = SpokenNoteDraft(
                    .new(CustomerDraft(name: name, phone: phone)), .phone, .question, said: "Open on Sunday?")
                draft.isSurelyNew = isSurelyNew
                return try await Self.take(counter, draft, at: "2026-03-05 10:00").case
            }
            let vera = try #require(try await note("Vera Lund", "+49 30 5550 17").customer)
            for typed in ["+49 (30) 555-017", "0049 30 555017", "030 55 50 17", "+49305", "555017"] {
                let found = try await counter.store.read { try $0.noteCandidates(typed) }
                #expect(found.map(\.name) == (typed == "+49305" ? [] : ["Vera Lund"]), "\(typed)")
            }
            // Somebody new with a known phone is offered whom we know.
            await #expect(throws: NoteRefusal.phoneKnown(vera, name: "Vera Lund")) {
                _ = try await note("V. Lund", "030/555017")
            }
            #expect(try await counter.count("SELECT count(*) FROM customers") == 2)
            let other = try await note("Nils Lund", "030/555017", isSurelyNew: true)
            #expect(other.customer != vera && other.customer != nil)
            #expect(try await note("Far", "+1 212 555 0100").customer != vera)
        }
    }
}
