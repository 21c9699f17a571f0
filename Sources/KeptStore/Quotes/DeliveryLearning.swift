import Foundation
import KeptDomain
import KeptFigures

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a look whether to learn came to.
package enum DeliveryLearned: Sendable, Hashable {
    /// Today's was done already.
    case known
    /// So many deliveries are there, fewer than the least sure quote needs.
    case tooFew(Int)
    case learned(orders: Int, delivered: Int, bytes: Int)
}

extension Store {
    /// The least sure quote, at half, needs this many deliveries.
    package static let leastDeliveries = QuotedTicks.needed(confidence: 0.5)
    /// Orders in one look into the record, so that nobody waits behind it for long.
    private static let page = 2_000

    /// Learns anew from 100,000 orders at most where the business's day is another than the one on which
    /// that was done last, or where what was learned cannot be read.
    ///
    /// It reads page by page, between which others read, and learns on a thread of its own that yields to all others.
    package func learnDeliveries(at now: Instant) async throws -> DeliveryLearned {
        let (today, isKnown, delivered) = try await read { reading in
            let today = try reading.zones.zone(reading.businessZone()).day(of: now)
            let mark = try reading.deliveryModelMark()
            // A clock that was set back does not make what was learned old.
            let isKnown =
                try mark.map { $0.learnedDay >= today && $0.learnedAt <= now } ?? false
                && reading.deliveryModel() != nil
            return (today, isKnown, isKnown ? 0 : try reading.deliveries(atMost: Self.leastDeliveries))
        }
        if isKnown { return .known }
        guard delivered >= Self.leastDeliveries else { return .tooFew(delivered) }
        let record = try await latestDeliveryRecord()
        // What ends today is not over.
        let model = try await OwnThread.run("kept-learn") {
            Self.yieldToOthers()
            return record.learned(asOf: today)
        }
        guard let model else { return .tooFew(0) }
        let bytes = model.bytes
        let orders = record.count
        try await write(as: .system("quotes"), at: now) { tx in
            try tx.keepDeliveryModel(bytes, of: model, orders: orders, learned: today)
        }
        return .learned(orders: orders, delivered: model.delivered, bytes: bytes.count)
    }

    /// The most recently bought 100,000 orders, or as many of those of the last 400 days where these are more, read page by
    /// page.
    func latestDeliveryRecord() async throws -> DeliveryRecord {
        var record = DeliveryRecord()
        let chosen = try await read { try $0.ordersToLearnFrom(most: QuoteClock.mostRuns, days: QuoteClock.learned) }
        var last = chosen.after
        while true {
            let page = try await read { [last] in
                try $0.quotedOrders(after: last, limit: Self.page, every: chosen.every)
            }
            // An order that was told while this reads and was bought earlier is learned from tomorrow.
            for order in page.orders where !record.isBefore(order) { record.append(order) }
            guard let end = page.end else { return record }
            last = end
        }
    }

    /// Lets this thread run where no other wants to.
    static func yieldToOthers() { _ = nice(10) }
}

extension Reading {
    /// How many orders were delivered, counted no further than `most`.
    func deliveries(atMost most: Int) throws -> Int {
        try count("SELECT count(*) FROM (SELECT 1 FROM orders WHERE status = 'delivered' LIMIT \(most)) found")
    }
}

extension Transaction {
    /// Puts what was learned in the place of what was learned before.
    func keepDeliveryModel(_ bytes: [UInt8], of model: DeliveryModel, orders: Int, learned day: Day) throws {
        try run(
            """
            INSERT INTO quote_models (kind, as_of_day, learned_day, learned_at, orders, delivered, content)
            VALUES ('delivery', \(model.day), \(day), \(now), \(orders), \(min(model.delivered, orders)), \(bytes))
            ON CONFLICT (kind) DO UPDATE SET as_of_day = excluded.as_of_day, learned_day = excluded.learned_day,
              learned_at = excluded.learned_at, orders = excluded.orders, delivered = excluded.delivered,
              content = excluded.content, revision = quote_models.revision + 1
            """)
    }
}

extension Store {
    /// Lets the record be learned from anew at the next look, whatever the hour.
    package func forgetDeliveryModel(at now: Instant) async throws {
        try await write(as: .shell, at: now) { tx in
            _ = try tx.run("UPDATE quote_models SET learned_day = 0 WHERE kind = 'delivery'")
        }
    }
}
