/// Somebody who wants to join a queue.
package struct VisitDraft: Sendable, Hashable {
    package var queue: ID<Queue>
    package var way: QueueRules.Way
    package var name: String?
    /// As typed; finds the customer.
    package var phone: String?
    package var partySize = 1
    /// BCP 47.
    package var language: String
    package var customer: ID<Customer>?
    /// The number of an order, as typed; finds the customer where the phone is theirs.
    package var order: Int?
    package var need: String?
    package var answers: [String: String] = [:]
    package var wantsCompany = false
    /// What the sender calls this joining: sent twice, it joins once.
    package var source: String?
    package var externalID: String?

    package init(_ queue: ID<Queue>, _ way: QueueRules.Way, language: String) {
        self.queue = queue
        self.way = way
        self.language = language
    }

    /// What is wrong with it for this queue; a party of 500 is told the largest there is.
    package func problems(for queue: Queue) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(name, "name", limit: 80))
        problems.append(.optional(phone, "phone", limit: 40))
        problems.append(.optional(need, "need", limit: 300))
        problems.append(.optional(source, "source", limit: 60))
        problems.append(.optional(externalID, "external_id", limit: 120))
        if let phone = phone?.trimmedOrNil, !ContactDraft.isContact(phone) || phone.contains("@") {
            problems.append(FieldProblem("phone", "problems.no-such-contact"))
        }
        if !(1...queue.rules.largestParty).contains(partySize) {
            problems.append(
                FieldProblem(
                    "party_size", "problems.out-of-range", [Fact("from", 1), Fact("to", queue.rules.largestParty)]))
        }
        if !CustomerDraft.isLanguageTag(language) {
            problems.append(FieldProblem("language", "problems.no-such-language"))
        }
        // The clerk asks at the counter what was not said at home.
        return problems + queue.questions.problems(answers, needsAll: way != .counter && way != .api)
    }

    /// The answers as they are stored: without those left empty.
    package var givenAnswers: [String: String] { answers.compactMapValues(\.trimmedOrNil) }
}

extension [QueueQuestion] {
    /// What is wrong with answers to these questions, by `answers.<key>`.
    package func problems(_ answers: [String: String], needsAll: Bool) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for question in self {
            let field = "answers.\(question.key)"
            let answer = answers[question.key]?.trimmedOrNil
            if question.isRequired, needsAll { problems.append(.required(answer, field, limit: 500)) }
            guard let answer else { continue }
            switch question.kind {
            case .text: problems.append(.optional(answer, field, limit: 500))
            case .choice:
                if !(Int(answer).map { (1...question.choices.count).contains($0) } ?? false) {
                    problems.append(FieldProblem(field, "problems.no-such-choice"))
                }
            case .yesNo:
                if answer != "yes", answer != "no" { problems.append(FieldProblem(field, "problems.no-such-choice")) }
            }
        }
        for key in answers.keys.sorted() where !contains(where: { $0.key == key }) {
            problems.append(FieldProblem("answers.\(key.prefix(60))", "problems.no-such-question"))
        }
        return problems
    }
}
