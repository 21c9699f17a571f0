import KeptFigures

/// How a line would fare with so many service points, asked with an hour's arrivals and the length of a service.
package struct StaffingQuestion: Sendable, Hashable {
    package let arrivalsPerHour: Double
    package let serviceSeconds: Double
    /// How long people wait on average before they leave; `nil` where nobody does.
    package let patienceSeconds: Double?
    /// Within which somebody counts as served in time.
    package let targetSeconds: Double

    /// - Throws: `InvalidInput` that names each number out of its range.
    package init(
        arrivalsPerHour: Double, serviceSeconds: Double, patienceSeconds: Double? = nil, targetSeconds: Double
    ) throws(InvalidInput) {
        let problems = [
            Self.arrivals.problem("arrivals_per_hour", arrivalsPerHour),
            Self.service.problem("service_seconds", serviceSeconds),
            patienceSeconds.flatMap { Self.patience.problem("patience_seconds", $0) },
            Self.target.problem("target_seconds", targetSeconds),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw InvalidInput(problems) }
        self.arrivalsPerHour = arrivalsPerHour
        self.serviceSeconds = serviceSeconds
        self.patienceSeconds = patienceSeconds
        self.targetSeconds = targetSeconds
    }

    private var arrivalsPerSecond: Double { arrivalsPerHour / 3_600 }

    /// In the long run, if the hour went on.
    ///
    /// - Parameter servers: service points, 1...`mostServers`.
    /// - Throws: `InvalidInput`; `OverloadedLine` where nobody leaves and the line would grow without end.
    package func figures(servers: Int) throws -> WaitFigures {
        if let problem = Self.servers.problem("servers", Double(servers)) { throw InvalidInput([problem]) }
        let queue = ErlangQueue(
            arrivalRate: arrivalsPerSecond, meanService: serviceSeconds, servers: servers,
            meanPatience: patienceSeconds)
        do {
            return try queue.figures(within: targetSeconds)
        } catch {
            throw OverloadedLine(servers: error.servers, least: error.leastServers)
        }
    }

    /// The fewest service points with which a share of all who come is served in time.
    ///
    /// - Parameter share: from 0 to below 1.
    /// - Throws: `InvalidInput`, also where more than `mostServers` would be busy.
    package func leastServers(share: Double) throws(InvalidInput) -> Int {
        if let problem = Self.share.problem("target", share) { throw InvalidInput([problem]) }
        guard arrivalsPerSecond * serviceSeconds <= Double(Self.mostServers) else {
            throw InvalidInput("arrivals_per_hour", "staffing.refusals.too-much-work", [Fact("most", Self.mostServers)])
        }
        return ErlangQueue.leastServers(
            arrivalRate: arrivalsPerSecond, meanService: serviceSeconds, meanPatience: patienceSeconds, share: share,
            within: targetSeconds)
    }

    /// More than stand in any line, and few enough to be reckoned in milliseconds.
    package static let mostServers = 1_000_000

    // Far beyond what happens, and within what is reckoned without loss.
    private static let arrivals = NumberRange(from: 0.000001, "0.000001", to: 1e9, "1000000000")
    private static let service = NumberRange(from: 0.001, "0.001", to: 1e7, "10000000")
    private static let patience = NumberRange(from: 0.000001, "0.000001", to: 1e12, "1000000000000")
    private static let target = NumberRange(from: 0, "0", to: 1e9, "1000000000")
    private static let servers = NumberRange(from: 1, "1", to: Double(mostServers), "\(mostServers)")
    private static let share = NumberRange(from: 0, "0", to: 0.999999, "0.999999")
}

/// What a number may be, ends included, as it is reckoned and as it is written.
private struct NumberRange {
    let values: ClosedRange<Double>
    let from: String
    let to: String

    init(from least: Double, _ from: String, to most: Double, _ to: String) {
        values = least...most
        self.from = from
        self.to = to
    }

    /// `nil` where the number is in it; what is no number is not.
    func problem(_ field: String, _ value: Double) -> FieldProblem? {
        values.contains(value)
            ? nil : FieldProblem(field, "problems.out-of-range", [Fact("from", from), Fact("to", to)])
    }
}

/// At least as much work comes as the service points can do, and nobody leaves.
package struct OverloadedLine: Refusal {
    package let servers: Int
    /// As many keep up at least.
    package let least: Int
    package var key: String { "staffing.refusals.overloaded" }
    package var facts: [Fact] { [Fact("servers", servers), Fact("least", least)] }
}
