import Foundation
import KeptDomain
import KeptTestSupport
import Synchronization
import Testing

@testable import KeptStore

@Suite struct DeliveryChangeTests {
    /// Two times of delivery some seconds apart share a bin of the histogram: the change has sums and no bin.
    @Test(arguments: TestStore.engines) func aDeliverySomeSecondsLaterIsCounted(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order.id
            shop.time.advance(by: .hours(30))
            let first = shop.time.now
            try await shop.tell(.delivered, of: order, at: first)
            try await shop.store.foldDeliveries(at: shop.time.now)
            shop.time.advance(by: .minutes(1))
            try await shop.tell(.delivered, of: order, at: first - .seconds(4))
            let expected = try await shop.store.read { try $0.deliveryFacts(of: order) }
            for isFolded in [false, true] {
                if isFolded { try await shop.store.foldDeliveries(at: shop.time.now) }
                let row = try #require(try await shop.store.read { try $0.deliveries(by: .month) }.first)
                #expect(row.tally == expected.map { DeliveryTally($0) }, "folded: \(isFolded)")
            }
            var found: [Finding] = []
            _ = try await shop.store.examine { found.append($0) }
            #expect(found == [])
        }
    }

    /// As after the migration that counts everything anew: one range over the whole history.
    @Test(arguments: TestStore.engines) func aLongRangeIsFoldedInPieces(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            for number in 0..<25 {
                let order = try await shop.order(shop.draft("\(number)")).order.id
                shop.time.advance(by: .hours(1))
                if number % 2 == 0 { try await shop.tell(.delivered, of: order) }
            }
            let expected = try await shop.store.read { try $0.deliveries(by: .day) }
            try await shop.write { tx in
                for table: SQL in ["delivery_deltas", "delivery_rollups"] { try tx.run("DELETE FROM \(table)") }
                try tx.run("INSERT INTO tally_ranges (first_id, last_id) SELECT min(id), max(id) FROM orders")
            }
            var passes = 0
            while try await shop.write({ try $0.foldRanges(limit: 10) }) > 0 {
                passes += 1
                #expect(try await shop.store.read { try $0.deliveries(by: .day) } == expected, "pass \(passes)")
            }
            #expect(passes == 3)
            var found: [Finding] = []
            _ = try await shop.store.examine { found.append($0) }
            #expect(found == [])
        }
    }

    /// The folding looked at the record before the change was committed and locks the range after it: it has to notice.
    @Test func aChangeBetweenAFoldingsLookAndItsLockIsCounted() async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        try await Bookshop.with(.postgres, at: "2026-11-02T08:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order.id
            shop.time.advance(by: .hours(30))
            try await shop.write { tx in
                for table: SQL in ["delivery_deltas", "delivery_rollups"] { try tx.run("DELETE FROM \(table)") }
                try tx.run("INSERT INTO tally_ranges (first_id, last_id, is_changed) VALUES (\(order), \(order), 1)")
            }
            let (looked, changed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let isFirst = Mutex(true)
            async let folded = shop.write { tx in
                _ = try tx.count("SELECT count(*) FROM orders")
                if isFirst.withLock({ first in
                    defer { first = false }
                    return first
                }) {
                    looked.signal()
                    changed.wait()
                }
                return try tx.foldRanges(limit: 10)
            }
            try await onThread { looked.wait() }
            try await shop.tell(.delivered, of: order)
            changed.signal()
            let ranges = try await folded
            #expect(ranges == 1)
            let expected = try await shop.store.read { try $0.deliveryFacts(of: order) }
            let row = try #require(try await shop.store.read { try $0.deliveries(by: .month) }.first)
            #expect(row.tally == expected.map { DeliveryTally($0) })
        }
    }
}
