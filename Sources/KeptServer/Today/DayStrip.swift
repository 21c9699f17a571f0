import KeptDomain
import KeptWords

/// The day from opening to sundown with every due promise as a mark on it; a script moves the line of now.
func dayStrip(_ view: TodayView, _ context: PageContext) -> HTML {
    let day = view.day
    let strip = DayStrip(
        day: day, slots: DaySlots(opens: day.opens, sundown: day.sundown), links: view.links, zone: context.zone,
        words: context.words)
    let title = context.words(
        "today.day-label",
        [
            "opens": context.words.clock(day.opens, in: context.zone),
            "sundown": context.words.clock(day.sundown, in: context.zone),
        ])
    return """
        <svg class="day" viewBox="0 -30 1000 154" role="group" aria-label="\(title)">\
        \(strip.hours())\(strip.usedPart(until: context.now))\(strip.now(context.now))\(strip.piles(of: view.marks, view.dueBySlot))</svg>
        """
}

/// Where instants lie on the picture of one day.
private struct DayStrip {
    let day: WorkingDay
    let slots: DaySlots
    let links: TodayLinks
    let zone: Zone
    let words: Words
    private let left = 24.0
    private let width = 952.0
    private let ground = 92.0
    private let slot = 17.0
    private let height = 4

    private func x(_ instant: Instant) -> Double {
        let length = Double((day.sundown - day.opens).microseconds)
        guard length > 0 else { return left }
        return left + width * min(max(Double((instant - day.opens).microseconds) / length, 0), 1)
    }

    /// The ground line with its hours, opening and sundown at the ends.
    func hours() -> HTML {
        let length = (day.sundown - day.opens).seconds
        let every: Int64 = length > 16 * 3_600 ? 3 : length > 9 * 3_600 ? 2 : 1
        let first = zone.local(day.opens)
        let wait = (3_600 - first.secondsOfDay % 3_600) % 3_600
        var marks = HTML()
        var hour = day.opens + .seconds(Int64(wait))
        while hour < day.sundown {
            let local = zone.local(hour)
            let place = x(hour)
            let isFree = place - left > 52 && left + width - place > 52
            marks +=
                "<line class=\"hour\" x1=\"\(at: place)\" x2=\"\(at: place)\" y1=\"\(at: ground)\" y2=\"\(at: ground + 6)\"/>"
            if Int64(local.hour) % every == 0, isFree {
                marks += "<text class=\"middle\" x=\"\(at: place)\" y=\"112\">\(words.clock(hour, in: zone))</text>"
            }
            hour = hour + .hours(1)
        }
        return """
            <line class="ground" x1="\(at: left)" x2="\(at: left + width)" y1="\(at: ground)" y2="\(at: ground)"/>\(marks)\
            <text class="edge" x="\(at: left)" y="112">\(words.clock(day.opens, in: zone))</text>\
            <text class="edge end" x="\(at: left + width)" y="112">\(words.clock(day.sundown, in: zone))</text>
            """
    }

    func usedPart(until now: Instant) -> HTML {
        "<line class=\"gone\" x1=\"\(at: left)\" x2=\"\(at: x(now))\" y1=\"\(at: ground)\" y2=\"\(at: ground)\"/>"
    }

    /// Marks that fall due at nearly the same time stand on each other, four high. Where there are more, how many there
    /// are in all stands on top, and leads to exactly these.
    ///
    /// - Parameter counts: by slot, those included that have no mark here.
    func piles(of marks: [DayMark], _ counts: [Int: Int]) -> HTML {
        let piles = Dictionary(grouping: marks) { slots.slot(of: $0.due) }
        // Where the last number stands, and whether on the upper of two lines: long ones side by side would run together.
        var last = (place: Int.min / 2, isRaised: false)
        return .joined(
            Set(piles.keys).union(counts.keys).sorted().map { place in
                let marks = piles[place] ?? []
                let count = max(counts[place] ?? 0, marks.count)
                let across = min(left + (Double(place) + 0.5) * slot, left + width)
                let ordered = marks.sorted { ($0.urgency, $0.due) < ($1.urgency, $1.due) }
                let shown = ordered.prefix(height).enumerated().map { index, mark -> HTML in
                    self.mark(mark, at: across, ground - 12 - Double(index) * 17)
                }
                let all = links.due(
                    from: slots.start(of: place), before: slots.start(of: place + 1), opens: slots.opens)
                let label = words("today.pile", count: count)
                if count > shown.count { last = (place, place - last.place <= 2 && !last.isRaised) }
                let rest: HTML = """
                    <a href="\(url: all)" aria-label="\(label)">\
                    <text class="pile middle" x="\(at: across)" y="\(at: last.isRaised ? 0 : 14)">\(words.number(count))</text>\
                    <title>\(label)</title></a>
                    """
                return "\(joined: shown)\(rest, if: count > shown.count)"
            })
    }

    /// Behind the marks, so that none is struck through by it and every number stays readable.
    func now(_ now: Instant) -> HTML {
        """
        <g class="now-line" data-now-line data-from="\(day.opens.iso)" data-to="\(day.sundown.iso)" \
        data-left="\(at: left)" data-width="\(at: width)" transform="translate(\(at: x(now)) 0)">\
        <line y1="-12" y2="\(at: ground + 8)"/><text class="middle" y="-18">\(words("durations.now"))</text></g>
        """
    }

    private func mark(_ mark: DayMark, at across: Double, _ height: Double) -> HTML {
        """
        <a href="\(url: mark.link)" class="mark-\(mark.standing.rawValue)" aria-label="\(mark.label)">\
        <g transform="translate(\(at: across) \(at: height))"><circle class="reach" r="8.5"/>\(mark.standing.mark)</g><title>\(mark.label)</title></a>
        """
    }
}

extension DayMark {
    /// What needs a look stands lowest, where it is never counted away.
    fileprivate var urgency: Int {
        switch standing {
        case .broken: 0
        case .atRisk: 1
        case .running, .paused: 2
        case .kept, .released, .renegotiated: 3
        }
    }
}

extension PromiseStanding {
    /// The shape of a mark around its middle: each state has its own, besides its colour.
    fileprivate var mark: HTML {
        switch self {
        case .running: "<circle class=\"shape\" r=\"5\"/>"
        case .atRisk: "<path class=\"shape\" d=\"M0-6.5 7 6H-7z\"/>"
        case .paused: "<path class=\"shape\" d=\"M-3-5v10M3-5V5\"/>"
        case .kept: "<path class=\"shape\" d=\"m-5 0 3.5 4L5-4\"/>"
        case .broken: "<path class=\"shape\" d=\"m-5-5 10 10M5-5-5 5\"/>"
        case .released, .renegotiated: "<path class=\"shape\" d=\"M-4 0h8\"/>"
        }
    }
}
