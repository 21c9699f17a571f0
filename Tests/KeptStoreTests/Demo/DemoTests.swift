import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct DemoTests {
    @Test(arguments: TestStore.engines) func aDemonstrationLivesWithinAMinute(on engine: Engine) async throws {
        let time = MovedTime("2026-11-22T03:17:00Z")
        let words = try Vocabulary.shared()
        try await TestStore.with(engine, time: time) { store in
            let counts = try await DemoLoading(into: store, at: time.now, seed: 1, words: words).run()
            #expect(counts.orders == 5_000)
            #expect(try await store.read { try $0.count("SELECT count(*) FROM orders") } == 5_000)
            let before = try await Self.count(store)
            #expect(before.kept > 4_000 && before.broken > 200 && before.open > 50 && before.openCases > 0)
            let unjudged = try await store.read { reading in
                try reading.count(
                    """
                    SELECT count(*) FROM promises p JOIN matters m ON m.id = p.matter_id
                    WHERE p.state = 'broken' AND m.breaks = 0
                    """)
            }
            #expect(unjudged == 0, "breaks are counted along the chain of one matter")
            let listed = try await store.read {
                try $0.orders(OrderFilter(), ShownWarnings(to: .all, at: .distantFuture), limit: 20).items
            }
            #expect(listed.count == 20)
            let unsorted = try await store.read {
                try $0.count(
                    "SELECT count(*) FROM cases WHERE status = 'open' AND customer_id IS NULL AND subject = 'A torn jacket'"
                )
            }
            #expect(unsorted == 1, "somebody has to see whose it is, and that it is a complaint")
            let (origins, directions) = try await store.read { reading in
                try (
                    reading.count("SELECT count(*) FROM case_origins"),
                    reading.count(
                        """
                        SELECT count(DISTINCT m.direction) FROM tracking_messages t JOIN messages m ON m.id = t.message_id
                        """)
                )
            }
            #expect(origins == 1, "a case that began at the former desk")
            #expect(directions == 2, "asked and answered on a tracking page")
            await #expect(throws: DemoRefusal.notEmpty) {
                _ = try await DemoLoading(into: store, at: time.now, seed: 2, words: words).run()
            }
            for _ in 0..<4 {
                time.advance(by: .seconds(15))
                let now = time.now
                try await store.write(as: .system("deadlines"), at: now) {
                    _ = try $0.lapseDeadlines(limit: 400, words: words)
                }
                while try await Self.play(store, words, at: now) {}
            }
            let after = try await Self.count(store)
            #expect(after.kept > before.kept)
            #expect(after.broken > before.broken)
            #expect(after.openCases > before.openCases)
            #expect(try await store.read { try $0.count("SELECT count(*) FROM orders") } > 5_000)
        }
    }

    @Test(arguments: [
        "2026-11-22T00:10:00Z", "2026-11-22T05:20:00Z", "2026-11-22T09:50:00Z", "2026-11-24T13:30:00Z",
        "2026-11-28T18:05:00Z", "2026-07-05T22:40:00Z",
    ])
    func aNewcomerSeesADayInProgress(at moment: String) async throws {
        let words = try Vocabulary.shared()
        let time = MovedTime(moment)
        try await TestStore.with(.sqlite, time: time) { store in
            _ = try await DemoLoading(into: store, at: time.now, seed: 3, words: words, orders: 400).run()
            let now = time.now
            let board = try await store.read { try $0.todayBoard(at: now) }
            #expect(now - board.opens > .hours(2), "the morning lies behind")
            #expect(board.sundown - now > .hours(5), "the afternoon lies ahead")
            #expect(board.marks.count { $0.due < now && $0.state != .open } >= 10, "marks that are settled")
            #expect(board.marks.count { $0.due > now && $0.state == .open } >= 5, "marks that are to come")
        }
    }

    @Test func theSameSeedMakesTheSameShop() async throws {
        let words = try Vocabulary.shared()
        var sums: [Int] = []
        for _ in 0..<2 {
            let time = MovedTime("2026-11-22T15:00:00Z")
            let sum = try await TestStore.with(.sqlite, time: time) { store in
                _ = try await DemoLoading(into: store, at: time.now, seed: 5, words: words, orders: 300).run()
                return try await store.read { reading in
                    try reading.count(
                        "SELECT sum(ordered_at % 1000003 + coalesce(delivered_at, 0) % 1000003) FROM orders")
                }
            }
            sums.append(sum)
        }
        #expect(sums[0] == sums[1])
    }

    private static func play(_ store: Store, _ words: Vocabulary, at now: Instant) async throws -> Bool {
        let key = TrackingKey.random()
        return try await store.write(as: .system("demo"), at: now) { try $0.playDemoEvent(key: key, words: words) }
    }

    private static func count(_ store: Store) async throws -> (kept: Int, broken: Int, open: Int, openCases: Int) {
        try await store.read { reading in
            try (
                reading.count("SELECT count(*) FROM promises WHERE state = 'kept'"),
                reading.count("SELECT count(*) FROM promises WHERE state = 'broken'"),
                reading.count("SELECT count(*) FROM promises WHERE state = 'open'"), reading.openCases()
            )
        }
    }
}
