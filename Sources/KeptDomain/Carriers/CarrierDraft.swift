/// A carrier as somebody wants it to be.
package struct CarrierDraft: Sendable, Hashable {
    package var name: String
    package var phone: String?
    /// With `{code}` where the parcel's code goes.
    package var trackingURL: String?

    package init(name: String, phone: String? = nil, trackingURL: String? = nil) {
        self.name = name
        self.phone = phone
        self.trackingURL = trackingURL
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.optional(phone, "phone", limit: 60))
        problems.append(.optional(trackingURL, "tracking_url", limit: 500))
        // Customers follow it, so nothing but a web address may stand there.
        if let trackingURL, !trackingURL.hasPrefix("https://"), !trackingURL.hasPrefix("http://") {
            problems.append(FieldProblem("tracking_url", "problems.no-web-address"))
        }
        return problems
    }
}

/// A delivery window as somebody wants it to be.
package struct WindowDraft: Sendable, Hashable {
    package var name: String
    /// `nil` for every place, every carrier.
    package var place: ID<Place>?
    package var carrier: ID<Carrier>?
    package var weekdays: Set<Weekday>
    /// Minutes after midnight, the end after the start and at most 24:00.
    package var starts: Int
    package var ends: Int
    package var noticeMinutes: Int

    package init(
        name: String, place: ID<Place>? = nil, carrier: ID<Carrier>? = nil, weekdays: Set<Weekday>, starts: Int,
        ends: Int, noticeMinutes: Int = 120
    ) {
        self.name = name
        self.place = place
        self.carrier = carrier
        self.weekdays = weekdays
        self.starts = starts
        self.ends = ends
        self.noticeMinutes = noticeMinutes
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if weekdays.isEmpty { problems.append(FieldProblem("weekdays", "problems.no-weekday")) }
        if !(0...1_439).contains(starts) { problems.append(FieldProblem("starts", "problems.no-such-time")) }
        if !(1...1_440).contains(ends) { problems.append(FieldProblem("ends", "problems.no-such-time")) }
        if ends <= starts { problems.append(FieldProblem("ends", "problems.ends-before-start")) }
        if !(0...20_160).contains(noticeMinutes) {
            problems.append(
                FieldProblem("notice_minutes", "problems.out-of-range", [Fact("from", 0), Fact("to", 20_160)]))
        }
        return problems
    }
}
