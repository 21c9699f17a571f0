/// What one would do first: the plain quantile of the last deliveries to the region.
///
/// Those that were there when the order was bought; where the region has too few of them, those of all regions.
struct RollingQuantile {
    /// How many of the last deliveries count.
    private static let window = 2_000
    private static let least = 20
    /// Days beyond count as this many.
    private static let bound = 400

    private struct Last {
        var counts = [Int](repeating: 0, count: RollingQuantile.bound + 1)
        var days: [Int16] = []
        var next = 0

        mutating func add(_ days: Int16) {
            let days = min(days, Int16(RollingQuantile.bound))
            if self.days.count < RollingQuantile.window {
                self.days.append(days)
            } else {
                counts[Int(self.days[next])] -= 1
                self.days[next] = days
                next = (next + 1) % RollingQuantile.window
            }
            counts[Int(days)] += 1
        }

        /// The least number of days within which a share was delivered.
        func quantile(_ share: Double) -> Int {
            let wanted = share * Double(days.count) - 1e-9
            var passed = 0
            return counts.firstIndex { count in
                passed += count
                return Double(passed) >= wanted
            } ?? RollingQuantile.bound
        }
    }

    /// Deliveries in the order in which they came.
    private let delivered: [Int32]
    private var next = 0
    private var ofAll = Last()
    private var ofRegions: [UInt16: Last] = [:]
    private let courses: [DeliveryRecord.Course]

    init(_ record: DeliveryRecord) {
        courses = record.courses
        let courses = courses
        delivered = courses.indices.filter { courses[$0].isDelivered }.map(Int32.init).sorted {
            (courses[Int($0)].deliveredAt, $0) < (courses[Int($1)].deliveredAt, $1)
        }
    }

    /// The days quoted by this at each of some shares; `nil` before anything was delivered.
    ///
    /// - Precondition: orders are asked in order of their purchase.
    mutating func days(for order: Int, shares: [Double]) -> [Int]? {
        let asked = courses[order]
        while next < delivered.count, courses[Int(delivered[next])].deliveredAt < asked.orderedAt {
            let course = courses[Int(delivered[next])]
            ofAll.add(course.delivered)
            ofRegions[course.region, default: Last()].add(course.delivered)
            next += 1
        }
        guard !ofAll.days.isEmpty else { return nil }
        let like = ofRegions[asked.region].flatMap { $0.days.count >= Self.least ? $0 : nil } ?? ofAll
        return shares.map { like.quantile($0) }
    }
}
