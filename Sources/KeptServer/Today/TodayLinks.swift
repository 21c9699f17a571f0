import KeptDomain

/// Addresses of the lists that hold exactly the promises which Today's numbers count, at one place or everywhere.
package struct TodayLinks: Sendable {
    package let place: ID<Place>?
    /// When the numbers were read.
    package let at: Instant
    /// When today began.
    package let dayStart: Instant
    /// When the next hour ends.
    package let hour: Instant
    package let sundown: Instant

    package init(place: ID<Place>? = nil, at: Instant, dayStart: Instant, hour: Instant, sundown: Instant) {
        self.place = place
        self.at = at
        self.dayStart = dayStart
        self.hour = hour
        self.sundown = sundown
    }

    var broken: String { list([("state", PromiseListView.Filter.unmended.rawValue)]) }
    var atRisk: String { list([("state", PromiseListView.Filter.atRisk.rawValue)]) }
    var kept: String { list(judgedToday) }
    var firstWord: String { list(judgedToday + [("word", "last")]) }
    var nextHour: String { open(from: at, before: hour) }
    /// What is due in the next hour is counted apart.
    var beforeSundown: String { open(from: hour, before: afterSundown) }
    var untilSundown: String { open(from: at, before: afterSundown) }
    var later: String { open(from: max(afterSundown, at), before: nil) }

    /// What falls due in a stretch of the day that opened at `opens` and stands open, or was kept or broken since then.
    func due(from: Instant, before: Instant, opens: Instant) -> String {
        list([
            ("due_from", from.isoExact), ("due_before", before.isoExact), ("open_or_settled_from", opens.isoExact),
        ])
    }

    /// What is due as we close is due before we close.
    private var afterSundown: Instant { sundown + Span(microseconds: 1) }
    private var judgedToday: [(String, String)] {
        [("state", PromiseListView.Filter.judged.rawValue), ("settled_from", dayStart.isoExact)]
    }

    private func open(from: Instant, before: Instant?) -> String {
        list(
            [("state", PromiseListView.Filter.open.rawValue), ("due_from", from.isoExact)]
                + (before.map { [("due_before", $0.isoExact)] } ?? []))
    }

    private func list(_ pairs: [(String, String)]) -> String {
        Paths.query(Paths.promises, (pairs + (place.map { [("place", "\($0)")] } ?? [])).map { (name: $0, value: $1) })
    }
}
