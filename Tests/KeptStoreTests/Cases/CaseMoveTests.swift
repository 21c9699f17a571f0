import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Whose move it is") struct CaseMoveTests {
    /// A case opened on Thu 5 March, 10:00, that is to be solved within eight opening hours: by Fri 6 March, 10:00.
    private func withCase(
        _ engine: Engine, _ body: (Counter, ID<Case>) async throws -> Void
    ) async throws {
        try await Counter.with(engine) { counter in
            let opened = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:00")) { tx in
                _ = try tx.addStandard(
                    StandardDraft(name: "Solved", metric: .solution, target: "PT8H", said: ["en": "By {due}."]))
                return try tx.openCase(
                    kind: .question, subject: "Which size?", customer: counter.customer, order: nil, place: nil)
            }
            try await body(counter, opened.id)
        }
    }

    private func aim(_ counter: Counter, _ id: ID<Case>) async throws -> Promise {
        let found = try await counter.store.read { reading in
            try reading.promises(onMatter: reading.knownCase(id).matter)
        }
        return try #require(found.first)
    }

    private func move(
        _ counter: Counter, _ id: ID<Case>, to move: Case.Move, at time: String
    ) async throws {
        _ = try await counter.store.write(as: .shell, at: Counter.at(time)) {
            try $0.setMove(of: id, to: move, why: "asked")
        }
    }

    @Test("Only ours ticks: while the customer has the move our clock stands", arguments: TestStore.engines)
    func onlyOursTicks(on engine: Engine) async throws {
        try await withCase(engine) { counter, id in
            #expect(try await aim(counter, id).due == Counter.at("2026-03-06 10:00"))
            try await move(counter, id, to: .customer, at: "2026-03-05 12:00")
            let waiting = try await aim(counter, id)
            #expect(waiting.pausedAt == Counter.at("2026-03-05 12:00"))
            #expect(try await counter.look(at: "2026-03-09 12:00").broken == 0)
            try await move(counter, id, to: .us, at: "2026-03-09 12:00")
            let running = try await aim(counter, id)
            // Two hours were used by Thursday 12:00; six are left from Monday 12:00, five of them that day.
            #expect(!running.isPaused && running.due == Counter.at("2026-03-10 10:00"))
        }
    }

    @Test(
        "C32 a case that is new again after it waited: the wait still counts as a pause", arguments: TestStore.engines)
    func c32(on engine: Engine) async throws {
        try await withCase(engine) { counter, id in
            try await move(counter, id, to: .customer, at: "2026-03-05 12:00")
            try await move(counter, id, to: .us, at: "2026-03-05 14:00")
            let due = Counter.at("2026-03-06 12:00")
            #expect(try await aim(counter, id).due == due)
            // Ours again, and again: what was waited stays a pause, and nothing is paused twice.
            try await move(counter, id, to: .us, at: "2026-03-05 15:00")
            #expect(try await aim(counter, id).due == due)
            let pauses = try await counter.store.read { try $0.pauses(of: aim(counter, id, in: $0).id) }
            #expect(pauses.map(\.from) == [Counter.at("2026-03-05 12:00")])
            #expect(pauses.map(\.to) == [Counter.at("2026-03-05 14:00")])
            #expect(try await counter.look(at: "2026-03-06 12:00").broken == 0)
            #expect(try await counter.look(at: "2026-03-06 12:00:01").broken == 1)
        }
    }

    private func aim(_ counter: Counter, _ id: ID<Case>, in reading: Reading) throws -> Promise {
        try #require(try reading.promises(onMatter: reading.knownCase(id).matter).first)
    }

    @Test("A pause made for another reason is not ended by a move", arguments: TestStore.engines)
    func otherPauses(on engine: Engine) async throws {
        try await withCase(engine) { counter, id in
            let promise = try await aim(counter, id)
            _ = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                try $0.pausePromise(promise.id, because: .outOfOurHands)
            }
            try await move(counter, id, to: .thirdParty, at: "2026-03-05 12:00")
            try await move(counter, id, to: .us, at: "2026-03-05 13:00")
            #expect(try await aim(counter, id).pausedAt == Counter.at("2026-03-05 11:00"))
        }
    }

    @Test("What is overdue is not saved by a pause", arguments: TestStore.engines)
    func overdue(on engine: Engine) async throws {
        try await withCase(engine) { counter, id in
            let promise = try await aim(counter, id)
            await #expect(throws: PromiseRefusal.overdue(due: promise.due)) {
                _ = try await counter.store.write(as: .shell, at: Counter.at("2026-03-06 11:00")) {
                    try $0.pausePromise(promise.id, because: .waitingForCustomer)
                }
            }
            try await move(counter, id, to: .customer, at: "2026-03-06 11:00")
            #expect(try await counter.look(at: "2026-03-06 11:00").broken == 1)
        }
    }

    @Test("A question on the tracking page brings the move back to us", arguments: TestStore.engines)
    func asked(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T09:00:00+01:00") { shop in
            _ = try await shop.write { tx in
                try tx.addStandard(
                    StandardDraft(
                        name: "Answered", metric: .solution, target: "wall:PT4H", said: ["en": "You hear by {due}."]))
            }
            let order = try await shop.order(shop.draft("1")).order
            let asked = try await shop.write(as: .customer(order.customer)) {
                try $0.askQuestion("Is it wrapped?", replyTo: nil, about: order)
            }
            #expect(asked.kind == .question && asked.order == order.id && asked.whoseMove == .us)
            func aim() async throws -> Promise {
                let all = try await shop.store.read { try $0.promises(onMatter: asked.matter) }
                return try #require(all.first { $0.case == asked.id })
            }
            #expect(try await aim().due == shop.time.now + .hours(4), "the standard makes the promise of an answer")
            #expect(try await !aim().isTold)
            shop.time.advance(by: .hours(1))
            _ = try await shop.write { try $0.setMove(of: asked.id, to: .customer, why: "which paper?") }
            shop.time.advance(by: .hours(5))
            try await shop.lapse()
            _ = try await shop.write(as: .customer(order.customer)) {
                try $0.askQuestion("The blue one.", replyTo: nil, about: order)
            }
            let running = try await aim()
            #expect(running.state == .open && !running.isPaused && running.due == shop.time.now + .hours(3))
            #expect(try await shop.count("SELECT count(*) FROM cases") == 1)
            #expect(try await shop.store.read { try $0.knownCase(asked.id) }.whoseMove == .us)
            shop.time.advance(by: .hours(4))
            try await shop.lapse()
            #expect(try await aim().state == .broken)
        }
    }
}
