#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How time enters a fact: by which side of time the fact's effect may differ.
///
/// Each case sorts a tick into a bin, from 0 to `bins` − 1.
package enum TimeColumn: Sendable, Hashable {
    /// The fact makes things end sooner or later, at any age alike.
    case once
    /// By the ticks since the clock's start.
    case age(AgeBands)
    /// By the ticks since the origin, on a clock that starts later: days since the purchase while in transit.
    case ageSinceOrigin(AgeBands)
    /// By the day of the week of the tick; ticks are days.
    case weekday
    /// By the share of the lead that is used up at the tick's middle.
    case leadShare
    /// By the ticks since something was noted of the run, 0 before: days since the approval.
    case sinceMark(AgeBands)

    package var bins: Int {
        switch self {
        case .once: 1
        case .age(let bands), .ageSinceOrigin(let bands): bands.count
        case .weekday: 7
        case .leadShare: LeadShare.bins
        case .sinceMark(let bands): bands.count + 1
        }
    }

    /// The bins of ticks one after another.
    ///
    /// - Parameters:
    ///   - found: room for `count` bins, which are written.
    ///   - tick: the first, counted from the clock's start; zero or more.
    ///   - run: what is known of the run; its offset is the ticks from the origin to the clock's start.
    @inline(__always)
    func fill(_ found: UnsafeMutablePointer<UInt8>, count: Int, from tick: Int, of run: RunTime) {
        switch self {
        case .once: for each in 0..<count { found[each] = 0 }
        case .age(let bands): Self.copy(bands, to: found, count: count, from: tick)
        case .ageSinceOrigin(let bands): Self.copy(bands, to: found, count: count, from: tick + run.offset)
        case .weekday:
            var day = (run.weekday + run.offset + tick) % 7
            for each in 0..<count {
                found[each] = UInt8(truncatingIfNeeded: day)
                day = day == 6 ? 0 : day + 1
            }
        case .leadShare:
            for each in 0..<count { found[each] = LeadShare.bin(age: tick + run.offset + each, lead: run.lead) }
        case .sinceMark(let bands):
            let since = tick + run.offset - run.mark
            for each in 0..<count {
                let isNoted = run.mark >= 0 && since + each >= 0
                found[each] = isNoted ? UInt8(truncatingIfNeeded: 1 + bands[since + each]) : 0
            }
        }
    }

    @inline(__always)
    private static func copy(_ bands: AgeBands, to found: UnsafeMutablePointer<UInt8>, count: Int, from age: Int) {
        bands.table.withUnsafeBufferPointer { table in
            for each in 0..<count { found[each] = table[min(age + each, AgeBands.ages - 1)] }
        }
    }
}

/// What `TimeColumn` asks of a run, in ticks.
struct RunTime {
    /// From the origin to the clock's start.
    var offset: Int
    /// Of the origin, 0 is Monday.
    var weekday: Int
    /// What was promised, counted from the origin; 0 where nothing was.
    var lead: Int
    /// When it was noted, counted from the origin; −1 where it was not.
    var mark: Int
}

/// The share of a lead used, in bands that grow by 12 % from a twentieth of it.
private enum LeadShare {
    static let bins = 40
    private static let leads = 256
    private static let ages = 384

    /// Looked up, since a logarithm for every tick would be half of the time of a fit.
    private static let table: [UInt8] = (0..<leads).flatMap { lead in (0..<ages).map { reckoned($0, lead) } }

    @inline(__always)
    static func bin(age: Int, lead: Int) -> UInt8 {
        let lead = max(lead, 1)
        return age < ages && lead < leads ? table[lead * ages + age] : reckoned(age, lead)
    }

    private static func reckoned(_ age: Int, _ lead: Int) -> UInt8 {
        let share = (Double(age) + 0.5) / Double(max(lead, 1))
        return UInt8(max(0, min(bins - 1, Int((log(share / 0.05) / log(1.12)).rounded(.down)))))
    }
}
