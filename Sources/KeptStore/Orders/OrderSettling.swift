import KeptDomain

extension Transaction {
    /// Settles and corrects the promises of an order by its events; answers all of them as they stand then.
    func settlePromises(of order: Order, by history: OrderHistory) throws -> [Promise] {
        let promises = try promises(ofOrder: order.id)
        guard !promises.isEmpty, !order.isHistory else { return promises }
        let parcels = try order.splitDelivery ? parcelsByPromise(of: order.id) : [:]
        return try promises.map { promise in
            guard let settled = promise.settled(by: history, parcels: parcels[promise.first] ?? []) else {
                return promise
            }
            try write(settled, over: promise)
            return settled
        }
    }

    private func write(_ settled: Promise, over promise: Promise) throws {
        guard promise.isOpen else { return try correct(promise, to: settled) }
        let at = settled.settledAt.map { [Fact("at", $0.iso)] } ?? []
        try save(settled, as: settled.state == .kept ? "promise.kept" : "promise.released", facts: at)
        endWatch(on: [promise.id])
    }

    /// For each chain of a split delivery the parcels that bring its lines. A chain with a line in no parcel is about
    /// the order as a whole.
    private func parcelsByPromise(of order: ID<Order>) throws -> [ID<Promise>: Set<ID<Parcel>>] {
        var parcels: [ID<Promise>: Set<ID<Parcel>>] = [:]
        var whole = Set<ID<Promise>>()
        for line in try lines(of: order) where line.line.isGoods {
            guard let promise = line.promise else { continue }
            if let parcel = line.parcel { parcels[promise, default: []].insert(parcel) } else { whole.insert(promise) }
        }
        return parcels.filter { !whole.contains($0.key) }
    }
}
