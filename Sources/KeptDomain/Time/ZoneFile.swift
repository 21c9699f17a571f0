/// Reads the 64-bit part of a compiled tz database file. Source: RFC 9636, "The Time Zone Information Format (TZif)".
struct ZoneFile {
    private(set) var times: [Int64] = []
    private(set) var types: [Int] = []
    private(set) var offsets: [Int32] = []
    /// The rule after the last transition; `nil` when the file has none.
    private(set) var rule: ZoneRule?

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) throws(ZoneError) {
        self.bytes = bytes
        let first = try header()
        guard first.version >= 2 else { throw .versionTooOld }
        position += first.length(timeSize: 4)
        let header = try header()
        guard position + header.length(timeSize: 8) <= bytes.count else { throw .truncated(at: bytes.count) }
        guard header.types > 0, header.types <= 256 else { throw .badHeader(at: position) }
        guard header.leaps == 0 else { throw .countsLeapSeconds }
        try readTransitions(count: header.transitions, types: header.types)
        try readTypes(count: header.types)
        position += header.characters + header.standards + header.universals
        try readRule()
    }

    private struct Header {
        let version, universals, standards, leaps, transitions, types, characters: Int

        func length(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards + universals
        }
    }

    private mutating func header() throws(ZoneError) -> Header {
        guard position + 44 <= bytes.count else {
            if bytes.count < 4 || Array(bytes[0..<4]) != Array("TZif".utf8) { throw .notZoneFile }
            throw .truncated(at: bytes.count)
        }
        guard Array(bytes[position..<position + 4]) == Array("TZif".utf8) else {
            if position == 0 { throw .notZoneFile }
            throw .badHeader(at: position)
        }
        let digit = bytes[position + 4]
        let counts = (0..<6).map { number(at: position + 20 + 4 * $0, size: 4) }
        // No real file comes near this; it keeps sums of counts from a broken one small.
        guard counts.allSatisfy({ $0 < 1 << 24 }) else { throw .badHeader(at: position) }
        position += 44
        return Header(
            version: digit == 0 ? 1 : Int(digit) - 48, universals: Int(counts[0]), standards: Int(counts[1]),
            leaps: Int(counts[2]), transitions: Int(counts[3]), types: Int(counts[4]), characters: Int(counts[5]))
    }

    /// From the "big bang" that some compilers of zones write (RFC 9636, appendix A) until the year 9000.
    private static let believable: ClosedRange<Int64> = -1 << 59...221_845_392_000

    private mutating func readTransitions(count: Int, types typeCount: Int) throws(ZoneError) {
        for index in 0..<count {
            let time = Int64(bitPattern: number(at: position + 8 * index, size: 8))
            let type = Int(bytes[position + 8 * count + index])
            guard type < typeCount, Self.believable.contains(time), times.last.map({ $0 < time }) ?? true else {
                throw .badTransition(index: index)
            }
            times.append(time)
            types.append(type)
        }
        position += 9 * count
    }

    private mutating func readTypes(count: Int) throws(ZoneError) {
        for index in 0..<count {
            let offset = Int32(truncatingIfNeeded: number(at: position + 6 * index, size: 4))
            guard abs(Int(offset)) < 26 * 3_600 else { throw .badOffset(type: index, seconds: Int(offset)) }
            offsets.append(offset)
        }
        position += 6 * count
    }

    private mutating func readRule() throws(ZoneError) {
        guard position < bytes.count, bytes[position] == 10, let end = bytes[(position + 1)...].firstIndex(of: 10)
        else { throw .truncated(at: bytes.count) }
        let text = bytes[(position + 1)..<end]
        if !text.isEmpty { rule = try ZoneRule(text) }
    }

    /// A big-endian number.
    private func number(at start: Int, size: Int) -> UInt64 {
        bytes[start..<start + size].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Zone {
    /// - Parameter file: the whole content of a compiled tz database file, version 2 or later.
    package init(name: String, file: [UInt8]) throws(ZoneError) {
        self.init(name: name, table: ZoneTable(try ZoneFile(file)))
    }
}

extension ZoneTable {
    /// The transitions of the file, then those of its rule, without those that change nothing.
    fileprivate convenience init(_ file: ZoneFile) {
        var changes = zip(file.times, file.types).map { (time: $0, offset: file.offsets[$1]) }
        var initial = file.offsets[0]
        var repeats = false
        if let rule = file.rule {
            let last = changes.last?.time
            if last == nil { initial = rule.standard }
            if rule.changes != nil {
                // No zone had a summer time before 1600, so nothing is lost where the file itself has no transition.
                let from = max(last ?? .min, Int64(Day(year: 1_600, month: 1, day: 1)!.number) * 86_400)
                let firstYear = Day(number: Int32(floorDivide(from, 86_400))).components.year
                for year in firstYear...(max(firstYear, 2_037) + 402) {
                    for change in rule.transitions(in: year) where change.time > last ?? .min { changes.append(change) }
                }
                repeats = true
            }
        }
        var times: [Int64] = []
        var offsets = [initial]
        for change in changes {
            // Where a rule's end of one year meets its start of the next, the later word counts.
            if times.last == change.time {
                times.removeLast()
                offsets.removeLast()
            }
            if change.offset != offsets.last {
                times.append(change.time)
                offsets.append(change.offset)
            }
        }
        self.init(times: times, offsets: offsets, repeats: repeats && !times.isEmpty)
    }
}
