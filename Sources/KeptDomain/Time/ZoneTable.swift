/// The changes of offset of a zone, ready for binary search.
///
/// Where the zone has a yearly rule, the table holds a little over 400 years of it: the Gregorian calendar repeats
/// after 400 years (146,097 days, a whole number of weeks), so any later time is looked up a multiple of 400 years
/// earlier.
final class ZoneTable: Sendable {
    /// Seconds since 1970 at which the offset changes, ascending.
    let times: [Int64]
    /// `offsets[0]` holds before `times[0]`, `offsets[i + 1]` from `times[i]` on; neighbours differ.
    let offsets: [Int32]
    /// From here on times are looked up 400 years earlier; `.max` without a yearly rule.
    private let end: Int64
    private let smallest: Int64
    private let largest: Int64
    let fingerprint: Int64

    static let cycle: Int64 = 146_097 * 86_400

    /// - Parameter repeats: the last 402 years of `times` follow a yearly rule that goes on for ever.
    init(times: [Int64], offsets: [Int32], repeats: Bool) {
        precondition(offsets.count == times.count + 1)
        self.times = times
        self.offsets = offsets
        // A week's room below the last change keeps every search near `end` inside the table.
        end = repeats ? times[times.count - 1] - 7 * 86_400 : .max
        smallest = Int64(offsets.min()!)
        largest = Int64(offsets.max()!)
        fingerprint = Self.fingerprint(times, offsets)
    }

    func offset(at seconds: Int64) -> Int32 { offsets[segment(of: seconds - cyclesBack(seconds))] }

    /// The first time at which local time is `local` or later.
    func firstReaching(_ local: Int64) -> Int64 {
        let back = cyclesBack(local)
        let wanted = local - back
        var index = segment(of: wanted - largest)
        while index < times.count, wanted - Int64(offsets[index]) >= times[index] { index += 1 }
        let within = wanted - Int64(offsets[index])
        return (index == 0 ? within : max(times[index - 1], within)) + back
    }

    /// As `firstReaching`, but a skipped local time is read with the offset before the change.
    func firstReachingOrShifted(_ local: Int64) -> Int64 {
        let first = firstReaching(local)
        let isSkipped = first + Int64(offset(at: first)) != local
        return isSkipped ? local - Int64(offset(at: first - 1)) : first
    }

    /// The end of the last stretch of time in which local time is before `local`.
    func endBefore(_ local: Int64) -> Int64 {
        let back = cyclesBack(local)
        let wanted = local - back
        var index = segment(of: wanted - smallest)
        while index > 0, wanted - Int64(offsets[index]) <= times[index - 1] { index -= 1 }
        let within = wanted - Int64(offsets[index])
        return (index == times.count ? within : min(times[index], within)) + back
    }

    func hasSameRules(as other: ZoneTable) -> Bool {
        self === other || (fingerprint == other.fingerprint && times == other.times && offsets == other.offsets)
    }

    /// The number of changes at or before `seconds`.
    private func segment(of seconds: Int64) -> Int {
        times.withUnsafeBufferPointer { times in
            var low = 0
            var high = times.count
            while low < high {
                let middle = (low + high) / 2
                if times[middle] <= seconds { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private func cyclesBack(_ seconds: Int64) -> Int64 {
        seconds < end ? 0 : ((seconds - end) / Self.cycle + 1) * Self.cycle
    }

    /// FNV-1a, 64 bits (Fowler, Noll and Vo), over the little-endian bytes of the table.
    private static func fingerprint(_ times: [Int64], _ offsets: [Int32]) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ value: Int64) {
            var rest = UInt64(bitPattern: value)
            for _ in 0..<8 {
                hash = (hash ^ (rest & 0xff)) &* 0x0000_0100_0000_01b3
                rest >>= 8
            }
        }
        for time in times { add(time) }
        for offset in offsets { add(Int64(offset)) }
        return Int64(bitPattern: hash)
    }
}
