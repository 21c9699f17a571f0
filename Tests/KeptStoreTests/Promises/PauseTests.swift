import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Pauses of a promise") struct PauseTests {
    @Test("C22 a pause moves the due time by the opening time it took", arguments: TestStore.engines)
    func c22(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(8))), at: "2026-03-06 10:00")
            #expect(promise.due == Counter.at("2026-03-09 10:00"))
            try await counter.pause(promise, at: "2026-03-06 12:00")
            let resumed = try await counter.resume(promise, at: "2026-03-09 11:00")
            #expect(resumed.due == Counter.at("2026-03-09 17:00"))
            #expect(resumed.toldDue == promise.toldDue, "what was told stays")
        }
    }

    @Test("C23 while paused the old due time passes and nothing happens", arguments: TestStore.engines)
    func c23(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(2))), at: "2026-03-05 09:00")
            try await counter.pause(promise, at: "2026-03-05 10:00")
            let seen = try await counter.look(at: "2026-04-05 10:00")
            #expect(seen == LapseCount())
            #expect(try await counter.reload(promise).isPaused)
            #expect(try await counter.count("SELECT count(*) FROM warnings") == 0)
        }
    }

    @Test("C24 the warning is not told twice, and what is left is right at once", arguments: TestStore.engines)
    func c24(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.minutes(100))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 10:21")
            #expect(try await counter.count("SELECT count(*) FROM warnings") == 1)
            try await counter.pause(promise, at: "2026-03-05 10:30")
            #expect(try await counter.warned(at: "2026-03-05 11:00") == 0, "while it stands still nobody is called")
            let resumed = try await counter.resume(promise, at: "2026-03-05 12:00")
            #expect(resumed.due == Counter.at("2026-03-05 12:10"))
            #expect(try await counter.warned(at: "2026-03-05 12:00") == 1, "the warning stands again at once")
            #expect(try await counter.look(at: "2026-03-05 12:05").warned == 0)
            #expect(try await counter.warned(at: "2026-03-05 12:05") == 1)
            #expect(try await counter.journalCount("promise.warned") == 1)
            try await counter.look(at: "2026-03-05 12:11")
            #expect(try await counter.reload(promise).settledAt == Counter.at("2026-03-05 12:10"))
        }
    }

    @Test(
        "A clock moved back to before its warning calls nobody until the warning comes again",
        arguments: TestStore.engines)
    func movedBack(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.minutes(100))), at: "2026-03-05 09:00")
            try await counter.look(at: "2026-03-05 10:21")
            #expect(try await counter.warned(at: "2026-03-05 10:21") == 1)
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:30")) {
                _ = try $0.pausePromise(
                    promise.id, because: .waitingForCustomer, from: Counter.at("2026-03-05 09:30"))
            }
            _ = try await counter.resume(promise, at: "2026-03-05 10:30")
            #expect(try await counter.warned(at: "2026-03-05 10:31") == 0, "half an hour is used")
            try await counter.look(at: "2026-03-05 11:21")
            #expect(try await counter.warned(at: "2026-03-05 11:21") == 1)
        }
    }

    @Test("C25 a pause outside hours adds nothing, and the promise still falls due", arguments: TestStore.engines)
    func c25(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(4))), at: "2026-03-05 15:00")
            try await counter.pause(promise, at: "2026-03-05 18:00")
            let resumed = try await counter.resume(promise, at: "2026-03-05 22:00")
            #expect(resumed.due == promise.due)
            try await counter.look(at: "2026-03-06 11:01")
            #expect(try await counter.reload(promise).state == .broken)
        }
    }

    @Test("C30 a corrected pause gives a new result and keeps the old one readable", arguments: TestStore.engines)
    func c30(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(4))), at: "2026-03-05 09:00")
            try await counter.pause(promise, at: "2026-03-05 10:00")
            _ = try await counter.resume(promise, at: "2026-03-05 12:00")
            let pause = try #require(try await counter.store.read { try $0.pauses(of: promise.id) }.first)
            let corrected = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 12:30")) {
                try $0.correctPause(
                    pause.id, of: promise.id,
                    to: Pauses.Pause(from: Counter.at("2026-03-05 11:00"), to: Counter.at("2026-03-05 12:00")),
                    why: "the customer had answered at eleven")
            }
            #expect(corrected.due == Counter.at("2026-03-05 14:00"))
            #expect(try await counter.count("SELECT count(*) FROM promise_pauses WHERE struck_at IS NOT NULL") == 1)
            let entries = try await counter.store.read {
                try $0.latestJournal(before: nil, limit: 1, matching: JournalFilter(subject: .promise(promise.id)))
            }
            let entry = try #require(entries.first?.entry)
            #expect(entry.kind == "promise.pause-corrected" && entry.why == "the customer had answered at eleven")
            let facts = Dictionary(uniqueKeysWithValues: entry.facts.map { ($0.name, $0.value) })
            #expect(facts["from-before"] == Counter.at("2026-03-05 10:00").iso)
            #expect(facts["from"] == Counter.at("2026-03-05 11:00").iso && facts["due-before"] != facts["due"])
        }
    }

    @Test("C31 a date told to the customer is not moved by our pause", arguments: TestStore.engines)
    func c31(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .dayEnd(5)), at: "2026-03-05 09:00")
            try await counter.pause(promise, at: "2026-03-06 09:00")
            let resumed = try await counter.resume(promise, at: "2026-03-09 09:00")
            #expect(resumed.due == promise.due)
            try await counter.pause(promise, at: "2026-03-09 10:00")
            try await counter.look(at: "2026-03-11 00:00")
            #expect(try await counter.reload(promise).state == .broken)
        }
    }

    @Test("A pause wants a promise that runs, and a resumption one that stands", arguments: TestStore.engines)
    func refusals(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let promise = try await counter.promise(counter.draft(target: .open(.hours(4))), at: "2026-03-05 09:00")
            await #expect(throws: PromiseRefusal.notPaused) {
                _ = try await counter.resume(promise, at: "2026-03-05 10:00")
            }
            try await counter.pause(promise, at: "2026-03-05 10:00")
            await #expect(throws: PromiseRefusal.alreadyPaused(since: Counter.at("2026-03-05 10:00"))) {
                try await counter.pause(promise, at: "2026-03-05 11:00")
            }
        }
    }
}

extension Counter {
    /// Promises at risk before somebody who is shown every warning.
    func warned(at time: String) async throws -> Int {
        let warnings = ShownWarnings(to: .all, at: Self.at(time))
        return try await store.read { try $0.promisesInNeed(at: nil, warnings: warnings, bound: 10) }
    }

    func pause(_ promise: Promise, at time: String) async throws {
        try await store.write(as: .shell, at: Self.at(time)) {
            _ = try $0.pausePromise(promise.id, because: .waitingForCustomer)
        }
    }

    func resume(_ promise: Promise, at time: String) async throws -> Promise {
        try await store.write(as: .shell, at: Self.at(time)) { try $0.resumePromise(promise.id) }
    }
}
