import KeptDomain
import KeptWords

/// What one look after the queues did.
package struct QueueUpkeepCount: Sendable, Hashable {
    /// Visits that nobody had ended.
    package var forgotten = 0
    /// Waits that were told anew since it goes more slowly.
    package var told = 0
    /// Visits of long ago from which names and answers were taken.
    package var erased = 0

    package init() {}
}

extension Reading {
    /// Whether visits are to be closed or erased: a question, so that a look with nothing to do writes nothing.
    package func visitsNeedUpkeep(at now: Instant) throws -> Bool {
        try count(
            """
            SELECT (SELECT count(*) FROM visits
                WHERE state IN ('waiting', 'called', 'serving', 'parked') AND forget_at <= \(now))
              + (SELECT count(*) FROM visits WHERE visit_key IS NOT NULL AND ended_at < \(now - Visit.kept))
            """) > 0
    }

    /// Queues in which somebody is expected to wait beyond what was told.
    package func slowQueues(at now: Instant) throws -> [ID<Queue>] {
        let told = try rows(
            """
            SELECT DISTINCT queue_id FROM visits
            WHERE state IN ('waiting', 'called', 'serving', 'parked') AND state = 'waiting' AND promise_id IS NOT NULL
            ORDER BY queue_id
            """
        ) { $0.id(Queue.self) }
        let queues = try queues(told)
        return try told.filter { id in
            guard let queue = queues[id] else { return false }
            return try !slowVisits(in: queue, at: now).isEmpty
        }
    }

    /// Those who wait beyond what was told, or will as it looks now, and to whom that was not said lately.
    func slowVisits(in queue: Queue, at now: Instant) throws -> [(visit: Visit, quote: WaitQuote)] {
        let waiting = try activeVisits(in: [queue.id]).filter { $0.state == .waiting }
        guard !waiting.isEmpty else { return [] }
        let told = try toldLast(of: waiting)
        guard !told.isEmpty else { return [] }
        let record = try waitRecord(of: queue, at: now)
        let state = try waitState(of: queue, waiting: waiting, record: record, at: now)
        let teller = waitTeller(of: queue, record)
        var (slow, people) = ([(visit: Visit, quote: WaitQuote)](), 0)
        for (ahead, visit) in waiting.enumerated() {
            defer { people += visit.partySize }
            guard let last = told[visit.id], now >= last.toldAt + Self.restBetweenWords,
                let quote = teller.outlook(state.seen(with: ahead, people: people)).quote,
                last.due < now || now + .seconds(Int64(quote.median)) > last.due
            else { continue }
            slow.append((visit, quote))
        }
        return slow
    }

    /// Nobody is told anew more often.
    private static let restBetweenWords = Span.minutes(5)
}

extension Transaction {
    /// Closes what nobody ended, tells those who will wait beyond what was told, and takes names and answers from visits of
    /// long ago.
    ///
    /// - Parameters:
    ///   - limit: of visits that are closed, and of those that are erased.
    ///   - slow: the queues that `slowQueues` found.
    package func keepQueues(limit: Int, slow: [ID<Queue>], words: Vocabulary) throws -> QueueUpkeepCount {
        var count = QueueUpkeepCount()
        count.forgotten = try closeForgotten(limit: limit)
        for id in slow {
            let queue = try knownQueue(id)
            let slow = try slowVisits(in: queue, at: now)
            for (visit, quote) in slow {
                try tellAnew(visit, quote, because: .slower, words: words)
                count.told += 1
            }
            // What staff said of it stands; Kept speaks where nobody did.
            if !slow.isEmpty, try explanations(in: [id], at: now).isEmpty {
                let said = words.languages.map { ($0.tag, words[$0]("queues.slower")) }
                _ = try putExplanation(
                    on: queue, nil, said: Dictionary(uniqueKeysWithValues: said), for: .minutes(30))
            }
        }
        count.erased = try eraseOld(limit: limit)
        return count
    }

    private func closeForgotten(limit: Int) throws -> Int {
        let forgotten = try rows(
            """
            SELECT \(Visit.columns) FROM visits
            WHERE state IN ('waiting', 'called', 'serving', 'parked') AND forget_at <= \(now)
            ORDER BY forget_at, id LIMIT \(limit)
            """, Visit.init)
        for visit in forgotten {
            let closed = try visit.closed(at: now, why: OwnSentence.visitForgotten.text)
            try releaseWait(of: visit, because: .visitForgotten)
            try save(closed, as: "visit.forgotten", why: OwnSentence.visitForgotten.text)
        }
        return forgotten.count
    }

    /// Who they were and what they wrote goes after 90 days; the waits stay for what is learned of them.
    private func eraseOld(limit: Int) throws -> Int {
        try run(
            """
            UPDATE visits SET name = NULL, phone = NULL, need = NULL, answers = '{}', visit_key = NULL
            WHERE id IN (SELECT id FROM visits WHERE ended_at < \(now - Visit.kept) AND visit_key IS NOT NULL
              ORDER BY id LIMIT \(limit))
            """)
    }
}

extension Visit {
    /// How long names and answers are kept after a visit.
    static let kept = Span.days(90)
}
