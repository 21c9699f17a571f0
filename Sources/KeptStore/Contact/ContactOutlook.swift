import KeptDomain

/// What somebody who writes now can be told of when an answer comes, before they write.
package struct ContactOutlook: Sendable, Hashable {
    package let isOpen: Bool
    /// When the place opens next; now while it is open.
    package let opens: Instant
    /// By when the first answer would be promised; `nil` where no standard says so: then nobody can say yet.
    package let due: Instant?

    package init(isOpen: Bool, opens: Instant, due: Instant?) {
        self.isOpen = isOpen
        self.opens = opens
        self.due = due
    }
}

extension Reading {
    /// By the calendar of the form's place, and by the standard of first replies that fits the channel.
    package func contactOutlook(
        _ form: ContactForm, channel: Message.Channel, zone: Zone, at now: Instant
    ) throws -> ContactOutlook {
        let calendar = try calendar(of: form.place).calendar
        let place = try place(orDefault: form.place)
        let facts = ScopeFacts(
            place: place.id, placeCity: place.city, segment: nil, channel: channel.rawValue, region: nil, city: nil,
            line: try form.line ?? incomingLine(at: form.place)?.id)
        let standards = try standardsInForce(.firstReply)
        var due: Instant?
        if let standard = Standard.fitting(facts, among: standards, metric: .firstReply) {
            let clock = try standard.calendar.map { try self.calendar(current: $0).calendar } ?? calendar
            due = try RunningClock(clock, target: standard.storedTarget, started: now, zone: zone).end().due
        }
        return ContactOutlook(
            isOpen: calendar.isOpen(at: now), opens: calendar.nextOpening(at: now), due: due)
    }
}
