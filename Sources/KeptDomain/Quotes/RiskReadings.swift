import KeptFigures

/// Readings of the late risk, gathered while a record is walked through.
struct RiskReadings {
    private struct Warned {
        let isLate: Bool
        let lead: Int
        /// By threshold, the age of the first reading that reached it.
        var firstAges: [Int?]
    }

    private static let thresholds = (1...19).map { Double($0) / 20 }

    private var readings: [(chance: Double, isTrue: Bool)] = []
    private var orders: [Int: Warned] = [:]

    /// - Precondition: the readings of an order come in order of time.
    mutating func add(_ order: Int, age: Int, chance: Double, isLate: Bool, lead: Int) {
        readings.append((chance, isLate))
        var warned =
            orders[order]
            ?? Warned(isLate: isLate, lead: lead, firstAges: [Int?](repeating: nil, count: Self.thresholds.count))
        for (index, threshold) in Self.thresholds.enumerated()
        where chance >= threshold && warned.firstAges[index] == nil {
            warned.firstAges[index] = age
        }
        orders[order] = warned
    }

    func result(_ days: ClosedRange<Day>) -> RiskBacktest {
        let late = orders.values.count { $0.isLate }
        let curve = Self.thresholds.enumerated().map { index, threshold in
            let warned = orders.values.filter { $0.firstAges[index] != nil }
            let right = warned.filter(\.isLate)
            let days = right.map { $0.lead - ($0.firstAges[index] ?? 0) }.sorted()
            return RiskBacktest.Point(
                threshold: threshold, warned: warned.count,
                precision: warned.isEmpty ? nil : Double(right.count) / Double(warned.count),
                recall: late == 0 ? nil : Double(right.count) / Double(late),
                medianWarningDays: days.isEmpty
                    ? nil : Double(days[(days.count - 1) / 2] + days[days.count / 2]) / 2)
        }
        return RiskBacktest(
            days: days, orders: orders.count, late: late, readings: readings.count,
            auc: RankedChances.area(readings), brier: RankedChances.brier(readings), curve: curve)
    }
}
