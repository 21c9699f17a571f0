import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct WaitTests {
    @Test(arguments: TestStore.engines) func nothingIsToldOfAWaitWithoutEnoughLikeIt(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let joined = try await desk.joins(at: "2026-03-03 10:00")
            #expect(joined.promise == nil && joined.outlook == .tooFew(needed: 20))
        }
    }

    @Test(arguments: TestStore.engines) func aToldWaitIsAPromiseWithItsBasisKeptByTheCall(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            let promise = try #require(joined.promise)
            #expect(promise.due == Counter.at("2026-03-04 10:03") && promise.isTold)
            let told = try await desk.counter.store.read { try $0.toldWaits(of: joined.visit.id) }
            #expect(told.map(\.keptWithin) == [180] && told[0].precedents == 25 && told[0].confidence == 0.8)
            try await desk.calls(at: "2026-03-04 10:02")
            #expect(try await desk.counter.reload(promise).state == .kept)
        }
    }

    @Test(arguments: TestStore.engines) func aWaitThatTookLongerBreaksAndOpensNoCase(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            let count = try await desk.counter.look(at: "2026-03-04 10:03:01")
            #expect(count.broken == 1 && count.opened == 0)
            let scene = try await desk.scene(at: "2026-03-04 10:04")
            #expect(scene.waiting.first?.told?.state == .broken)
            #expect(scene.waiting.first?.isSlow(at: Counter.at("2026-03-04 10:04")) == true)
            try await desk.calls(at: "2026-03-04 10:05")
            #expect(try await desk.counter.reload(#require(joined.promise)).state == .broken)
        }
    }

    @Test(arguments: TestStore.engines) func whoLeavesWithdrawsTheWordAndWhoRatesDoesSoOnce(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            _ = try await desk.does(at: "2026-03-04 10:01") { try $0.leaveQueue(.key(joined.key)) }
            #expect(try await desk.counter.reload(#require(joined.promise)).state == .released)
            _ = try await desk.does(at: "2026-03-04 10:02") { try $0.rateWait(.key(joined.key), as: .longer) }
            await #expect(throws: QueueRefusal.ratedAlready) {
                try await desk.does(at: "2026-03-04 10:03") { try $0.rateWait(.key(joined.key), as: .shorter) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aDelayIsExplainedInTwoTapsToEverybodyWhoWaits(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            let queue = desk.returns.id
            let reason = try await desk.does(at: "2026-03-03 10:00") {
                try $0.addDelayReason(
                    DelayReasonDraft(
                        name: ["en": "Till"], said: ["en": "A till is out of order.", "zh-Hans": "一台收银机坏了。"]))
            }
            _ = try await desk.does(at: "2026-03-03 10:01") { try $0.explainDelay(queue, because: reason.id) }
            let joined = try await desk.joins(at: "2026-03-03 10:02")
            let page = try await desk.counter.store.read {
                try $0.visitPage(joined.key, at: Counter.at("2026-03-03 10:03"))
            }
            #expect(page.scene.explanation?.said.text(in: "zh-Hans") == "一台收银机坏了。")
            #expect(try await desk.scene(at: "2026-03-03 10:32").explanation == nil)
        }
    }

    @Test(arguments: TestStore.engines) func whoComesBackIsToldTheWaitAnewAndTheBrokenWordStays(
        on engine: Engine
    ) async throws {
        try await QueueDesk.with(engine) { desk in
            let words = desk.words
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            try await desk.counter.look(at: "2026-03-04 10:04")
            for (time, isBack) in [("10:05", false), ("10:10", true)] {
                _ = try await desk.counter.store.write(as: .customer(nil), at: Counter.at("2026-03-04 \(time)")) { tx in
                    isBack
                        ? try tx.unparkVisit(.key(joined.key), words: words) : try tx.parkVisit(.key(joined.key))
                }
            }
            let told = try await desk.counter.store.read { try $0.toldWaits(of: joined.visit.id) }
            #expect(told.map(\.state) == [.broken, .open] && told[1].due == Counter.at("2026-03-04 10:13"))
            let chain = try await desk.counter.store.read { try $0.knownPromise(told[1].promise) }
            #expect(chain.replaces == joined.promise?.id && chain.first == joined.promise?.id)
        }
    }
}
