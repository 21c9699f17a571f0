/// A promise made in advance to everyone in a scope.
package struct Standard: Sendable, Hashable {
    package enum Metric: String, Sendable, CaseIterable, Codable {
        case delivery, solution
        /// From a customer's first word on a case to our first answer.
        case firstReply = "first-reply"
        /// From a later word of theirs to our answer.
        case nextReply = "next-reply"
        /// From an answer of ours to the next sign of life while the move is ours.
        case keepPosted = "keep-posted"

        /// Kept by an answer that reached the customer.
        package static let replies: [Metric] = [.firstReply, .nextReply]
    }

    package let id: ID<Standard>
    package let version: ID<StandardVersion>
    package let name: String
    package let metric: Metric
    package let scope: StandardScope
    package let clock: PromiseClock
    /// As `ClockTarget` writes itself.
    package let target: String
    /// Whose hours the clock runs in; `nil` for the place's own.
    package let calendar: ID<CalendarRecord>?
    package let tolerance: Span
    package let warnings: [WarningStep]
    /// The sentence told, by language, with `{due}` where the time goes.
    package let said: [String: String]

    package init(
        id: ID<Standard>, version: ID<StandardVersion>, name: String, metric: Metric, scope: StandardScope,
        clock: PromiseClock, target: String, calendar: ID<CalendarRecord>?, tolerance: Span, warnings: [WarningStep],
        said: [String: String]
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.metric = metric
        self.scope = scope
        self.clock = clock
        self.target = target
        self.calendar = calendar
        self.tolerance = tolerance
        self.warnings = warnings
        self.said = said
    }

    /// The standard that makes the promise: the most particular of those that fit, the oldest of equals.
    package static func fitting(_ facts: ScopeFacts, among standards: [Standard], metric: Metric) -> Standard? {
        standards.filter { $0.metric == metric && $0.scope.fits(facts) }
            .min { ($1.scope.particularity, $0.id) < ($0.scope.particularity, $1.id) }
    }
}

/// To whom a standard applies. What is `nil` is not asked.
package struct StandardScope: Sendable, Hashable {
    package var place: ID<Place>?
    package var carrier: ID<Carrier>?
    package var segment: String?
    package var channel: String?
    package var region: String?
    package var productGroup: String?
    package var line: ID<Line>?
    /// The customer lives in the city of the place.
    package var sameCity: Bool

    package init(
        place: ID<Place>? = nil, carrier: ID<Carrier>? = nil, segment: String? = nil, channel: String? = nil,
        region: String? = nil, productGroup: String? = nil, line: ID<Line>? = nil, sameCity: Bool = false
    ) {
        self.line = line
        self.place = place
        self.carrier = carrier
        self.segment = segment
        self.channel = channel
        self.region = region
        self.productGroup = productGroup
        self.sameCity = sameCity
    }

    /// How many things it asks for.
    package var particularity: Int {
        [
            place != nil, carrier != nil, segment != nil, channel != nil, region != nil, productGroup != nil,
            line != nil, sameCity,
        ].count { $0 }
    }

    package func fits(_ facts: ScopeFacts) -> Bool {
        (place == nil || place == facts.place) && (carrier == nil || carrier == facts.carrier)
            && (segment == nil || segment == facts.segment) && (channel == nil || channel == facts.channel)
            && (region == nil || region == facts.region)
            && (productGroup == nil || productGroup == facts.productGroup)
            && (line == nil || line == facts.line)
            && (!sameCity || (facts.city != nil && facts.city?.lowercased() == facts.placeCity?.lowercased()))
    }
}

/// What is known of an order or case when a standard is looked for.
package struct ScopeFacts: Sendable, Hashable {
    package var place: ID<Place>
    package var placeCity: String?
    package var carrier: ID<Carrier>?
    package var segment: String?
    package var channel: String?
    package var region: String?
    package var city: String?
    package var productGroup: String?
    package var line: ID<Line>?

    package init(
        place: ID<Place>, placeCity: String? = nil, carrier: ID<Carrier>? = nil, segment: String? = nil,
        channel: String? = nil, region: String? = nil, city: String? = nil, productGroup: String? = nil,
        line: ID<Line>? = nil
    ) {
        self.line = line
        self.place = place
        self.placeCity = placeCity
        self.carrier = carrier
        self.segment = segment
        self.channel = channel
        self.region = region
        self.city = city
        self.productGroup = productGroup
    }
}
