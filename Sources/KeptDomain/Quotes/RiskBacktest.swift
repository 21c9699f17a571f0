import KeptFigures

/// How well the chance to be late tells, day by day, which orders will be.
package struct RiskBacktest: Sendable {
    /// What warning at a threshold would have come to: an order is warned of at its first reading that reaches it.
    package struct Point: Sendable, Hashable {
        package let threshold: Double
        package let warned: Int
        /// The share of the warned that were late; `nil` where none was warned of.
        package let precision: Double?
        /// The share of the late that were warned of; `nil` where none was late.
        package let recall: Double?
        /// From the warning to the promised day, the median over the late that were warned of.
        package let medianWarningDays: Double?
    }

    package let days: ClosedRange<Day>
    /// Orders with a reading.
    package let orders: Int
    package let late: Int
    package let readings: Int
    /// `nil` where no reading, or every one, was of an order that came late.
    package let auc: Double?
    package let brier: Double?
    package let curve: [Point]
}

extension DeliveryRecord {
    /// Walks through the record and reads the late risk of each order of the span at noon of each day, from the day after the
    /// purchase until it was delivered or promised, whichever came first, with what was known at that noon. Orders that were
    /// never delivered, or never promised, have no readings.
    package func riskBacktest(_ span: BacktestSpan = BacktestSpan()) throws(BacktestRefusal) -> RiskBacktest {
        let scored = try scored(span)
        var readings = RiskReadings()
        var walk = ClockWalk(
            self, [.approval, .dispatch, .transit], until: scored.map { courses[$0].day }.min() ?? 0)
        var byLast = [Int: [Int]]()
        for order in scored {
            guard let lead = courses[order].lead, courses[order].isDelivered else { continue }
            let last = min(courses[order].lastOpenNoon, lead)
            if last >= 1 { byLast[Int(courses[order].day) + last, default: []].append(order) }
        }
        // Orders in the order of their purchase, as days pass; those whose last reading was are left behind.
        var waiting = byLast.values.flatMap { $0 }.sorted { (courses[$0].day, $0) < (courses[$1].day, $1) }[...]
        var open: [Int] = []
        let end = byLast.keys.max() ?? Int.min
        while Int(walk.day) < end {
            if open.isEmpty, let next = waiting.first { walk.jump(to: courses[next].day) }
            walk.advance()
            while let next = waiting.first, courses[next].day < walk.day { open.append(waiting.removeFirst()) }
            let risk = LateRisk(approval: walk.clocks[0], dispatch: walk.clocks[1], transit: walk.clocks[2])
            open.removeAll { order in
                let course = courses[order]
                guard let lead = course.lead else { return true }
                let age = Int(walk.day - course.day)
                if age > min(course.lastOpenNoon, lead) { return true }
                readings.add(
                    order, age: age,
                    chance: risk.chance(of: order, standing: standing(of: course, age: age), lead: lead),
                    isLate: Int(course.delivered) > lead, lead: lead)
                return false
            }
        }
        let days = scored.map { courses[$0].day }
        return readings.result(Day(number: days.min() ?? 0)...Day(number: days.max() ?? 0))
    }
}

extension DeliveryRecord {
    /// What was known of an order at noon of a day.
    private func standing(of course: Course, age: Int) -> LateRisk.Standing {
        LateRisk.Standing(
            age: age,
            approved: notesApprovals ? course.approvedByNoon.flatMap { $0 <= age ? Int(course.approved) : nil } : 0,
            dispatched: course.dispatchedByNoon.flatMap { $0 <= age ? Int(course.dispatched) : nil })
    }
}
