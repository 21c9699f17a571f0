/// Somebody's visit as it is in the record when it is over. Times are whole seconds on any scale that all share.
package struct RecordedWait: Sendable, Hashable {
    package var joined: Int64
    /// Until they were called or went away; 0 for whoever found a service point free.
    package var waited: Int64
    package var isServed: Bool
    /// Seconds of waiting that their priority counts for from the start.
    package var credit: Int64 = 0
    package var priority = 0
    /// From 1, 0 where it is not known.
    package var kind = 0
    /// From 1.
    package var line = 1
    package var party = 1
    /// Which service point it was, from 1; 0 where it is not known.
    package var point = 0
    package var service: ClosedRange<Int64>?
    /// The local day of joining, and the time on it.
    package var day: Int32
    package var hour: Int
    package var weekday: Int
    /// The local quarter of an hour, 0...95.
    package var quarter = 0

    /// - Precondition: No negative wait.
    package init(
        joined: Int64, waited: Int64, isServed: Bool, service: ClosedRange<Int64>? = nil, day: Int32, hour: Int,
        weekday: Int
    ) {
        precondition(waited >= 0, "a wait of \(waited) s")
        self.joined = joined
        self.waited = waited
        self.isServed = isServed
        self.service = service
        self.day = day
        self.hour = hour
        self.weekday = weekday
    }

    /// When they were called or went away.
    package var ended: Int64 { joined + waited }
}
