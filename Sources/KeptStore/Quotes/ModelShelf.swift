import KeptDomain
import Synchronization

/// What the record taught, ready to quote from: read once for each time that it was learned.
package final class ModelShelf: Sendable {
    private struct Held {
        let learnedAt: Instant
        let revision: Int
        /// `nil` for bytes of another version of the program.
        let model: DeliveryModel?
    }

    private let held = Mutex<Held?>(nil)

    func delivery(
        learnedAt: Instant, revision: Int, or read: () throws -> DeliveryModel?
    ) rethrows -> DeliveryModel? {
        if let held = held.withLock({ $0 }), held.learnedAt == learnedAt, held.revision == revision {
            return held.model
        }
        let model = try read()
        held.withLock { $0 = Held(learnedAt: learnedAt, revision: revision, model: model) }
        return model
    }
}

/// When the record was learned from.
package struct ModelMark: Sendable, Hashable {
    /// The business's local day on which that was.
    package let learnedDay: Day
    package let learnedAt: Instant
    package let orders: Int
    package let delivered: Int
    package let revision: Int
}

extension Reading {
    /// `nil` before the record was learned from the first time.
    package func deliveryModelMark() throws -> ModelMark? {
        try row(
            "SELECT learned_day, learned_at, orders, delivered, revision FROM quote_models WHERE kind = 'delivery'"
        ) {
            ModelMark(
                learnedDay: $0.day(), learnedAt: $0.instant(), orders: $0.int(), delivered: $0.int(), revision: $0.int()
            )
        }
    }

    /// `nil` before the record was learned from, and where another version of the program did.
    package func deliveryModel() throws -> DeliveryModel? {
        guard let mark = try deliveryModelMark() else { return nil }
        return try models.delivery(learnedAt: mark.learnedAt, revision: mark.revision) {
            let bytes = try row("SELECT content FROM quote_models WHERE kind = 'delivery'") { $0.bytes() }
            do { return try bytes.map { try DeliveryModel($0) } } catch { return nil }
        }
    }
}
