/// The times in which a clock stood still, in order, none touching the next.
package struct Pauses: Hashable, Sendable {
    /// Half open: the clock stands from `from` on and runs again at `to`; `nil` while it still stands.
    package struct Pause: Hashable, Sendable {
        package let from: Instant
        package let to: Instant?

        /// - Throws: `PauseFault.endsBeforeItBegins`.
        package init(from: Instant, to: Instant?) throws(PauseFault) {
            if let to, to < from { throw .endsBeforeItBegins(from: from, to: to) }
            self.from = from
            self.to = to
        }

        fileprivate init(checked from: Instant, to: Instant?) {
            self.from = from
            self.to = to
        }

        /// From `FROM/TO`, two instants, the second left out for a pause that still lasts.
        package init(iso text: some StringProtocol) throws(PauseFault) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .notTwoInstants }
            let from: Instant
            let to: Instant?
            do {
                from = try Instant(iso: parts[0])
                to = parts[1].isEmpty ? nil : try Instant(iso: parts[1])
            } catch { throw .badInstant(error) }
            try self.init(from: from, to: to)
        }
    }

    package let all: [Pause]

    package static let none = Pauses([])

    /// Pauses that overlap or touch are united; those of no length are left out, an open one takes in all that follow.
    package init(_ pauses: some Sequence<Pause>) {
        var united: [Pause] = []
        for pause in pauses.sorted(by: { $0.from < $1.from }) where pause.to != pause.from {
            guard let last = united.last else {
                united.append(pause)
                continue
            }
            guard let end = last.to else { break }
            if pause.from > end {
                united.append(pause)
            } else {
                united[united.count - 1] = Pause(checked: last.from, to: pause.to.map { max($0, end) })
            }
        }
        all = united
    }

    package var isEmpty: Bool { all.isEmpty }

    /// Since when the clock stands and is not known to run again.
    package var openSince: Instant? {
        guard let last = all.last, last.to == nil else { return nil }
        return last.from
    }

    /// These pauses without the one that still lasts.
    package var ended: Pauses { Pauses(all.filter { $0.to != nil }) }

    /// Whether the clock stood just before `instant`, so that a day ending then was not run to its end.
    func cover(endAt instant: Instant) -> Bool {
        all.contains { $0.from < instant && $0.to.map { instant <= $0 } ?? true }
    }
}

package enum PauseFault: Error, Hashable, Sendable {
    /// Not two instants with a slash between them.
    case notTwoInstants
    case badInstant(TimeTextError)
    case endsBeforeItBegins(from: Instant, to: Instant)
}
