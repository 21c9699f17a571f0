import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Reads the late risk of open orders, each day after noon and soon after something happened to one, warns of those that will
/// probably be late, and hears what became of told times.
package struct RiskRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    /// Of the site, for the links that customers get.
    private let address: String
    private let logger: Logger

    private static let pause = Span.seconds(30)
    /// Orders in one look, so that nobody waits behind it for long.
    private static let batch = 50

    package init(store: Store, time: any TimeSource, words: Vocabulary, address: String, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.address = address
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "risks: some are not read, tried again", rest: Self.pause) {
            try await look()
            return time.now + Self.pause
        }
    }

    package func look() async throws {
        let now = time.now
        if try await store.read({ try $0.isImportUnderWay(at: now) }) { return }
        try await hearAll()
        try await readAll()
        try await foreseeAll()
    }

    private func hearAll() async throws {
        let now = time.now
        while !Task.isCancelled, try await store.read({ try $0.hasOutcomes(at: now) }) {
            let heard = try await store.write(as: .system("quotes"), at: now) { try $0.hearOutcomes(limit: 200) }
            if heard == 0 { return }
        }
    }

    private func readAll() async throws {
        while !Task.isCancelled {
            let now = time.now
            // Reckoned by a reader, so that nobody who writes waits for it.
            let readings = try await store.read { try $0.riskReadings(at: now, limit: Self.batch) }
            if readings.isEmpty { return }
            try await store.write(as: .system("quotes"), at: now) { try $0.note(readings) }
        }
    }

    private func foreseeAll() async throws {
        let now = time.now
        let found = try await store.read { try $0.ordersToForesee(at: now) }
        if found.held > 0 {
            let isKnown = try await store.read { reading in
                let day = try reading.zones.zone(reading.businessZone()).day(of: now)
                return try reading.foresightHold(on: day).map { $0.orders >= found.held } ?? false
            }
            if isKnown { return }
            logger.notice("risks: too many to warn without asking", metadata: ["orders": "\(found.held)"])
            return try await store.write(as: .system("quotes"), at: now) { try $0.holdForesight(of: found.held) }
        }
        for order in found.orders {
            if Task.isCancelled { return }
            do {
                try await store.write(as: .system("quotes"), at: time.now) { [words, address] in
                    _ = try $0.foreseeOrder(order, words: words, address: address)
                }
            } catch StoreError.unavailable(let reason) {
                throw StoreError.unavailable(reason)
            } catch {
                // The one at fault holds nobody up; it is tried again at the next look.
                logger.error("risks: one cannot be foreseen", metadata: ["order": "\(order)", "error": "\(error)"])
            }
        }
    }
}
