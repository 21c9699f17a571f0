/// A queue as somebody wants it to be.
package struct QueueDraft: Sendable, Hashable {
    package var place: ID<Place>
    package var letter: String
    package var slug: String
    package var name: [String: String]
    package var serves: [String: String] = [:]
    package var calendar: ID<CalendarRecord>?
    package var rules = QueueRules()
    package var offers: [QueueOffer] = []
    package var questions: [QueueQuestion] = []
    package var farewell: [String: String] = [:]

    package init(place: ID<Place>, letter: String, slug: String, name: [String: String]) {
        self.place = place
        self.letter = letter
        self.slug = slug
        self.name = name
    }

    package init(_ queue: Queue) {
        self.init(place: queue.place, letter: queue.letter, slug: queue.slug, name: queue.name)
        (serves, calendar, rules) = (queue.serves, queue.calendar, queue.rules)
        (offers, questions, farewell) = (queue.offers, queue.questions, queue.farewell)
    }

    private static let mostOffers = 12
    private static let mostQuestions = 12
    private static let mostChoices = 20

    package func problems() -> [FieldProblem] {
        var problems = rules.problems()
        if !(1...2).contains(letter.utf8.count) || !letter.utf8.allSatisfy({ (65...90).contains($0) }) {
            problems.append(FieldProblem("letter", "problems.no-such-letter"))
        }
        problems.append(.required(slug, "slug", limit: 60))
        if !slug.isEmpty, !ContactFormDraft.isSlug(slug) {
            problems.append(FieldProblem("slug", "problems.no-such-slug"))
        }
        problems += name.problems("name", limit: 80, isRequired: true)
        problems += serves.problems("serves", limit: 300)
        problems += farewell.problems("farewell", limit: 500)
        if offers.count > Self.mostOffers {
            problems.append(FieldProblem("offers", "problems.too-many", [Fact("limit", Self.mostOffers)]))
        }
        for (index, offer) in offers.enumerated() {
            problems += offer.label.problems("offers[\(index)].label", limit: 80, isRequired: true)
            if !Self.isAddress(offer.address) {
                problems.append(FieldProblem("offers[\(index)].address", "problems.no-such-address"))
            }
        }
        return problems + questionProblems()
    }

    private func questionProblems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if questions.count > Self.mostQuestions {
            problems.append(FieldProblem("questions", "problems.too-many", [Fact("limit", Self.mostQuestions)]))
        }
        var keys: Set<String> = []
        for (index, question) in questions.enumerated() {
            let field = "questions[\(index)]"
            problems += question.label.problems("\(field).label", limit: 200, isRequired: true)
            if !ContactFormDraft.isSlug(question.key) || question.key.utf8.count > 40 {
                problems.append(FieldProblem("\(field).key", "problems.no-such-slug"))
            } else if !keys.insert(question.key).inserted {
                problems.append(FieldProblem("\(field).key", "problems.taken"))
            }
            if question.kind == .choice, !(2...Self.mostChoices).contains(question.choices.count) {
                problems.append(
                    FieldProblem(
                        "\(field).choices", "problems.out-of-range", [Fact("from", 2), Fact("to", Self.mostChoices)]))
            }
            for (place, choice) in question.choices.enumerated() {
                problems += choice.problems("\(field).choices[\(place)]", limit: 80, isRequired: true)
            }
        }
        return problems
    }

    /// `https://…` or `http://…`, or a path of this site, `/menu`; without spaces, quotes or control characters.
    package static func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 500, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3C })
        else {
            return false
        }
        if text.hasPrefix("/") { return !text.hasPrefix("//") }
        return ["https://", "http://"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    }
}

extension [String: String] {
    /// What is wrong with a text given by language.
    func problems(_ field: String, limit: Int, isRequired: Bool = false) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if isRequired, isEmpty { problems.append(FieldProblem(field, "problems.required")) }
        for (language, text) in sorted(by: { $0.key < $1.key }) {
            if !CustomerDraft.isLanguageTag(language) {
                problems.append(FieldProblem(field, "problems.no-such-language"))
            }
            problems.append(.required(text, field, limit: limit))
        }
        return problems
    }
}
