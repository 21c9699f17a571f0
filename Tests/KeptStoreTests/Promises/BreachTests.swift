import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("The breach engine") struct BreachTests {
    @Test("C6 exactly on time is kept, a second later is broken", arguments: TestStore.engines)
    func c6(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let first = try await counter.promise(counter.draft(target: .open(.hours(8))), at: "2026-03-05 09:00")
            #expect(first.due == Counter.at("2026-03-05 17:00"))
            try await counter.look(at: "2026-03-05 17:00")
            #expect(try await counter.reload(first).isOpen)
            let kept = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 17:00:30")) {
                try $0.keepPromise(first.id, at: Counter.at("2026-03-05 17:00"), evidence: "answered")
            }
            #expect(kept.state == .kept)
            let second = try await counter.promise(
                counter.draft("other", target: .open(.hours(8))), at: "2026-03-05 09:00")
            await #expect(throws: PromiseRefusal.keptTooLate(due: second.due)) {
                try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 17:00:01")) {
                    _ = try $0.keepPromise(second.id, at: Counter.at("2026-03-05 17:00:01"), evidence: "answered")
                }
            }
            try await counter.look(at: "2026-03-05 17:00:01")
            #expect(try await counter.reload(second).state == .broken)
        }
    }

    @Test("C11 a target of nothing makes no promise", arguments: TestStore.engines)
    func c11(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            await #expect(throws: PromiseRefusal.self) {
                _ = try await counter.promise(counter.draft(target: .open(.zero)), at: "2026-03-05 09:00")
            }
            let rows = try await counter.count(
                "SELECT (SELECT count(*) FROM promises) + (SELECT count(*) FROM matters)")
            #expect(rows == 0)
        }
    }

    @Test("C50 after a standstill a promise is broken as of its due time, told once", arguments: TestStore.engines)
    func c50(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(2))), at: "2026-03-05 09:00")
            let seen = try await counter.look(at: "2026-03-05 14:00")
            #expect(
                seen.broken == 1 && seen.warned == 0, "the warning that was due as well is not told beside the break")
            let broken = try await counter.reload(promise)
            #expect(broken.settledAt == Counter.at("2026-03-05 11:00"))
            #expect(broken.seenAt == Counter.at("2026-03-05 14:00"))
            try await counter.look(at: "2026-03-05 15:00")
            #expect(try await counter.journalCount("promise.broken") == 1)
            #expect(try await counter.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test("C51 two lookers at once make exactly one break and one case", arguments: TestStore.engines)
    func c51(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            for number in 0..<20 {
                _ = try await counter.promise(
                    counter.draft("s\(number)", target: .open(.hours(1))), at: "2026-03-05 09:00")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await counter.look(at: "2026-03-05 12:00") } }
                try await group.waitForAll()
            }
            // What one passed over because another held it is looked at by the next.
            try await counter.look(at: "2026-03-05 12:00:01")
            #expect(try await counter.journalCount("promise.broken") == 20)
            #expect(try await counter.count("SELECT count(*) FROM cases") == 20)
            #expect(try await counter.count("SELECT count(DISTINCT number) FROM cases") == 20)
        }
    }

    @Test("C52 a clock that steps back breaks nothing twice", arguments: TestStore.engines)
    func c52(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(1))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 12:00")
            try await counter.look(at: "2026-03-05 09:30")
            try await counter.look(at: "2026-03-05 12:00")
            #expect(try await counter.journalCount("promise.broken") == 1)
            #expect(try await counter.reload(promise).seenAt == Counter.at("2026-03-05 12:00"))
        }
    }

    @Test("C56 a warning at night is delivered at opening, unless urgent", arguments: TestStore.engines)
    func c56(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let steps = [
                WarningStep(.share(0.5), to: .frontLine), WarningStep(.share(0.5), to: .lead, isUrgent: true),
            ]
            _ = try await counter.promise(
                counter.draft(target: .wall(.hours(20)), warnings: steps), at: "2026-03-05 16:00")
            try await counter.look(at: "2026-03-06 02:00:01")
            let delivered = try await counter.store.read {
                try $0.rows("SELECT role, deliver_at FROM warnings ORDER BY role") { ($0.text(), $0.instant()) }
            }
            #expect(delivered.map(\.0) == ["front-line", "lead"])
            #expect(delivered.map(\.1) == [Counter.at("2026-03-06 09:00"), Counter.at("2026-03-06 02:00")])
            // Shown from their hour on, to whom they name and to those who answer for their work.
            let elsewhere: ID<Place> = ID(1)
            for (time, role, place, shown) in [
                ("02:30", Role.frontLine, nil, 0), ("09:00", .frontLine, nil, 1), ("02:30", .lead, nil, 1),
                ("02:30", .owner, nil, 1), ("09:00", .partner, nil, 0), ("09:00", .frontLine, elsewhere, 0),
            ] {
                let now = Counter.at("2026-03-06 \(time)")
                let warnings = ShownWarnings(
                    to: WarningAudience(grants: [Grant(role: role, place: place)]), at: now)
                let (navigation, board, list) = try await counter.store.read { reading in
                    var filter = PromiseFilter(state: .open)
                    filter.atRisk = warnings
                    return (
                        try reading.promisesInNeed(at: nil, warnings: warnings, bound: 10),
                        try reading.todayBoard(at: now, for: warnings.audience).atRisk,
                        try reading.promises(filter, limit: 10).count
                    )
                }
                #expect([navigation, board, list] == [shown, shown, shown], "\(time) \(role)")
            }
        }
    }

    @Test("C57 released, renegotiated and running promises are shown apart", arguments: TestStore.engines)
    func c57(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            var made: [Promise] = []
            for number in 0..<6 {
                made.append(
                    try await counter.promise(
                        counter.draft("s\(number)", target: .open(.hours(2))), at: "2026-03-05 09:00"))
            }
            let promises = made
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:00")) { tx in
                try tx.keepPromise(promises[0].id, at: tx.now, evidence: "done")
                try tx.releasePromise(promises[1].id, because: "the customer cancelled")
                var draft = counter.draft("s2", target: .open(.hours(5)))
                draft.said = "Later"
                _ = try tx.renegotiatePromise(promises[2].id, with: draft, why: "part missing")
                try tx.pausePromise(promises[3].id, because: .waitingForCustomer)
            }
            try await counter.look(at: "2026-03-05 12:00")
            let figures = try await counter.store.read {
                try $0.keptFigures(from: Counter.at("2026-03-01 00:00"), to: Counter.at("2026-04-01 00:00"))
            }
            #expect(figures.kept == 1 && figures.broken == 2 && figures.released == 1 && figures.renegotiated == 1)
            #expect(figures.keptShare == 1.0 / 3)
            #expect(figures.chains == 3 && figures.firstWordKept == 1)
        }
    }

    @Test("The second break on one matter goes to a lead, once", arguments: TestStore.engines)
    func escalation(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            var word = try await counter.promise(counter.draft(target: .wall(.hours(1))), at: "2026-03-05 09:00")
            for hour in 10...12 {
                let seen = try await counter.look(at: "2026-03-05 \(hour):30")
                #expect(seen.broken == 1)
                #expect(seen.escalated == (hour == 11 ? 1 : 0))
                #expect(seen.opened == (hour == 10 ? 1 : 0), "the later ones join")
                let old = word.id
                word = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 \(hour):30")) {
                    try $0.renegotiatePromise(old, with: counter.draft(target: .wall(.minutes(45))), why: "once more")
                }
            }
            let chain = try await counter.store.read { [matter = word.matter] in try $0.promises(onMatter: matter) }
            #expect(chain.map(\.state) == [.broken, .broken, .broken, .open])
            #expect(Set(chain.map(\.first)).count == 1)
            #expect(try await counter.count("SELECT count(*) FROM cases WHERE lead_id IS NOT NULL") == 1)
            #expect(try await counter.count("SELECT breaks FROM matters") == 3)
        }
    }

    @Test("Late evidence of a promise kept in time mends the record", arguments: TestStore.engines)
    func correction(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .wall(.hours(1))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 10:30")
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                _ = try $0.correctBreak(promise.id, keptAt: Counter.at("2026-03-05 09:50"), evidence: "signed at 09:50")
            }
            #expect(try await counter.reload(promise).state == .kept)
            #expect(try await counter.count("SELECT breaks FROM matters") == 0)
            #expect(try await counter.journalCount("promise.broken") == 1, "what was seen stays in the journal")
        }
    }

    @Test("The next word keeps the sundown promise of the matter", arguments: TestStore.engines)
    func sundown(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let duty = try await counter.promise(counter.draft(target: .sundown, isTold: false), at: "2026-03-05 11:00")
            #expect(duty.due == Counter.at("2026-03-05 17:00"))
            _ = try await counter.promise(counter.draft(target: .workingDays(1)), at: "2026-03-05 16:00")
            #expect(try await counter.reload(duty).state == .kept)
        }
    }
}
