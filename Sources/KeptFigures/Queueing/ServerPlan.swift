/// How many servers are open from when on.
///
/// A server that closes ends the service begun; nobody else is called by it.
package struct ServerPlan: Sendable, Hashable {
    package struct Step: Sendable, Hashable {
        package let from: Double
        package let servers: Int

        package init(from: Double, servers: Int) {
            self.from = from
            self.servers = servers
        }
    }

    /// In order of time; before the first no server is open.
    package let steps: [Step]

    /// - Precondition: In order of time, none twice at the same; zero servers or more.
    package init(_ steps: [Step]) {
        precondition(steps.allSatisfy { $0.servers >= 0 }, "fewer than no servers")
        precondition(zip(steps, steps.dropFirst()).allSatisfy { $0.from < $1.from }, "steps out of order")
        self.steps = steps
    }

    /// The same number all the time.
    package init(always servers: Int) { self.init([Step(from: -.infinity, servers: servers)]) }

    /// Server time between two instants.
    func time(from start: Double, to end: Double) -> Double {
        steps.indices.reduce(0) { sum, index in
            let until = index + 1 < steps.count ? min(end, steps[index + 1].from) : end
            return sum + Double(steps[index].servers) * max(0, until - max(start, steps[index].from))
        }
    }
}
