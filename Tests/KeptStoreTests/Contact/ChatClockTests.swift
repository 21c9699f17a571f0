import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// The clock cases that a chat touches, with its own standard: the first answer within five minutes of opening hours.
@Suite("Chat clocks") struct ChatClockTests {
    @Test("C1 a chat begun at Friday's end: the rest counts from Monday's opening", arguments: TestStore.engines)
    func c1(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-06 16:58")
            #expect(begun.promise?.due == Counter.at("2026-03-09 09:03"))
            let closed = try await desk.sends(
                ContactDesk.draft("Anybody?", .chat, sending: "2"), at: "2026-03-07 12:00")
            #expect(closed.promise?.due == Counter.at("2026-03-09 09:05"))
        }
    }

    @Test("C6 an answer at the due instant keeps it, a second later it is broken", arguments: TestStore.engines)
    func c6(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let kept = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            try await desk.answers("Hello.", .chat, on: kept.case.id, at: "2026-03-05 10:05")
            #expect(try await desk.promises(on: kept.case.id).first?.state == .kept)
            let late = try await desk.sends(ContactDesk.draft("Hello", .chat, sending: "2"), at: "2026-03-05 10:00")
            try await desk.counter.look(at: "2026-03-05 10:05:01")
            try await desk.answers("Hello.", .chat, on: late.case.id, at: "2026-03-05 10:05:01")
            #expect(try await desk.promises(on: late.case.id).first { $0.isTold }?.state == .broken)
        }
    }

    @Test("C28 waiting for the customer, who writes in the chat: it runs on", arguments: TestStore.engines)
    func c28(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            _ = try await desk.does(at: "2026-03-05 10:01") {
                try $0.setMove(of: begun.case.id, to: .customer, why: "asked for the size")
            }
            #expect(try await desk.promises(on: begun.case.id).first?.isPaused == true)
            let filed = try await desk.writes("Size 42.", on: begun.key, at: "2026-03-05 11:00", sending: "a")
            #expect(filed.case.whoseMove == .us)
            let promise = try await desk.promises(on: begun.case.id).first
            #expect(promise?.isPaused == false && promise?.due == Counter.at("2026-03-05 11:04"))
        }
    }

    @Test("C35 staff answered last in the chat: no reply promise is open", arguments: TestStore.engines)
    func c35(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            try await desk.answers("Hello.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            try await desk.counter.look(at: "2026-03-09 12:00")
            let states = try await desk.promises(on: begun.case.id).map(\.state)
            #expect(states == [.kept])
        }
    }

    @Test("C36 the acknowledgement in the chat keeps nothing, an answer does", arguments: TestStore.engines)
    func c36(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            let page = try await desk.page(begun.key)
            #expect(page.count == 2 && page[1].hasPrefix("out "))
            #expect(try await desk.promises(on: begun.case.id).first?.state == .open)
            try await desk.answers("It is.", .chat, on: begun.case.id, at: "2026-03-05 10:03")
            #expect(try await desk.promises(on: begun.case.id).first?.settledAt == Counter.at("2026-03-05 10:03"))
        }
    }

    @Test(
        "C38 the last word in the chat is thanks: the reply promise is settled, not broken",
        arguments: TestStore.engines)
    func c38(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            _ = try await desk.does(at: "2026-03-05 09:30") { tx in
                _ = try tx.addStandard(
                    StandardDraft(name: "Next", metric: .nextReply, target: "PT5M", said: ["en": "By {due}."]))
            }
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            try await desk.answers("Hello.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            try await desk.writes("Thanks!", on: begun.key, at: "2026-03-05 10:03", sending: "a")
            _ = try await desk.does(at: "2026-03-05 10:04") { try $0.settleReply(on: begun.case.id) }
            try await desk.counter.look(at: "2026-03-05 12:00")
            #expect(try await desk.promises(on: begun.case.id).map(\.state) == [.kept, .released])
        }
    }

    @Test("C33 without a standard of chats nobody says a time", arguments: TestStore.engines)
    func c33(on engine: Engine) async throws {
        try await ContactDesk.with(engine, standards: false) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat))
            #expect(begun.promise == nil)
            let outlook = try await desk.counter.store.read { reading in
                try reading.contactOutlook(
                    desk.form, channel: .chat, zone: reading.zones.zone("Europe/Berlin"),
                    at: Counter.at("2026-03-07 12:00"))
            }
            #expect(outlook == ContactOutlook(isOpen: false, opens: Counter.at("2026-03-09 09:00"), due: nil))
        }
    }
}
