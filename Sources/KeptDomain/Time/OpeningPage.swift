/// The opening times of one local year as instants, with sums, ready for binary search. All times in microseconds.
final class OpeningPage: Sendable {
    /// The page holds what is open in `start ..< end`.
    let start: Int64
    let end: Int64
    /// Stretches of opening, in order, none touching the next.
    private let opens: [Int64]
    private let closes: [Int64]
    /// `before[i]` is the opening time from `start` to `opens[i]`; one more entry holds the total.
    private let before: [Int64]
    /// Days of the year on which a window begins, as `Day.number`, and when the last window of each ends. Where one of
    /// the night before ends later still, that is the end of the day, so that ends never decrease.
    let openingDays: [Int32]
    let dayCloses: [Int64]

    var total: Int64 { before[before.count - 1] }

    init(year: Int, hours: WeeklyHours, holidays: [Day], zone: Zone) {
        let first = Self.firstDay(of: year)
        let next = Self.firstDay(of: year + 1)
        start = zone.startOfDay(first).microseconds
        end = zone.startOfDay(next).microseconds
        var closed = holidays[holidays.partition(before: first.advanced(by: -1))...]
        let windows = Weekday.allCases.map { hours[$0] }
        var (opens, closes, days, dayCloses) = ([Int64](), [Int64](), [Int32](), [Int64]())
        var latestClose = Int64.min
        // A window of the last day of the year before may reach into this one.
        for number in (first.number - 1)..<next.number {
            let day = Day(number: number)
            if closed.first == day {
                closed.removeFirst()
                continue
            }
            var close = Int64.min
            for window in windows[day.weekday.rawValue] {
                let from = zone.instant(of: day, secondsOfDay: window.start).microseconds
                let to = zone.instant(of: day, secondsOfDay: window.end).microseconds
                // The whole window may fall into an hour that the clock skips.
                if to <= from { continue }
                close = max(close, to)
                let (opened, closed) = (max(from, start), min(to, end))
                if opened >= closed { continue }
                if let last = closes.last, opened <= last {
                    closes[closes.count - 1] = max(last, closed)
                } else {
                    opens.append(opened)
                    closes.append(closed)
                }
            }
            latestClose = max(latestClose, close)
            if close > .min, number >= first.number {
                days.append(number)
                dayCloses.append(latestClose)
            }
        }
        var before: [Int64] = [0]
        for (open, close) in zip(opens, closes) { before.append(before[before.count - 1] + close - open) }
        (self.opens, self.closes, self.before) = (opens, closes, before)
        (self.openingDays, self.dayCloses) = (days, dayCloses)
    }

    /// Opening time from the start of the page to `time`, which lies in the page.
    func position(of time: Int64) -> Int64 {
        let index = opens.partition(after: time)
        return index == 0 ? 0 : before[index - 1] + min(time, closes[index - 1]) - opens[index - 1]
    }

    /// The earliest time by which `position` of opening time has passed. - Precondition: `0 < position <= total`.
    func time(at position: Int64) -> Int64 {
        let index = before.partition(before: position) - 1
        return opens[index] + position - before[index]
    }

    func isOpen(at time: Int64) -> Bool {
        let index = opens.partition(after: time)
        return index > 0 && time < closes[index - 1]
    }

    /// The first opening at or after `time`; `nil` when there is none left in the year.
    func nextOpening(after time: Int64) -> Int64? {
        let index = opens.partition(before: time)
        return index < opens.count ? opens[index] : nil
    }

    /// 1 January of any year, also beyond those that texts can name.
    static func firstDay(of year: Int) -> Day {
        let cycles = Int(floorDivide(Int64(year), 400))
        let day = Day(year: year - cycles * 400 + 400, month: 1, day: 1)!
        return day.advanced(by: (cycles - 1) * 146_097)
    }
}

extension Array where Element: Comparable {
    /// How many elements of this sorted array are below `value`.
    func partition(before value: Element) -> Int { partition { $0 < value } }

    /// How many elements of this sorted array are at most `value`.
    func partition(after value: Element) -> Int { partition { $0 <= value } }

    @inline(__always) private func partition(_ isLow: (Element) -> Bool) -> Int {
        withUnsafeBufferPointer { elements in
            var low = 0
            var high = elements.count
            while low < high {
                let middle = (low + high) / 2
                if isLow(elements[middle]) { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}
