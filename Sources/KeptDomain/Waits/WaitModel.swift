import KeptFigures

/// What the record taught of waits, ready to quote from: some thousand numbers.
package struct WaitModel: Sendable {
    /// For which the share of failures is followed; others lie between them.
    static let confidences = [0.5, 0.8, 0.9, 0.95]
    /// Days that are walked through to see how quotes held lately.
    static let walkedDays = 28

    let clock: WaitClock
    /// The number of each line and how many were served there who had to wait.
    let lines: [String: (number: Int, served: Int)]
    let levels: [ConformalLevel]

    package var served: Int { clock.precedents }

    /// Learns from what is over. Takes seconds for a hundred thousand visits.
    ///
    /// - Returns: `nil` while fewer had to wait and were served than the least sure quote needs.
    package init?(_ history: WaitHistory, asOf now: Instant) {
        let record = LineRecord(history.visits.filter { $0.ended <= now.seconds })
        let served = record.courses.filter(\.visit.isServed)
        guard served.count >= QuotedTicks.needed(confidence: 0.5) else { return nil }
        let learned = WaitWalk.learned(
            record, asOf: now.seconds, lastDays: Self.walkedDays, confidences: Self.confidences)
        (clock, levels) = (learned.clock, learned.levels)
        let counts = Dictionary(grouping: served, by: \.visit.line).mapValues(\.count)
        lines = Dictionary(
            uniqueKeysWithValues: history.lines.enumerated().map { ($1, ($0 + 1, counts[$0 + 1] ?? 0)) })
    }

    /// The share of failures at which quotes of a confidence are read off: between the confidences that are followed by
    /// straight lines, beyond them as at the nearest.
    func level(_ confidence: Double) -> ConformalLevel {
        var moved = levels.first?.moved ?? 0
        for (low, high) in zip(levels, levels.dropFirst()) {
            let (from, to) = (1 - low.wanted, 1 - high.wanted)
            guard confidence >= from else { break }
            let part = min(1, (confidence - from) / (to - from))
            moved = low.moved + (high.moved - low.moved) * part
        }
        return ConformalLevel(
            confidence: confidence, alpha: 1 - confidence + moved, usualUnheard: 1, unheard: 0)
    }
}

extension WaitModel {
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        clock.write(to: &writer)
        writer.add(UInt64(levels.count))
        for level in levels { writer.add(level.alpha.bitPattern) }
        writer.add(UInt64(lines.count))
        for (name, line) in lines.sorted(by: { $0.value.number < $1.value.number }) {
            writer.add(UInt64(line.served))
            writer.add(UInt64(name.utf8.count))
            for byte in name.utf8 { writer.add(UInt64(byte)) }
        }
        return writer.bytes
    }

    /// - Throws: `ByteReader.Malformed` also for what another version of the program wrote: then it is to be learned anew.
    package init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        clock = try WaitClock(from: &reader)
        guard try reader.number() == UInt64(Self.confidences.count) else { throw ByteReader.Malformed() }
        var levels: [ConformalLevel] = []
        for confidence in Self.confidences {
            levels.append(
                ConformalLevel(
                    confidence: confidence, alpha: Double(bitPattern: try reader.number()), usualUnheard: 1, unheard: 0)
            )
        }
        self.levels = levels
        var lines: [String: (number: Int, served: Int)] = [:]
        guard let count = Int(exactly: try reader.number()), count <= bytes.count else { throw ByteReader.Malformed() }
        for number in 0..<count {
            let served = Int(clamping: try reader.number())
            guard let length = Int(exactly: try reader.number()), length <= bytes.count else {
                throw ByteReader.Malformed()
            }
            var name: [UInt8] = []
            for _ in 0..<length { name.append(UInt8(truncatingIfNeeded: try reader.number())) }
            lines[String(decoding: name, as: UTF8.self)] = (number + 1, served)
        }
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
        self.lines = lines
    }
}
