import KeptDomain
import KeptFigures

extension Transaction {
    /// Carries a change of an order into the deliveries measures: what it contributes now less what it did before.
    ///
    /// Call it after the change, with `deliveryFacts(of:)` from before it.
    package func noteDelivery(of id: ID<Order>, before: OrderFacts?) throws {
        try noteDeliveries(of: [id], before: before.map { [id: $0] } ?? [:])
    }

    /// Carries an order that was made just now into the measures. Its id is newer than those of every unfolded range of
    /// its process, so none holds it.
    func noteNewDelivery(_ facts: OrderFacts) {
        var change = RollupTallies()
        change.add(facts)
        note(change)
    }

    /// As `noteDelivery`, for the orders of a batch at once.
    func noteDeliveries(of ids: [ID<Order>], before: [ID<Order>: OrderFacts]) throws {
        let after = try deliveryFacts(of: ids)
        let differing = ids.filter { after[$0] != before[$0] }
        let waiting = try inUnfoldedRanges(differing)
        var change = RollupTallies()
        var old = RollupTallies()
        for id in differing where !waiting.contains(id) {
            if let facts = after[id] { change.add(facts) }
            if let facts = before[id] { old.add(facts) }
        }
        change.subtract(old)
        note(change)
    }

    private func note(_ change: RollupTallies) {
        for (place, tally) in change.all where !tally.isEmpty {
            put(
                """
                INSERT INTO delivery_deltas (id, day, dimension, key, tally) VALUES (\(newID(DeliveryDelta.self)),
                  \(place.day), \(place.dimension), \(place.key), \(tally.bytes))
                """)
        }
    }

    /// Which of these orders stand in an unfolded range: they are counted as they are by the time the range is folded.
    ///
    /// The change of a range's row makes a folding that began meanwhile start anew and see this change, or this change
    /// wait until the range is gone; so none is counted twice or not at all.
    private func inUnfoldedRanges(_ ids: [ID<Order>]) throws -> Set<ID<Order>> {
        guard let first = ids.min(), let last = ids.max() else { return [] }
        let ranges = try rows(
            """
            SELECT first_id, last_id FROM tally_ranges WHERE first_id <= \(last) AND last_id >= \(first)
            """
        ) { row in OrderRange(first: row.id(), last: row.id()) }
        var found = Set<ID<Order>>()
        for range in ranges {
            let held = ids.filter { range.contains($0) }
            found.formUnion(held)
            // Also where another change did the same before: a lock alone leaves nothing that a folding could notice.
            if !held.isEmpty {
                try run("UPDATE tally_ranges SET is_changed = 1 WHERE first_id = \(range.first)")
            }
        }
        return found
    }

    /// Tells that these new orders are to be counted by the next folding.
    func noteImported(_ range: OrderRange) {
        put("INSERT INTO tally_ranges (first_id, last_id) VALUES (\(range.first), \(range.last))")
    }

    /// Counts imported orders into the rollups, at most `limit` of them; what is left of the last range stays one. Returns
    /// how many ranges were looked at.
    func foldRanges(limit: Int) throws -> Int {
        // Taken away first and read after: see `isInUnfoldedRange`.
        let ranges = try rows(
            """
            DELETE FROM tally_ranges WHERE first_id IN (SELECT first_id FROM tally_ranges ORDER BY first_id
              LIMIT 20 \(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED")) RETURNING first_id, last_id
            """
        ) { row in OrderRange(first: row.id(), last: row.id()) }
        guard !ranges.isEmpty else { return 0 }
        var tallies = RollupTallies()
        var left = limit
        for range in ranges {
            let (part, rest) = try cut(range, after: left)
            if let rest { noteImported(rest) }
            guard let part else { continue }
            try eachDeliveryFacts(in: part) { _, facts in
                tallies.add(facts)
                left -= 1
            }
        }
        try addToRollups(tallies)
        return ranges.count
    }

