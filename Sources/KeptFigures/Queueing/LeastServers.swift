extension ErlangQueue {
    /// The smallest number of servers with which a share of all who call is served within a time.
    ///
    /// More servers never serve fewer in time, so the number is found by halving: some thirty evaluations for ten thousand
    /// servers.
    ///
    /// - Parameters:
    ///   - share: 0..<1; no number of servers serves everybody for certain.
    ///   - target: zero or more.
    /// - Precondition: As for the line itself.
    package static func leastServers(
        arrivalRate: Double, meanService: Double, meanPatience: Double? = nil, share: Double, within target: Double
    ) -> Int {
        precondition((0..<1).contains(share), "a share of \(share)")
        func suffice(_ servers: Int) -> Bool {
            let queue = ErlangQueue(
                arrivalRate: arrivalRate, meanService: meanService, servers: servers, meanPatience: meanPatience)
            // An overloaded line serves nobody in time in the long run.
            do { return try queue.figures(within: target).servedWithin >= share } catch { return false }
        }
        // Beyond the load the waits become short within a few square roots of it.
        var (few, enough, step) = (0, Int(arrivalRate * meanService) + 1, 1)
        while !suffice(enough) {
            few = enough
            enough += step
            step *= 2
        }
        while enough - few > 1 {
            let middle = few + (enough - few) / 2
            if suffice(middle) { enough = middle } else { few = middle }
        }
        return enough
    }
}
