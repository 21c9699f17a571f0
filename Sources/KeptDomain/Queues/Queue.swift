/// A line at a place in which people wait to be served, by arrival.
package struct Queue: Sendable, Hashable {
    package let id: ID<Queue>
    package let place: ID<Place>
    /// In front of the numbers of its tickets: one or two capital letters, once a place.
    package let letter: String
    /// The address of its pages: small letters, digits, hyphens.
    package let slug: String
    /// By language tag; never empty.
    package let name: [String: String]
    /// What it serves, by language tag; may be empty.
    package let serves: [String: String]
    /// In whose hours it can be joined; `nil` for the place's own.
    package let calendar: ID<CalendarRecord>?
    package let rules: QueueRules
    package let offers: [QueueOffer]
    package let questions: [QueueQuestion]
    /// What is shown to who leaves, by language tag; may be empty.
    package let farewell: [String: String]
    /// Since when nobody joins, by hand, and why.
    package let shutAt: Instant?
    package let shutWhy: String?
    /// Until when it can be joined out of its hours, by hand.
    package let openUntil: Instant?
    /// Since when it is there no more.
    package let closedAt: Instant?
    package let revision: Int

    package init(
        id: ID<Queue>, place: ID<Place>, letter: String, slug: String, name: [String: String],
        serves: [String: String] = [:], calendar: ID<CalendarRecord>? = nil, rules: QueueRules = QueueRules(),
        offers: [QueueOffer] = [], questions: [QueueQuestion] = [], farewell: [String: String] = [:],
        shutAt: Instant? = nil, shutWhy: String? = nil, openUntil: Instant? = nil, closedAt: Instant? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.place = place
        self.letter = letter
        self.slug = slug
        self.name = name
        self.serves = serves
        self.calendar = calendar
        self.rules = rules
        self.offers = offers
        self.questions = questions
        self.farewell = farewell
        self.shutAt = shutAt
        self.shutWhy = shutWhy
        self.openUntil = openUntil
        self.closedAt = closedAt
        self.revision = revision
    }

    /// Its name for readers of a language; any of its names where there is none in that language.
    package func name(in language: String) -> String { name.text(in: language) ?? letter }

    /// Whether it can be joined. - Parameter isInHours: whether its calendar is open at `now`.
    package func takes(at now: Instant, isInHours: Bool) -> Bool {
        guard closedAt == nil, shutAt == nil else { return false }
        return isInHours || openUntil.map { now < $0 } ?? false
    }

    /// As people read it: letter and number, `A17`.
    package func ticket(_ number: Int) -> String { "\(letter)\(number)" }
}

/// How a queue is kept.
package struct QueueRules: Sendable, Hashable {
    /// How somebody joins.
    package enum Way: String, Sendable, CaseIterable, Codable { case phone, kiosk, counter, api }

    /// The wanted chance that a wait is kept, in 0.5...0.99.
    package var confidence = 0.8
    /// 1...100.
    package var largestParty = 12
    /// Whether a point calls the first party that it has room for, rather than whoever is first.
    package var byCapacity = false
    /// In the order of `Way.allCases`.
    package var ways: [Way] = Way.allCases
    /// Who wait at once, 1...10,000.
    package var mostWaiting = 300
    /// How often one browser or phone number may join within the hour, 1...1000.
    package var perPhone = 3
    /// How often one address on the net may join within the hour, 1...100,000. A shop's own net is one address.
    package var perAddress = 60
    /// After so many further calls somebody is not there, 0...20,
    package var recalls = 2
    /// or after so long since the first call, 0 to 2 hours.
    package var noShowAfter = Span.minutes(3)
    /// Who was not there and comes back within this gets the old place, 0 to a day.
    package var returnWithin = Span.minutes(15)
    /// What nobody ended is closed so long after the end of the day's hours, 0 to a day.
    package var forgetAfter = Span.hours(1)
    package var offersCompany = false
    /// Whether a wait told and broken opens a case.
    package var opensCases = false

    package init() {}

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        func check(_ field: String, _ value: Int, _ range: ClosedRange<Int>) {
            guard !range.contains(value) else { return }
            problems.append(
                FieldProblem(
                    field, "problems.out-of-range", [Fact("from", range.lowerBound), Fact("to", range.upperBound)]))
        }
        if !(0.5...0.99).contains(confidence) {
            problems.append(FieldProblem("confidence", "problems.no-such-confidence"))
        }
        check("largest_party", largestParty, 1...100)
        check("most_waiting", mostWaiting, 1...10_000)
        check("per_phone", perPhone, 1...1_000)
        check("per_address", perAddress, 1...100_000)
        check("recalls", recalls, 0...20)
        check("no_show_after_seconds", Int(noShowAfter.seconds), 0...7_200)
        check("return_within_seconds", Int(returnWithin.seconds), 0...86_400)
        check("forget_after_seconds", Int(forgetAfter.seconds), 0...86_400)
        if ways.isEmpty { problems.append(FieldProblem("ways", "problems.required")) }
        return problems
    }
}

/// A page to look at while waiting: a menu, a form, tips.
package struct QueueOffer: Sendable, Hashable, Codable {
    /// By language tag.
    package var label: [String: String]
    /// `https://…`, or a path of this site.
    package var address: String

    package init(label: [String: String], address: String) {
        self.label = label
        self.address = address
    }
}

/// Something asked of who joins; the answer is on the screen of whoever serves them.
package struct QueueQuestion: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case text, choice
        case yesNo = "yes-no"
    }

    /// What the answer is stored under: small letters, digits, hyphens; once a queue.
    package var key: String
    /// By language tag.
    package var label: [String: String]
    package var kind: Kind
    /// By language tag, each by its place; the answer is the place, from 1.
    package var choices: [[String: String]]
    package var isRequired: Bool

    package init(
        key: String, label: [String: String], kind: Kind = .text, choices: [[String: String]] = [],
        isRequired: Bool = false
    ) {
        self.key = key
        self.label = label
        self.kind = kind
        self.choices = choices
        self.isRequired = isRequired
    }

    /// The answer as readers of a language see it; a choice by its text. `nil` for yes and no, which pages word.
    package func shown(_ answer: String, in language: String) -> String? {
        switch kind {
        case .text: answer
        case .choice:
            Int(answer).flatMap { choices.indices.contains($0 - 1) ? choices[$0 - 1].text(in: language) : nil }
                ?? answer
        case .yesNo: nil
        }
    }

    private enum CodingKeys: String, CodingKey {
        case key, label, kind, choices
        case isRequired = "required"
    }
}

extension [String: String] {
    /// The text for readers of a language; else the English, else the first by tag. `nil` of none.
    package func text(in language: String) -> String? {
        nearest(to: language)?.value ?? nearest(to: "en")?.value ?? self.min { $0.key < $1.key }?.value
    }
}
