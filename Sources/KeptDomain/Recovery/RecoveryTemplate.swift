/// What is said in a recovery, in each language, with the steps that a message of it does.
package struct RecoveryTemplate: Sendable, Hashable {
    package struct Text: Sendable, Hashable {
        package var subject: String
        package var body: String

        package init(subject: String, body: String) {
            self.subject = subject
            self.body = body
        }
    }

    package let id: ID<RecoveryTemplate>
    package let version: ID<RecoveryTemplateVersion>
    /// From 1; what was sent keeps the number it was sent with.
    package let number: Int
    package let name: String
    package let steps: [RecoveryStep]
    /// By language tag.
    package let texts: [String: Text]
    /// Who made this version, as `Actor.description`, and when.
    package let madeBy: String
    package let madeAt: Instant
    package let revision: Int

    package init(
        id: ID<RecoveryTemplate>, version: ID<RecoveryTemplateVersion>, number: Int, name: String,
        steps: [RecoveryStep], texts: [String: Text], madeBy: String, madeAt: Instant, revision: Int
    ) {
        self.id = id
        self.version = version
        self.number = number
        self.name = name
        self.steps = steps
        self.texts = texts
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.revision = revision
    }

    /// In the language, else in one of the same root, else in English, else in the first.
    package func text(in language: String) -> (language: String, text: Text)? {
        if let near = texts.nearest(to: language) { return (near.language, near.value) }
        if let english = texts["en"] { return ("en", english) }
        return texts.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether whoever sends it must say why it went wrong.
    package var wantsReason: Bool {
        texts.values.contains { text in
            [text.subject, text.body].contains { text in
                do { return try ReplyTemplate(text).fields.contains(.reason) } catch { return false }
            }
        }
    }
}

/// A template as somebody writes it.
package struct RecoveryTemplateDraft: Sendable, Hashable {
    package var name: String
    package var steps: [RecoveryStep]
    package var texts: [String: RecoveryTemplate.Text]

    package init(name: String, steps: [RecoveryStep], texts: [String: RecoveryTemplate.Text]) {
        self.name = name
        self.steps = RecoveryStep.allCases.filter(steps.contains)
        self.texts = texts
    }

    /// - Parameter languages: those in which it must be written.
    package func problems(languages: [String]) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if steps.isEmpty { problems.append(FieldProblem("steps", "problems.required")) }
        if steps.contains(where: { !RecoveryStep.ofMessages.contains($0) }) {
            problems.append(FieldProblem("steps", "problems.step-by-facts"))
        }
        for language in languages {
            problems += Self.problems(of: texts[language], steps, "texts.\(language)")
        }
        for (language, text) in texts.sorted(by: { $0.key < $1.key }) where !languages.contains(language) {
            if CustomerDraft.isLanguageTag(language) {
                problems += Self.problems(of: text, steps, "texts.\(language)")
            } else {
                problems.append(FieldProblem("texts.\(language)", "problems.no-such-language"))
            }
        }
        return problems
    }

    private static func problems(
        of text: RecoveryTemplate.Text?, _ steps: [RecoveryStep], _ field: String
    ) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(text?.subject, field + ".subject", limit: 200))
        problems.append(.required(text?.body, field + ".body", limit: Case.longestNote))
        guard let text else { return problems }
        do { _ = try ReplyTemplate(text.subject) } catch { problems.append(error.problem(field + ".subject")) }
        do {
            let body = try ReplyTemplate(text.body)
            // An apology or an explanation without the reason is a phrase.
            let wants = steps.contains(.apologise) || steps.contains(.explain)
            if wants, !body.fields.contains(.reason) {
                problems.append(
                    FieldProblem(field + ".body", "problems.reason-field-missing", [Fact("field", "{reason}")]))
            }
        } catch { problems.append(error.problem(field + ".body")) }
        if case .emptyPhrase(let phrase)? = TrueReason.fault(text.body) {
            problems.append(FieldProblem(field + ".body", "problems.empty-phrase", [Fact("phrase", phrase)]))
        }
        return problems
    }
}

/// A message of a recovery, before its fields are filled in.
package struct RecoveryMessageDraft: Sendable, Hashable {
    package var template: ID<RecoveryTemplate>
    /// Why it went wrong, as the customer is told; where left out, the name of the cause.
    package var reason: String?
    package var cause: ID<Cause>?
    /// The way in which the customer wrote last where left out.
    package var channel: Message.Channel?
    package var contact: String?
    package var next: Case.Move?

    package init(
        template: ID<RecoveryTemplate>, reason: String? = nil, cause: ID<Cause>? = nil,
        channel: Message.Channel? = nil, contact: String? = nil, next: Case.Move? = nil
    ) {
        self.template = template
        self.reason = reason
        self.cause = cause
        self.channel = channel
        self.contact = contact
        self.next = next
    }
}

/// What is known of a word that will not be kept.
package struct LatenessDraft: Sendable, Hashable {
    /// Why, as the customer may be told.
    package var reason: String?
    package var cause: ID<Cause>?
    /// When it is expected instead: the next word. The first one is then replaced before it breaks.
    package var expectedAt: Instant?
    /// By which the customer is told at once; nobody is told where left out.
    package var template: ID<RecoveryTemplate>?

    package init(
        reason: String? = nil, cause: ID<Cause>? = nil, expectedAt: Instant? = nil,
        template: ID<RecoveryTemplate>? = nil
    ) {
        self.reason = reason
        self.cause = cause
        self.expectedAt = expectedAt
        self.template = template
    }
}
