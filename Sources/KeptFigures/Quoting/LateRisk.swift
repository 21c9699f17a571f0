/// The chance that a run of several clocks is over only after its lead: not yet dispatched, the clocks to the approval, from
/// origin to dispatch and from dispatch to the end follow one another; dispatched, only the last one runs.
///
/// The approval changes the chances of a dispatch, so that of a run that waits for it all days on which it may come count, each
/// with its chance.
package struct LateRisk: Sendable {
    private let approval: LearnedClock
    private let dispatch: LearnedClock
    private let transit: LearnedClock
    private let runs: RunFacts
    /// How many ticks lie between what the clocks know and the present one.
    private let known: Int

    /// - Parameters:
    ///   - runs: with the keys that the clocks were fitted with.
    ///   - known: how many ticks lie between what the clocks know and the present one.
    package init(
        approval: LearnedClock, dispatch: LearnedClock, transit: LearnedClock, runs: RunFacts, known: Int = 0
    ) {
        self.approval = approval
        self.dispatch = dispatch
        self.transit = transit
        self.runs = runs
        self.known = known
    }

    package init(approval: QuoteClock, dispatch: QuoteClock, transit: QuoteClock) {
        self.init(
            approval: approval.learned, dispatch: dispatch.learned, transit: transit.learned, runs: approval.runs)
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
        // Beyond what clocks look ahead nothing is known: late is then who is still open at the end of that.
        let lead = min(lead, standing.age + QuoteClock.bound - 1)
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
                found, of: run, in: runs, count: count, from: tick - dispatched, ahead: known + ahead,
                offset: dispatched)
            return room.reduce(1) { $0 * (1 - Double($1)) }
        }
    }

    private func hazards(
        _ clock: LearnedClock, _ run: Int, _ count: Int, from tick: Int, ahead: Int = 0, mark: Int?
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { found, filled in
            filled = count
            guard let found = found.baseAddress else { return }
            clock.hazards(
                found, of: run, in: runs, count: count, from: tick, ahead: known + ahead, offset: 0, mark: .some(mark))
        }
    }
}

extension LateRisk {
    /// The chances to be over by each tick from the present one on, 0...1, never falling: the whole of what `chance` says
    /// of one lead.
    ///
    /// - Parameter count: of ticks.
    package func curve(of run: Int, standing: Standing, count: Int = QuoteClock.bound) -> [Float] {
        var open = [Double](repeating: 0, count: count)
        if let dispatched = standing.dispatched {
            onTheWay(run, dispatched: dispatched, from: standing.age, wait: 0, share: 1, into: &open)
        } else {
            var left = 1.0
            for (wait, share) in leaving(run, standing, count).enumerated() {
                left -= share
                if share > 1e-5 {
                    let day = standing.age + wait
                    onTheWay(run, dispatched: day, from: day, wait: wait, share: share, into: &open)
                }
                open[wait] += max(0, left)
            }
        }
        var least = 1.0
        return open.map { still in
            least = min(least, max(0, still))
            return Float(1 - least)
        }
    }

    /// Adds the chance to be still on the way at the end of each tick.
    private func onTheWay(
        _ run: Int, dispatched: Int, from tick: Int, wait: Int, share: Double, into open: inout [Double]
    ) {
        let count = open.count - wait
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { room in
            guard let found = room.baseAddress else { return }
            transit.hazards(
                found, of: run, in: runs, count: count, from: tick - dispatched, ahead: known + wait, offset: dispatched
            )
            var survival = share
            for each in 0..<count {
                survival *= 1 - Double(room[each])
                open[wait + each] += survival
            }
        }
    }

    /// The chance to be dispatched on each tick from the present one on, of a run that is not yet.
    private func leaving(_ run: Int, _ standing: Standing, _ count: Int) -> [Double] {
        var found = [Double](repeating: 0, count: count)
        func wait(approved: Int, from first: Int, share: Double) {
            var left = share
            let leaves = hazards(dispatch, run, count - first, from: standing.age + first, ahead: first, mark: approved)
            for each in leaves.indices where left > 1e-6 {
                let leaving = left * Double(leaves[each])
                found[first + each] += leaving
                left -= leaving
            }
        }
        if let approved = standing.approved {
            wait(approved: approved, from: 0, share: 1)
            return found
        }
        let approves = hazards(approval, run, count, from: standing.age, ahead: 0, mark: nil)
        let dispatches = hazards(dispatch, run, count, from: standing.age, ahead: 0, mark: nil)
        var left = 1.0
        for each in 0..<count where left > 1e-4 {
            let comes = left * Double(approves[each])
            if comes > 1e-4 {
                wait(approved: standing.age + each, from: each, share: comes)
            } else {
                found[each] += comes
            }
            left -= comes
            let leaves = left * Double(dispatches[each])
            found[each] += leaves
            left -= leaves
        }
        return found
    }
}
