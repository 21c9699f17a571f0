/// What is known of runs when they begin: from the origin (a purchase, a call, a case opened) to an end that a clock counts
/// to. Column by column, one entry a run, so that a million fit into some tens of megabytes.
package struct RunFacts: Sendable {
    /// How many key columns there are.
    package let width: Int
    /// Row after row, `width` each: which of its values each fact has, from 1; 0 where it is unknown and adds nothing.
    private(set) var keys: [UInt16] = []
    /// How many values each key column has.
    package private(set) var values: [Int]
    /// For which group it is reckoned how many end at all.
    private(set) var group: [UInt16] = []
    private(set) var weekday: [UInt8] = []
    private(set) var lead: [Int16] = []
    private(set) var mark: [Int16] = []

    package init(width: Int) {
        self.width = width
        values = [Int](repeating: 0, count: width)
    }

    package var count: Int { group.count }

    /// - Parameters:
    ///   - keys: `width` of them, from 1, 0 for unknown.
    ///   - group: from 0.
    ///   - weekday: of the origin, 0 is Monday.
    ///   - lead: what was promised, in ticks from the origin; 0 for nothing.
    ///   - mark: when it was noted, in ticks from the origin; `nil` for never so far.
    package mutating func append(keys row: [UInt16], group: UInt16, weekday: Int, lead: Int, mark: Int?) {
        precondition(row.count == width, "\(row.count) keys where there are \(width)")
        keys += row
        for column in 0..<width { values[column] = max(values[column], Int(row[column])) }
        self.group.append(group)
        self.weekday.append(UInt8(weekday))
        self.lead.append(Int16(clamping: lead))
        self.mark.append(Int16(clamping: mark ?? -1))
    }

    /// The same runs, each with its mark at a tick.
    package func marked(at tick: Int) -> RunFacts {
        var found = self
        found.mark = [Int16](repeating: Int16(clamping: tick), count: count)
        return found
    }

    package mutating func reserve(_ count: Int) {
        keys.reserveCapacity(count * width)
        group.reserveCapacity(count)
        weekday.reserveCapacity(count)
        lead.reserveCapacity(count)
        mark.reserveCapacity(count)
    }

    @inline(__always)
    func time(of run: Int, offset: Int) -> RunTime {
        RunTime(offset: offset, weekday: Int(weekday[run]), lead: Int(lead[run]), mark: Int(mark[run]))
    }
}

/// When the runs of one clock start and end, one entry a run, in the order of their facts.
package struct RunTimes: Sendable {
    /// The day (or other large unit) of the start, on any scale that all clocks share; `none` where it never started.
    private(set) var start: [Int32] = []
    /// Ticks from the start to the end, 0 on the same day; −1 where none is recorded.
    private(set) var ended: [Int16] = []
    /// Ticks from the origin to the start.
    private(set) var offset: [Int16] = []

    package static let none = Int32.min

    package init() {}

    /// Runs that end on the day on which they start, one after another.
    package init(endingAtOnce starts: [Int32]) {
        start = starts
        ended = [Int16](repeating: 0, count: starts.count)
        offset = ended
    }

    package var count: Int { start.count }

    /// - Parameters:
    ///   - start: `nil` where the clock never started.
    ///   - ended: zero or more, `nil` where it did not end.
    ///   - offset: zero or more.
    package mutating func append(start: Int32?, ended: Int?, offset: Int = 0) {
        self.start.append(start ?? Self.none)
        self.ended.append(Int16(clamping: ended ?? -1))
        self.offset.append(Int16(clamping: offset))
    }

    package mutating func reserve(_ count: Int) {
        start.reserveCapacity(count)
        ended.reserveCapacity(count)
        offset.reserveCapacity(count)
    }

    /// Whether the end was there before `day` began.
    @inline(__always)
    func hasEnded(_ run: Int, before day: Int32) -> Bool { ended[run] >= 0 && start[run] + Int32(ended[run]) < day }
}

/// Runs in the order of their start, looked up by day.
struct StartIndex: Sendable {
    /// Runs that started, ordered by start and then as recorded.
    private(set) var runs: [Int32] = []
    /// Where in `runs` each day begins, from `first` on; one more than there are days.
    private var begins: [Int32] = [0]
    let first: Int32
    /// The day after the last start.
    let end: Int32

    init(_ times: RunTimes) {
        var (least, most) = (Int32.max, Int32.min)
        for start in times.start where start != RunTimes.none {
            least = min(least, start)
            most = max(most, start)
        }
        first = least <= most ? least : 0
        end = least <= most ? most + 1 : 0
        var counts = [Int32](repeating: 0, count: Int(end - first) + 1)
        for start in times.start where start != RunTimes.none { counts[Int(start - first) + 1] += 1 }
        for day in 1..<max(counts.count, 1) { counts[day] += counts[day - 1] }
        begins = counts
        var next = counts
        runs = [Int32](repeating: 0, count: Int(counts.last ?? 0))
        for (run, start) in times.start.enumerated() where start != RunTimes.none {
            let day = Int(start - first)
            runs[Int(next[day])] = Int32(run)
            next[day] += 1
        }
    }

    /// Where in `runs` those that started on `day` or later begin.
    func position(of day: Int32) -> Int {
        if day <= first { return 0 }
        return day >= end ? runs.count : Int(begins[Int(day - first)])
    }

    /// Those that started from the first to before the second of two days.
    func started(from day: Int32, before end: Int32) -> ArraySlice<Int32> {
        let from = position(of: day)
        return runs[from..<max(from, position(of: end))]
    }
}
