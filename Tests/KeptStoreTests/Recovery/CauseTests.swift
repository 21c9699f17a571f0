import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CauseTests {
    private func closing(_ desk: RecoveryDesk, _ id: ID<Case>) async throws -> EpisodeClosing {
        try await desk.shop.store.read { try #require(try $0.closing(of: id, episode: 1)) }
    }

    @Test(arguments: TestStore.engines) func aNameThatIsKnownIsThatCauseInAnyLanguage(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (first, second) = (try await desk.order("A-1"), try await desk.order("A-2"))
            let one = try await desk.broken(first)
            let other = try await desk.openCase(of: second)
            try await desk.close(one.id, .named("Courier without substitute."))
            try await desk.close(other.id, .named("快递员无人接替"))
            let (left, right) = (try await closing(desk, one.id), try await closing(desk, other.id))
            #expect(left.cause != nil && left.cause == right.cause)
            #expect(left.words == "Courier without substitute.", "as it was typed")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aNewNameIsKeptToBeSortedAndThenJoined(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id, .named("<i>dog</i> ate it"))
            let named = try #require(try await closing(desk, found.id).cause)
            let cause = try await desk.shop.store.read { try $0.cause(named) }
            #expect(cause.kind == .unsorted && cause.name(in: "zh-Hans") == "<i>dog</i> ate it")
            let known = try await desk.shop.store.read { reading in
                try #require(try reading.causes().first { $0.name(in: "en") == "damaged on the way" }).id
            }
            try await desk.shop.write(as: desk.maya) { try $0.joinCause(named, to: known, revision: cause.revision) }
            #expect(try await closing(desk, found.id).cause == known, "what was counted under it counts there")
            await #expect(throws: RecoveryRefusal.causeOfItself) {
                try await desk.shop.write(as: desk.maya) { try $0.joinCause(known, to: named, revision: 1) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func noFaultOfOursWantsWordsThatSaySomething(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            await #expect(throws: InvalidInput.self) { try await desk.close(found.id, .notOurs("various reasons")) }
            try await desk.close(found.id, .notOurs("The customer was away and had asked for the 5th."))
            let closed = try await closing(desk, found.id)
            #expect(!closed.isOurs && closed.cause == nil)
            #expect(try await desk.recovery(found.id)[.learn] != .toDo, "learnt all the same")
        }
    }

    @Test(arguments: TestStore.engines) func withoutAFailureWordsAreEnough(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let asked = try await desk.shop.write {
                try $0.openCase(kind: .question, subject: "Where?", customer: nil, order: order, place: nil).id
            }
            try await desk.close(asked, .named("asked where it is"))
            let closed = try await closing(desk, asked)
            #expect(closed.cause == nil && closed.words == "asked where it is")
            #expect(try await desk.shop.count("SELECT count(*) FROM causes WHERE kind = 'unsorted'") == 0)
            #expect(try await desk.shop.count("SELECT count(*) FROM follow_ups") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func twoLeadsClosingAtOnceCloseItOnce(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            let refusals = await withTaskGroup(of: (any Error)?.self) { group in
                for (lead, cause) in [(desk.maya, "battery of the van"), (desk.noor, "cold of the courier")] {
                    group.addTask {
                        do {
                            try await desk.shop.write(as: lead) {
                                _ = try $0.closeCase(found.id, because: .named(cause), revision: found.revision)
                            }
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
            }
            #expect(refusals.count == 1, "the one who came second is told: \(refusals)")
            #expect(refusals.allSatisfy { $0 is StoreError || $0 is CaseRefusal }, "\(refusals)")
            #expect(try await desk.shop.count("SELECT count(*) FROM causes WHERE kind = 'unsorted'") == 1)
            #expect(try await desk.shop.count("SELECT count(*) FROM follow_ups") == 1)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aCauseBelongsToNoneOfItsOwn(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let languages = ["en", "zh-Hans"]
            @Sendable func names(_ name: String) -> [String: String] { ["en": name, "zh-Hans": name + "二"] }
            let (wide, narrow) = try await desk.shop.write(as: desk.maya) { tx in
                let wide = try tx.addCause(CauseDraft(kind: .carrier, names: names("vans")), languages: languages)
                let draft = CauseDraft(kind: .carrier, parent: wide.id, names: names("old vans"))
                return (wide, try tx.addCause(draft, languages: languages))
            }
            let round = CauseDraft(kind: .carrier, parent: narrow.id, names: names("vans"))
            let problem = await #expect(throws: InvalidInput.self) {
                try await desk.shop.write(as: desk.maya) {
                    _ = try $0.changeCause(wide.id, to: round, revision: 1, languages: languages)
                }
            }
            #expect(problem?.problems.map(\.field) == ["parent"])
            let taken = await #expect(throws: InvalidInput.self) {
                try await desk.shop.write(as: desk.maya) {
                    _ = try $0.addCause(
                        CauseDraft(kind: .carrier, names: ["en": "VANS", "zh-Hans": "三"]), languages: languages)
                }
            }
            #expect(taken?.problems.map(\.field) == ["names.en"])
        }
    }
}
