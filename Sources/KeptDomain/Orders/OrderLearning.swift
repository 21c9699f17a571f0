/// An order of history while files tell more of it: its events, its lines and the course that they add up to.
///
/// Rows, events and lines may be told in any order and again; `settled` makes the same order of them. Only a row that
/// contradicts what the row of the same order said before corrects it.
package struct OrderLearning: Sendable, Hashable {
    /// An event as the record has it, or one that is new to it.
    package struct Event: Sendable, Hashable {
        /// `nil` for a new one.
        package let id: ID<TrackingEvent>?
        package let kind: TrackingEvent.Kind
        package fileprivate(set) var at: Instant
        package let parcel: ID<Parcel>?
        package fileprivate(set) var reason: String?
        /// As `TrackingEvent.isOfRow`.
        package fileprivate(set) var isOfRow: Bool

        package init(
            id: ID<TrackingEvent>? = nil, _ kind: TrackingEvent.Kind, at: Instant, parcel: ID<Parcel>? = nil,
            reason: String? = nil, isOfRow: Bool
        ) {
            self.id = id
            self.kind = kind
            self.at = at
            self.parcel = parcel
            self.reason = reason
            self.isOfRow = isOfRow
        }
    }

    /// A line of goods as the record has it, or one that is new to it. Its number is its position.
    package struct Line: Sendable, Hashable {
        package let id: ID<OrderLine>?
        package let position: Int64
        package fileprivate(set) var goods: OrderRow.Line

        package init(id: ID<OrderLine>? = nil, position: Int64, _ goods: OrderRow.Line) {
            self.id = id
            self.position = position
            self.goods = goods
        }
    }

    /// How many of what was told were new, changed what stood there, or stood there already.
    package struct Counts: Sendable, Hashable {
        package var added = 0
        package var changed = 0
        package var same = 0

        package init(added: Int = 0, changed: Int = 0, same: Int = 0) {
            self.added = added
            self.changed = changed
            self.same = same
        }
    }

    package private(set) var course: OrderCourse
    package private(set) var events: [Event]
    package private(set) var lines: [Line]
    private let parcels: Int

    /// - Parameters:
    ///   - course: as stored.
    ///   - lines: of goods, by position.
    ///   - parcels: how many the order has.
    package init(
        _ course: OrderCourse = OrderCourse(), events: [Event] = [], lines: [Line] = [], parcels: Int = 0
    ) {
        self.course = course
        self.events = events
        self.lines = lines
        self.parcels = parcels
        // What the lines tell stands behind what a file told, so the record does not keep it apart.
        if course.toldComplete != nil { self.course.filling = lines.isComplete }
    }

    /// Hears what an event of its own tells. `false` when it was known.
    ///
    /// An event that only the order's row had told is one of its own from now on.
    package mutating func tell(_ kind: TrackingEvent.Kind, at: Instant, reason: String? = nil) -> Bool {
        if let known = events.firstIndex(where: { $0.kind == kind && $0.at == at && $0.parcel == nil }) {
            if events[known].isOfRow {
                events[known].isOfRow = false
                events[known].reason = reason
            }
            return false
        }
        events.append(Event(kind, at: at, reason: reason, isOfRow: false))
        return true
    }

    /// Hears the milestones that the order's row tells, each in place of what the row said of that milestone before, and
    /// what it says beside them.
    package mutating func tell(milestones: [(kind: TrackingEvent.Kind, at: Instant)], _ news: OrderNews) -> Counts {
        var counts = Counts()
        for (kind, at) in milestones {
            if events.contains(where: { $0.kind == kind && $0.at == at && $0.parcel == nil }) {
                events.removeAll { $0.kind == kind && $0.isOfRow && $0.at != at }
                counts.same += 1
            } else if let former = events.firstIndex(where: { $0.kind == kind && $0.isOfRow }) {
                events[former].at = at
                events.removeAll { $0.kind == kind && $0.isOfRow && $0.at != at }
                counts.changed += 1
            } else {
                events.append(Event(kind, at: at, isOfRow: true))
                counts.added += 1
            }
        }
        course.hear(news)
        return counts
    }

    /// Hears lines: adds those that the order does not have and completes those that it has. Lines with a number are the
    /// same when the numbers are; lines without one when name, article, quantity and price are.
    package mutating func tell(lines told: [OrderRow.Line]) -> Counts {
        var counts = Counts()
        var open = Array(lines.indices)
        for line in told {
            // A number names one line; of lines without one, each that is told is another.
            let among = line.number == nil ? open : Array(lines.indices)
            guard let index = among.first(where: { line.isSame(as: lines[$0]) }) else {
                let position = line.number ?? (lines.map(\.position).max() ?? 0) + 1
                lines.append(Line(position: position, line))
                counts.added += 1
                continue
            }
            open.removeAll { $0 == index }
            let completed = line.completed(by: lines[index].goods)
            counts.same += completed == lines[index].goods ? 1 : 0
            counts.changed += completed == lines[index].goods ? 0 : 1
            lines[index].goods = completed
        }
        if !told.isEmpty { course.filling = lines.isComplete }
        return counts
    }

    /// With the course that all of it adds up to.
    package func settled() -> OrderLearning {
        var history = OrderHistory(parcels: parcels)
        for event in events { history.add(event.kind, at: event.at, parcel: event.parcel, isOfRow: event.isOfRow) }
        var settled = self
        settled.course.settle(by: history, isHistory: true)
        return settled
    }
}

extension OrderRow.Line {
    fileprivate func isSame(as line: OrderLearning.Line) -> Bool {
        if let number { return number == line.position }
        let known = line.goods
        return known.name == name && known.sku == sku && known.quantity == quantity && known.priceMinor == priceMinor
            && known.currency == currency
    }

    /// With what `known` tells and this does not.
    fileprivate func completed(by known: Self) -> Self {
        var line = self
        line.number = known.number
        line.productGroup = productGroup ?? known.productGroup
        line.filledQuantity = filledQuantity ?? known.filledQuantity
        line.sku = sku ?? known.sku
        return line
    }
}

extension Sequence<OrderRow.Line> {
    /// Whether all goods were there; `nil` while that is unknown of one, or when there are none.
    package var isComplete: Bool? {
        var isEmpty = true
        var isKnown = true
        for line in self {
            isEmpty = false
            guard let there = line.filledQuantity else {
                isKnown = false
                continue
            }
            if there < line.quantity { return false }
        }
        return isEmpty || !isKnown ? nil : true
    }
}

extension [OrderLearning.Line] {
    fileprivate var isComplete: Bool? { lazy.map(\.goods).isComplete }
}
