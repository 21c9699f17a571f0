import Foundation
import KeptDomain
import KeptFigures

/// What a look whether to learn of waits came to.
package enum WaitsLearned: Sendable, Hashable {
    /// Today's was done already.
    case known
    case tooFew
    case learned(visits: Int, served: Int, bytes: Int)
}

extension Store {
    /// At which quotes are tested each night, as queues are quoted where nobody says otherwise.
    package static let testedConfidence = QueueRules().confidence

    /// Learns of waits anew where the business's day is another than the one on which that was done last, or where what was
    /// learned cannot be read. On a thread of its own that yields to all others.
    package func learnWaits(at now: Instant) async throws -> WaitsLearned {
        let (today, isKnown) = try await read { reading in
            let zone = try reading.row("SELECT zone FROM places WHERE is_default = 1") { $0.text() } ?? "UTC"
            let today = try reading.zones.zone(zone).day(of: now)
            let learned = try reading.row("SELECT learned_day, learned_at FROM wait_models WHERE id = 1") {
                (day: $0.day(), at: $0.instant())
            }
            // A clock that was set back does not make what was learned old.
            let isToday = learned.map { $0.day >= today && $0.at <= now } ?? false
            return (today, try isToday && reading.waitModel() != nil)
        }
        if isKnown { return .known }
        let history = try await read { try $0.waitHistory(lastDays: 366) }
        let learned = try await OwnThread.run("kept-learn-waits") { () -> (WaitModel, WaitBacktest)? in
            _ = nice(10)
            guard let model = WaitModel(history, asOf: now) else { return nil }
            return (model, try history.backtest(confidence: Self.testedConfidence))
        }
        guard let (model, backtest) = learned else { return .tooFew }
        let (bytes, visits) = (model.bytes, history.visits.count)
        let text = try ImportRecord.json(backtest)
        try await write(as: .system("waits"), at: now) { tx in
            _ = try tx.run(
                """
                INSERT INTO wait_models (id, learned_day, learned_at, visits, served, content, backtest)
                VALUES (1, \(today), \(now), \(visits), \(model.served), \(bytes), \(text))
                ON CONFLICT (id) DO UPDATE SET learned_day = excluded.learned_day, learned_at = excluded.learned_at,
                  visits = excluded.visits, served = excluded.served, content = excluded.content, backtest = excluded.backtest
                """)
        }
        return .learned(visits: visits, served: model.served, bytes: bytes.count)
    }
}

extension Reading {
    /// How quotes would have held, as of when the record was learned from last; `nil` before the first time.
    package func waitBacktest() throws -> (backtest: WaitBacktest, at: Instant)? {
        let found = try row("SELECT backtest, learned_at FROM wait_models WHERE id = 1 AND backtest IS NOT NULL") {
            (text: $0.text(), at: $0.instant())
        }
        // What another version wrote with other figures is walked through anew within a day.
        guard let found else { return nil }
        do {
            return (try JSONDecoder().decode(WaitBacktest.self, from: Data(found.text.utf8)), found.at)
        } catch is DecodingError {
            return nil
        }
    }

    /// `nil` before the record was learned from, and where another version of the program did.
    package func waitModel() throws -> WaitModel? {
        guard let bytes = try row("SELECT content FROM wait_models WHERE id = 1", { $0.bytes() }) else { return nil }
        do throws(ByteReader.Malformed) { return try WaitModel(bytes) } catch { return nil }
    }

    /// The queue now with what the record taught of it; `nil` while that is too little.
    func waitForecast(of queue: Queue, at now: Instant) throws -> WaitForecast? {
        guard let model = try waitModel() else { return nil }
        let zone = try zones.zone(place(orDefault: queue.place).zone)
        let today = try rows(
            """
            SELECT joined_at, called_at, ended_at, party_size, point_id FROM visits
            WHERE queue_id = \(queue.id) AND joined_at >= \(zone.startOfDay(zone.day(of: now))) AND joined_at <= \(now)
              AND parked_at IS NULL AND (called_at IS NOT NULL OR state <> 'closed')
            """
        ) { row in
            var seen = WaitForecast.Seen(joined: row.instant())
            seen.called = row.optionalInstant()
            seen.ended = row.optionalInstant()
            seen.party = row.int()
            seen.point = row.optionalInt64()
            return seen
        }
        return WaitForecast(
            model, line: queue.slug, confidence: queue.rules.confidence, today: today, zone: zone, at: now)
    }
}
