import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("The sundown rule") struct SundownTests {
    /// A counter whose standard asks that what came in today is solved, or explained, before it closes.
    private func withRule(_ engine: Engine, _ body: (Counter) async throws -> Void) async throws {
        try await Counter.with(engine) { counter in
            try await counter.store.write(as: .shell, at: Counter.at("2026-01-02 09:00")) {
                _ = try $0.addStandard(
                    StandardDraft(
                        name: "Before we close", metric: .solution, target: "sundown",
                        said: ["en": "You hear from us by {due}.", "zh-Hans": "我们最晚于 {due} 答复您。"]))
            }
            try await body(counter)
        }
    }

    private func duty(_ counter: Counter) async throws -> Promise? {
        try await counter.store.read { reading in
            let ids = try reading.rows("SELECT id FROM promises WHERE is_told = 0 ORDER BY id DESC") {
                $0.id(Promise.self)
            }
            return try ids.first.flatMap { try reading.promise($0) }
        }
    }

    @Test("A case that a break opened is owed a word before closing time", arguments: TestStore.engines)
    func opened(on engine: Engine) async throws {
        try await withRule(engine) { counter in
            _ = try await counter.promise(counter.draft(target: .open(.hours(2))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 11:00:01")
            let duty = try #require(try await duty(counter))
            #expect(duty.due == Counter.at("2026-03-05 17:00") && duty.clock == .sundown && duty.case != nil)
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 16:00")) {
                _ = try $0.closeCase(duty.case!, cause: "part forgotten")
            }
            #expect(try await counter.reload(duty).state == .kept)
        }
    }

    @Test("Unheard by closing time it breaks, and is no second break of our word", arguments: TestStore.engines)
    func unheard(on engine: Engine) async throws {
        try await withRule(engine) { counter in
            _ = try await counter.promise(counter.draft(target: .open(.hours(2))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 11:00:01")
            let seen = try await counter.look(at: "2026-03-05 17:00:01")
            #expect(seen.broken == 1 && seen.opened == 0 && seen.escalated == 0)
            #expect(try await counter.count("SELECT breaks FROM matters") == 1)
            let figures = try await counter.store.read {
                try $0.keptFigures(from: Counter.at("2026-03-01 00:00"), to: Counter.at("2026-04-01 00:00"))
            }
            #expect(figures.broken == 1, "an aim that no customer heard is not among the promises kept or broken")
        }
    }
}
