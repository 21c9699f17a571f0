/// What like runs took lately, counted plainly: the words beside a quote, which anybody can recount.
///
/// For each group the runs that ended within the last `span` days. Learning one costs a step or two, asking one pass over the
/// counts of a group.
package struct Precedents<Group: Hashable & Sendable>: Sendable {
    package struct Found: Sendable, Hashable {
        package let group: Group
        package let count: Int
        /// The ticks within which the asked share of them ended.
        package let ticks: Int

        package init(group: Group, count: Int, ticks: Int) {
            (self.group, self.count, self.ticks) = (group, count, ticks)
        }
    }

    private struct Ring: Sendable {
        var ends: [(day: Int32, ticks: UInt16)] = []
        var first = 0
        var counts: [Int32] = []

        var count: Int { ends.count - first }

        mutating func add(_ ticks: Int, on day: Int32) {
            if counts.count <= ticks { counts += repeatElement(0, count: ticks + 1 - counts.count) }
            counts[ticks] += 1
            ends.append((day, UInt16(ticks)))
        }

        mutating func forget(before day: Int32) {
            while first < ends.count, ends[first].day < day {
                counts[Int(ends[first].ticks)] -= 1
                first += 1
            }
            if first > 64, first > ends.count / 2 {
                ends.removeFirst(first)
                first = 0
            }
        }
    }

    private var rings: [Group: Ring] = [:]
    /// In days.
    package let span: Int
    /// Fewer than this say nothing of a group.
    package let least: Int

    package init(span: Int = 60, least: Int = 30) {
        self.span = span
        self.least = least
    }

    /// - Parameters:
    ///   - groups: all that the run belongs to.
    ///   - ticks: zero or more; beyond a clock's bound counts as the bound.
    ///   - day: of the end, in order of time.
    package mutating func learn(_ groups: [Group], ticks: Int, on day: Int32) {
        for group in groups {
            rings[group, default: Ring()].forget(before: day - Int32(span))
            rings[group, default: Ring()].add(min(max(ticks, 0), QuoteClock.bound), on: day)
        }
    }

    /// The first of some groups, from the particular to the general, that has precedents enough.
    ///
    /// - Parameter share: of the precedents, 0...1.
    package mutating func first(of groups: [Group], share: Double, on day: Int32) -> Found? {
        for group in groups {
            rings[group]?.forget(before: day - Int32(span))
            guard let ring = rings[group], ring.count >= least else { continue }
            return Found(
                group: group, count: ring.count, ticks: PlainQuantile.least(share: share, ring.counts, of: ring.count))
        }
        return nil
    }
}

/// The least number of ticks within which a share of counted runs ended.
enum PlainQuantile {
    static func least(share: Double, _ counts: [Int32], of count: Int) -> Int {
        let wanted = share * Double(count) - 1e-9
        var passed = 0
        let ticks = counts.firstIndex { count in
            passed += Int(count)
            return Double(passed) >= wanted
        }
        return ticks ?? counts.count
    }
}

/// Precedents as they stood on a day: counts by group and ticks, which nothing changes any more.
package struct PrecedentCounts<Group: Hashable & Sendable>: Sendable {
    package private(set) var counts: [Group: [Int32]]
    /// In days, back from the day.
    package let span: Int
    /// Groups of fewer are not kept.
    package let least: Int

    /// - Parameter counts: by ticks.
    package init(_ counts: [Group: [Int32]], span: Int = 60, least: Int = 30) {
        self.counts = counts.filter { $0.value.reduce(0) { $0 + Int($1) } >= least }
        self.span = span
        self.least = least
    }

    /// The first of some groups, from the particular to the general, that has precedents enough.
    package func first(of groups: [Group], share: Double) -> Precedents<Group>.Found? {
        for group in groups {
            guard let counts = counts[group] else { continue }
            let count = counts.reduce(0) { $0 + Int($1) }
            return .init(group: group, count: count, ticks: PlainQuantile.least(share: share, counts, of: count))
        }
        return nil
    }
}
