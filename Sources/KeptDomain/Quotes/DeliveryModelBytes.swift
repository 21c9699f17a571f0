import KeptFigures

extension DeliveryModel {
    /// What the bytes begin with. A model of another version is learned anew.
    private static let version: UInt64 = 1
    /// More would not have been written.
    private static let mostGroups = 100_000

    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(Self.version)
        writer.add(signed: Int64(day.number))
        writer.add(UInt64(delivered))
        writer.add(daily)
        writer.add(UInt64(approvesOrders ? 1 : 0))
        for clock in [delivery, approval, dispatch, transit] { clock.write(to: &writer) }
        for column in names {
            writer.add(UInt64(column.count))
            for (print, key) in column.sorted(by: { $0.value < $1.value }) {
                writer.add(print)
                writer.add(UInt64(key))
            }
        }
        let groups = likes.counts.sorted {
            ($0.key.region ?? 0, $0.key.carrier ?? 0) < ($1.key.region ?? 0, $1.key.carrier ?? 0)
        }
        writer.add(UInt64(groups.count))
        for (group, counts) in groups {
            writer.add(UInt64(group.region == nil ? 0 : 1))
            writer.add(group.region ?? 0)
            writer.add(UInt64(group.carrier == nil ? 0 : 1))
            writer.add(signed: group.carrier ?? 0)
            writer.add(UInt64(counts.count))
            for count in counts { writer.add(UInt64(count)) }
        }
        return writer.bytes
    }

    /// - Throws: `Malformed` where another version wrote it or a byte is amiss.
    package init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.number() == Self.version, let day = Int32(exactly: try reader.signed()) else {
            throw ByteReader.Malformed()
        }
        self.day = Day(number: day)
        delivered = try reader.count(atMost: QuoteClock.mostRuns * 100)
        daily = try reader.real()
        approvesOrders = try reader.count(atMost: 1) == 1
        delivery = try LearnedClock(DeliveryClock.delivery.facts, from: &reader)
        approval = try LearnedClock(DeliveryClock.approval.facts, from: &reader)
        dispatch = try LearnedClock(DeliveryClock.dispatch.facts, from: &reader)
        transit = try LearnedClock(DeliveryClock.transit.facts, from: &reader)
        names = try Self.names(&reader)
        likes = try Self.likes(&reader)
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
    }

    private static func names(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> [[UInt64: UInt16]] {
        var names: [[UInt64: UInt16]] = []
        for _ in DeliveryColumn.allCases {
            var column: [UInt64: UInt16] = [:]
            for _ in 0..<(try reader.count(atMost: Int(UInt16.max))) {
                let print = try reader.number()
                column[print] = UInt16(try reader.count(atMost: Int(UInt16.max)))
            }
            names.append(column)
        }
        return names
    }

    private static func likes(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> PrecedentCounts<LikeOrders> {
        var groups: [LikeOrders: [Int32]] = [:]
        for _ in 0..<(try reader.count(atMost: mostGroups)) {
            let hasRegion = try reader.count(atMost: 1) == 1
            let region = try reader.number()
            let hasCarrier = try reader.count(atMost: 1) == 1
            let carrier = try reader.signed()
            var counts: [Int32] = []
            for _ in 0..<(try reader.count(atMost: QuoteClock.bound + 1)) {
                counts.append(Int32(try reader.count(atMost: Int(Int32.max))))
            }
            groups[LikeOrders(region: hasRegion ? region : nil, carrier: hasCarrier ? carrier : nil)] = counts
        }
        return PrecedentCounts(groups)
    }
}
