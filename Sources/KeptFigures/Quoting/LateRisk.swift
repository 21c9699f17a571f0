/// The chance that a run of several clocks is over only after its lead: not yet dispatched, the clocks to the approval, from
/// origin to dispatch and from dispatch to the end follow one another; dispatched, only the last one runs.
///
/// The approval changes the chances of a dispatch, so that of a run that waits for it all days on which it may come count, each
/// with its chance.
package struct LateRisk: Sendable {
    private let approval: QuoteClock
    private let dispatch: QuoteClock
    private let transit: QuoteClock

    package init(approval: QuoteClock, dispatch: QuoteClock, transit: QuoteClock) {
        self.approval = approval
        self.dispatch = dispatch
        self.transit = transit
    }

    /// Where a run stands, in ticks from its origin.
    package struct Standing: Sendable, Hashable {
        /// What has passed; the present tick is not over.
        package let age: Int
        /// `nil` while it is not known.
        package let approved: Int?
        package let dispatched: Int?

        package init(age: Int, approved: Int?, dispatched: Int?) {
            (self.age, self.approved, self.dispatched) = (age, approved, dispatched)
        }
    }

    /// - Parameters:
    ///   - lead: what was promised, in ticks from the origin; below the age the promise is broken already.
    /// - Returns: 0...1, given that the run ends at all.
    package func chance(of run: Int, standing: Standing, lead: Int) -> Double {
        let ticks = lead - standing.age + 1
        guard ticks > 0 else { return 1 }
        if let dispatched = standing.dispatched {
            return late(run, dispatched: dispatched, from: standing.age, lead: lead, ahead: 0)
        }
        // By the tick of the dispatch, the chance to be late then.
        let late = (0..<ticks).map { wait in
            self.late(run, dispatched: standing.age + wait, from: standing.age + wait, lead: lead, ahead: wait)
        }
        if let approved = standing.approved { return waiting(run, standing.age, late, approved: approved, from: 0) }
        // Not approved: on each tick it may be dispatched all the same, or be approved and wait as such from then on.
        let approves = hazards(approval, run, ticks, from: standing.age, mark: nil)
        let dispatches = hazards(dispatch, run, ticks, from: standing.age, mark: nil)
        var (left, chance) = (1.0, 0.0)
        for wait in 0..<ticks where left > 1e-4 {
            let comes = left * Double(approves[wait])
            if comes > 1e-4 {
                chance += comes * waiting(run, standing.age, late, approved: standing.age + wait, from: wait)
            } else {
                chance += comes * late[wait]
            }
            left -= comes
            let leaves = left * Double(dispatches[wait])
            chance += leaves * late[wait]
            left -= leaves
        }
        return chance + left
    }

    /// The chance to be late of a run that was approved and is not dispatched.
    private func waiting(_ run: Int, _ age: Int, _ late: [Double], approved: Int, from first: Int) -> Double {
        let leaves = hazards(dispatch, run, late.count - first, from: age + first, ahead: first, mark: approved)
        var (left, chance) = (1.0, 0.0)
        for wait in leaves.indices {
            chance += left * Double(leaves[wait]) * late[first + wait]
            left *= 1 - Double(leaves[wait])
        }
        return chance + left
    }

    /// The chance not to end from a tick to the lead's end, dispatched on a tick.
    private func late(_ run: Int, dispatched: Int, from tick: Int, lead: Int, ahead: Int) -> Double {
        let count = lead - tick + 1
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { room in
            guard let found = room.baseAddress else { return 1 }
            transit.hazards(
                found, of: run, count: count, from: tick - dispatched, ahead: ahead, offset: dispatched)
            return room.reduce(1) { $0 * (1 - Double($1)) }
        }
    }

    private func hazards(
        _ clock: QuoteClock, _ run: Int, _ count: Int, from tick: Int, ahead: Int = 0, mark: Int?
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { found, filled in
            filled = count
            guard let found = found.baseAddress else { return }
            clock.hazards(
                found, of: run, count: count, from: tick, ahead: ahead, offset: 0, mark: .some(mark))
        }
    }
}
