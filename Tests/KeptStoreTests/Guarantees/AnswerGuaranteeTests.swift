import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Answered in time, or a gift: set off by the clock of the answer, and by no other.
@Suite struct AnswerGuaranteeTests {
    @Test(arguments: TestStore.engines) func anAnswerThatDidNotComeIsPaid(on engine: Engine) async throws {
        try await Conversation.with(engine, first: "PT8H", solution: "PT2H") { talk in
            let euro = try #require(Currency("EUR"))
            let rule = ReadyGuarantee.answered.rule(
                name: "Answered", called: ["en": "Answered in time", "zh-Hans": "及时答复"], in: euro)
            let id = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:05")) { tx in
                let added = try tx.addGuarantee(rule)
                let trial = try tx.tryGuarantee(rule, at: tx.now)
                try tx.noteTrial(trial, of: added.id, version: added.number)
                try tx.switchGuarantee(added.id, on: true, revision: added.revision + 1, why: "begins")
                return added.id
            }
            // The solution is late by then, the answer is not.
            try await talk.counter.store.lapse(at: Counter.at("2026-03-05 15:00"))
            let early = try await talk.counter.store.read { try $0.guaranteeUses(of: id, limit: 10) }
            #expect(early.isEmpty)
            try await talk.counter.store.lapse(at: Counter.at("2026-03-06 12:00"))
            let uses = try await talk.counter.store.read { try $0.guaranteeUses(of: id, limit: 10) }
            #expect(uses.map(\.case) == [talk.id] && uses.map(\.state) == [.given])
            let ledger = try await talk.counter.store.read { try $0.remedies(onCase: talk.id) }
            #expect(ledger.map(\.kind) == [.gesture])
        }
    }
}