    /// Counts orders that an import just brought in, from what it remembers of them, and so without reading them again.
    ///
    /// Returns `false`, with nothing done, when one of them was changed since; `foldRanges` then counts them as they are.
    func fold(_ imported: ImportedTallies) throws -> Bool {
        let standing = try rows(
            """
            SELECT first_id FROM tally_ranges WHERE first_id IN \(anyOf: imported.ranges.map(\.first))
              AND is_changed = 0 \(sqlite: "", postgres: "FOR UPDATE")
            """
        ) { $0.id(Order.self) }
        guard standing.count == imported.ranges.count else { return false }
        put("DELETE FROM tally_ranges WHERE first_id IN \(anyOf: standing)")
        try addToRollups(imported.tallies)
        return true
    }

    /// Merges appended changes into the rollups, at most `limit` of them, the oldest first. Returns how many there were.
    func foldDeltas(limit: Int) throws -> Int {
        // Two processes that fold at once on PostgreSQL share the work instead of waiting for each other.
        let deltas = try rows(
            """
            DELETE FROM delivery_deltas WHERE id IN (
              SELECT id FROM delivery_deltas ORDER BY id LIMIT \(limit) \(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED"))
            RETURNING dimension, key, day, tally
            """
        ) { row in
            (RollupPlace(dimension: row.word(), key: row.text(), day: row.day()), row.bytes())
        }
        var tallies = RollupTallies()
        for (place, bytes) in deltas { tallies.merge(try DeliveryTally(bytes: bytes), at: place) }
        try addToRollups(tallies)
        return deltas.count
    }

    private func addToRollups(_ tallies: RollupTallies) throws {
        var changes = tallies
        for (place, tally) in tallies.all { changes.merge(tally, at: place.month) }
        for place in changes.all.keys.sorted(by: RollupPlace.comesBefore) {
            guard var tally = changes.all[place], !tally.isEmpty else { continue }
            let known = try row(
                """
                SELECT tally FROM delivery_rollups WHERE span = \(place.span) AND dimension = \(place.dimension)
                  AND key = \(place.key) AND day = \(place.day) \(sqlite: "", postgres: "FOR UPDATE")
                """
            ) { $0.bytes() }
            if let known {
                tally.merge(try DeliveryTally(bytes: known))
                put(
                    """
                    UPDATE delivery_rollups SET tally = \(tally.bytes) WHERE span = \(place.span)
                      AND dimension = \(place.dimension) AND key = \(place.key) AND day = \(place.day)
                    """)
            } else {
                let added = try run(
                    """
                    INSERT INTO delivery_rollups (span, dimension, key, day, tally) VALUES (\(place.span),
                      \(place.dimension), \(place.key), \(place.day), \(tally.bytes)) ON CONFLICT DO NOTHING
                    """)
                // Another process began this rollup meanwhile: the whole folding runs again on top of it.
                if added == 0 { throw StoreError.serialization }
            }
        }
    }
}

extension Reading {
    /// Ranges of imported orders that the rollups do not count yet, in order of id.
    func unfoldedRanges(limit: Int?) throws -> [OrderRange] {
        try rows("SELECT first_id, last_id FROM tally_ranges ORDER BY first_id LIMIT \(limit ?? 1_000_000)") { row in
            OrderRange(first: row.id(), last: row.id())
        }
    }
}

extension Store {
    /// Brings the rollups up to date, in transactions of well under a second. Cheap when there is nothing to do.
    package func foldDeliveries(at now: Instant) async throws {
        let waits = try await read { reading in
            try reading.count("SELECT EXISTS (SELECT 1 FROM tally_ranges)\(sqlite: "", postgres: "::int")") > 0
                || reading.count("SELECT EXISTS (SELECT 1 FROM delivery_deltas)\(sqlite: "", postgres: "::int")") > 0
        }
        guard waits else { return }
        while try await write(as: .system("rollups"), at: now, { try $0.foldRanges(limit: 50_000) }) > 0 {}
        while try await write(as: .system("rollups"), at: now, { try $0.foldDeltas(limit: 2_000) }) > 0 {}
    }
}

enum DeliveryDelta {}
