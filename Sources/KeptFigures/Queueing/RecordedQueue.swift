/// A line as it was recorded, to be played again with other servers.
///
/// A record knows how long somebody waited, but not how much longer those served would have stayed, nor how long the service of
/// those who left would have taken. What it does not know is drawn: patience beyond the wait that was borne from an
/// exponential of the estimated mean, services from those recorded.
package struct RecordedQueue: Sendable {
    package struct Visit: Sendable, Hashable {
        package let joined: Double
        /// Until service began or they left.
        package let waited: Double
        /// `nil` of those who left.
        package let service: Double?

        /// - Precondition: No negative times, all finite.
        package init(joined: Double, waited: Double, service: Double?) {
            precondition(
                joined.isFinite && waited >= 0 && waited.isFinite && (service ?? 0) >= 0 && (service ?? 0).isFinite,
                "\(joined), \(waited), \(String(describing: service))")
            self.joined = joined
            self.waited = waited
            self.service = service
        }
    }

    /// In order of joining; of those who joined at the same instant, as they were given.
    package let visits: [Visit]
    /// All waiting ÷ how many left: the likeliest mean of an exponential patience, where those served are known to have been at
    /// least so patient. `nil` where nobody left.
    package let meanPatience: Double?

    package init(_ visits: [Visit]) {
        self.visits = visits.enumerated()
            .sorted { ($0.element.joined, $0.offset) < ($1.element.joined, $1.offset) }.map(\.element)
        let left = visits.count { $0.service == nil }
        meanPatience = left > 0 ? visits.reduce(0) { $0 + $1.waited } / Double(left) : nil
    }

    /// The visits with what the record does not know drawn; the same seed draws the same.
    ///
    /// Played with the servers that there were, they give the waits that were recorded, if the line was in order.
    ///
    /// - Returns: `nil` where nobody was served: nothing tells how long a service takes.
    package func arrivals(seed: UInt64) -> [QueueArrival]? {
        let services = visits.compactMap(\.service)
        guard !services.isEmpty || visits.isEmpty else { return nil }
        var chance = SeededChance(seed: seed)
        return visits.map { visit in
            if let service = visit.service {
                let further = meanPatience.map { chance.time(mean: $0) } ?? .infinity
                return QueueArrival(at: visit.joined, service: service, patience: visit.waited + further)
            }
            let service = services[Int.random(in: 0..<services.count, using: &chance)]
            return QueueArrival(at: visit.joined, service: service, patience: visit.waited)
        }
    }
}
