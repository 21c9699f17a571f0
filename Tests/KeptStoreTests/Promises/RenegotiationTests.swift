import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Another word in the place of the first") struct RenegotiationTests {
    private func figures(_ counter: Counter) async throws -> KeptFigures {
        try await counter.store.read {
            try $0.keptFigures(from: Counter.at("2026-03-01 00:00"), to: Counter.at("2026-04-01 00:00"))
        }
    }

    private func renegotiate(
        _ counter: Counter, _ promise: Promise, to due: String, at time: String, asked: Bool = false
    ) async throws -> Promise {
        try await counter.store.write(as: .shell, at: Counter.at(time)) { tx in
            let draft = PromiseDraft(
                about: .customer(counter.customer, subject: "bicycle"), said: "By then", language: "en",
                zone: "Europe/Berlin", due: .at(Counter.at(due)), askedByCustomer: asked)
            return try tx.renegotiatePromise(promise.id, with: draft, why: "the part came")
        }
    }

    @Test("C49 a shorter word binds, a longer one never undoes the first", arguments: TestStore.engines)
    func c49(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            // "Friday" becomes "today": the new word is the one that breaks.
            let friday = try await counter.promise(counter.draft(target: .open(.hours(16))), at: "2026-03-05 09:00")
            #expect(friday.due == Counter.at("2026-03-06 17:00"))
            let today = try await renegotiate(counter, friday, to: "2026-03-05 15:00", at: "2026-03-05 10:00")
            #expect(try await counter.look(at: "2026-03-05 15:00:01").broken == 1)
            #expect(try await counter.reload(today).state == .broken)
            #expect(try await counter.reload(friday).state == .renegotiated)
            // "Today" becomes "tomorrow": kept at the second word, and the first word is not kept.
            let first = try await counter.promise(
                counter.draft("lamp", target: .open(.hours(4))), at: "2026-03-09 09:00")
            let later = try await renegotiate(counter, first, to: "2026-03-10 12:00", at: "2026-03-09 11:00")
            #expect(try await counter.look(at: "2026-03-09 14:00").broken == 0)
            _ = try await counter.store.write(as: .shell, at: Counter.at("2026-03-10 11:00")) {
                try $0.keepPromise(later.id, at: $0.now, evidence: "brought")
            }
            let figures = try await figures(counter)
            #expect(figures.kept == 1 && figures.broken == 1 && figures.renegotiated == 2)
            #expect(figures.chains == 2 && figures.firstWordKept == 0, "moving a date is not keeping the first word")
            // After the break a longer word only answers it; the break stays.
            _ = try await renegotiate(counter, today, to: "2026-03-11 12:00", at: "2026-03-10 12:00")
            #expect(try await counter.reload(today).state == .broken)
        }
    }

    @Test("C41 a solution in time stays kept; what comes back is a promise of its own", arguments: TestStore.engines)
    func c41(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let first = try await counter.promise(counter.draft(target: .open(.hours(8))), at: "2026-03-05 09:00")
            _ = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) {
                try $0.keepPromise(first.id, at: $0.now, evidence: "solved")
            }
            let second = try await counter.promise(counter.draft(target: .open(.hours(8))), at: "2026-03-06 09:00")
            #expect(second.matter == first.matter && second.replaces == nil && second.first == second.id)
            try await counter.look(at: "2026-03-06 17:00:01")
            #expect(try await counter.reload(first).state == .kept)
            #expect(try await counter.reload(second).state == .broken)
            let figures = try await figures(counter)
            #expect(figures.kept == 1 && figures.broken == 1 && figures.chains == 2 && figures.firstWordKept == 1)
        }
    }
}
