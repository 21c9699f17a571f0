/// Which purchases a back-test scores.
package struct BacktestSpan: Sendable, Hashable {
    package let from: Day?
    package let to: Day?

    /// - Parameters:
    ///   - from: the first day of purchase; `nil` for the last 20 % of the orders up to `to`.
    ///   - to: the last day, included; `nil` for all that come after.
    package init(from: Day? = nil, to: Day? = nil) {
        self.from = from
        self.to = to
    }

    static let usualShare = 0.2

    /// The orders of the span, by their position in the record.
    func orders(of record: DeliveryRecord) -> Range<Int> {
        let courses = record.courses
        guard let last = courses.last else { return 0..<0 }
        // Days of purchase need not be in order where zones differ, so the last one before a day is looked for, and the
        // few on the wrong side of it are left out by `contains`.
        var start = 0
        if from == nil {
            var count = courses.count
            if let to { count = (courses.lastIndex { $0.day <= to.number } ?? -1) + 1 }
            guard count > 0 else { return 0..<0 }
            let cut = courses[min(count - 1, Int((1 - Self.usualShare) * Double(count)))].orderedAt
            start = courses.partition { $0.orderedAt >= cut }
        } else if let from {
            start = courses.firstIndex { $0.day >= from.number } ?? courses.count
        }
        guard let to, to.number < last.day else { return start..<courses.count }
        let end = (courses.lastIndex { $0.day <= to.number } ?? -1) + 1
        return start..<max(start, end)
    }

    func contains(_ course: DeliveryRecord.Course) -> Bool {
        (from.map { course.day >= $0.number } ?? true) && (to.map { course.day <= $0.number } ?? true)
    }
}

extension Array {
    /// The first position from which `belongs` holds to the end, for elements that are sorted by it.
    fileprivate func partition(_ belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
