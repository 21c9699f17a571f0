import Synchronization

/// A calendar ready for quick answers: its opening times as instants with running sums, one page a year, each made when
/// first asked for.
///
/// A due date costs two binary searches and a step per year in between. May be shared by all threads.
package final class CompiledCalendar: Sendable {
    package let calendar: WorkCalendar
    private let pages = Mutex<[OpeningPage?]>([])

    /// Pages are kept for these years; others are made anew for each question.
    private static let keptYears = 1_900..<2_200
    /// How far a due date may lie ahead.
    static let farthest = 100
    static let longestSpan = Span.days(Int64(farthest) * 366)

    package init(_ calendar: WorkCalendar) { self.calendar = calendar }

    package var zone: Zone { calendar.zone }

    /// Opening time in `from ..< to`; zero when `to` is not after `from`.
    package func elapsed(from: Instant, to: Instant) -> Span {
        guard from < to else { return .zero }
        guard let hours else { return to - from }
        var (year, page) = page(at: from, hours)
        var sum = -page.position(of: from.microseconds)
        while to.microseconds >= page.end {
            sum += page.total
            year += 1
            page = self.page(year, hours)
        }
        return Span(microseconds: sum + page.position(of: to.microseconds))
    }

    /// The earliest instant by which `span` of opening time has passed since `from`; `from` itself for a span of zero.
    ///
    /// A span that is used up at closing time is due then, not at the next opening.
    package func due(from: Instant, after span: Span) throws(ClockError) -> Instant {
        guard span >= .zero else { throw .negativeTarget }
        guard span <= Self.longestSpan else { throw .tooFar(years: Self.farthest) }
        guard span > .zero, let hours else { return from + span }
        var (year, page) = page(at: from, hours)
        var left = page.position(of: from.microseconds) + span.microseconds
        let last = year + Self.farthest
        while left > page.total {
            left -= page.total
            year += 1
            guard year <= last else { throw .tooFar(years: Self.farthest) }
            page = self.page(year, hours)
        }
        return Instant(microseconds: page.time(at: left))
    }

    package func isOpen(at instant: Instant) -> Bool {
        guard let hours else { return true }
        return page(at: instant, hours).page.isOpen(at: instant.microseconds)
    }

    /// `instant` itself when open then, else when it opens next.
    package func nextOpening(at instant: Instant) -> Instant {
        guard let hours else { return instant }
        var (year, page) = page(at: instant, hours)
        if page.isOpen(at: instant.microseconds) { return instant }
        // A calendar that stays closed for long cannot be made, so this ends within three pages.
        while true {
            if let opening = page.nextOpening(after: instant.microseconds) { return Instant(microseconds: opening) }
            year += 1
            page = self.page(year, hours)
        }
    }

    /// The first end of an opening day after `instant`: today's, while something of today's hours is left; round the clock,
    /// the last microsecond of the day.
    package func dayEnd(after instant: Instant) throws(ClockError) -> Instant {
        var end = instant
        try closes(from: zone.day(of: instant).advanced(by: -1)) {
            end = $0
            return $0 > instant
        }
        return end
    }

    /// When a warning that falls on `instant` is told: outside opening hours it waits for the next opening unless it is
    /// urgent.
    package func told(at instant: Instant, urgent: Bool) -> Instant { urgent ? instant : nextOpening(at: instant) }

    /// Calls `visit` with the end of each opening day from `day` on until it answers `true`.
    ///
    /// The end is that of the last window that begins on the day; round the clock, the last microsecond of the day.
    func closes(from day: Day, until visit: (Instant) -> Bool) throws(ClockError) {
        guard let hours else {
            for number in 0..<(Self.farthest * 366) where visit(zone.endOfDay(day.advanced(by: number))) { return }
            throw .tooFar(years: Self.farthest)
        }
        let firstYear = day.components.year
        for year in firstYear...(firstYear + Self.farthest) {
            let page = page(year, hours)
            for index in page.openingDays.partition(before: day.number)..<page.openingDays.count
            where visit(Instant(microseconds: page.dayCloses[index])) { return }
        }
        throw .tooFar(years: Self.farthest)
    }

    /// The end of the `count`th opening day from `day` on. - Precondition: `count > 0`.
    func close(_ count: Int, from day: Day) throws(ClockError) -> Instant {
        guard count <= Self.farthest * 366 else { throw .tooFar(years: Self.farthest) }
        guard let hours else { return zone.endOfDay(day.advanced(by: count - 1)) }
        let firstYear = day.components.year
        var left = count
        for year in firstYear...(firstYear + Self.farthest) {
            let page = page(year, hours)
            let first = page.openingDays.partition(before: day.number)
            let days = page.openingDays.count - first
            if left <= days { return Instant(microseconds: page.dayCloses[first + left - 1]) }
            left -= days
        }
        throw .tooFar(years: Self.farthest)
    }

    /// `nil` when always open.
    private var hours: WeeklyHours? {
        guard case .weekly(let hours) = calendar.opening else { return nil }
        return hours
    }

    private func page(at instant: Instant, _ hours: WeeklyHours) -> (year: Int, page: OpeningPage) {
        let day = Day(number: Int32(floorDivide(instant.seconds, 86_400)))
        let year = day.components.year
        let page = page(year, hours)
        // The year of UTC is the local one but for some hours around New Year.
        if instant.microseconds < page.start { return (year - 1, self.page(year - 1, hours)) }
        if instant.microseconds >= page.end { return (year + 1, self.page(year + 1, hours)) }
        return (year, page)
    }

    private func page(_ year: Int, _ hours: WeeklyHours) -> OpeningPage {
        let slot = year - Self.keptYears.lowerBound
        let isKept = Self.keptYears.contains(year)
        if isKept, let page = pages.withLock({ $0.isEmpty ? nil : $0[slot] }) { return page }
        let page = OpeningPage(year: year, hours: hours, holidays: calendar.holidays, zone: zone)
        if isKept {
            pages.withLock { pages in
                if pages.isEmpty { pages = Array(repeating: nil, count: Self.keptYears.count) }
                pages[slot] = page
            }
        }
        return page
    }
}

/// Why a clock has no end.
package enum ClockError: Error, Hashable, Sendable {
    case negativeTarget
    /// The target would be reached only more than `years` years after its start.
    case tooFar(years: Int)
}
