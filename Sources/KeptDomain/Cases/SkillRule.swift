/// What a case asks of whoever takes it from a line, by what is known of the case. What is `nil` is not asked.
package struct SkillRule: Sendable, Hashable {
    package let id: ID<SkillRule>
    package let skill: String
    /// The way by which the customer wrote.
    package let channel: Message.Channel?
    package let form: ID<ContactForm>?
    package let kind: Case.Kind?
    /// BCP 47: `zh` is met by `zh-Hans`, and not the other way.
    package let language: String?

    package init(
        id: ID<SkillRule>, skill: String, channel: Message.Channel? = nil, form: ID<ContactForm>? = nil,
        kind: Case.Kind? = nil, language: String? = nil
    ) {
        self.id = id
        self.skill = skill
        self.channel = channel
        self.form = form
        self.kind = kind
        self.language = language
    }

    /// The skill that a case asks for: by the rule that asks for the most and fits; of equals by the oldest. `nil` where none
    /// fits.
    ///
    /// - Parameter rules: the oldest first.
    package static func skill(for facts: SkillFacts, by rules: [SkillRule]) -> String? {
        let fitting = rules.filter { $0.fits(facts) }
        guard let most = fitting.map(\.asks).max() else { return nil }
        return fitting.first { $0.asks == most }?.skill
    }

    private var asks: Int { [channel != nil, form != nil, kind != nil, language != nil].count(where: \.self) }

    private func fits(_ facts: SkillFacts) -> Bool {
        (channel == nil || channel == facts.channel) && (form == nil || form == facts.form)
            && (kind == nil || kind == facts.kind)
            && (language.map { language in facts.language.map { Self.covers(language, $0) } ?? false } ?? true)
    }

    private static func covers(_ wanted: String, _ language: String) -> Bool {
        let (wanted, language) = (wanted.lowercased(), language.lowercased())
        return language == wanted || language.hasPrefix(wanted + "-")
    }
}

/// What is known of a case when its skill is looked for.
package struct SkillFacts: Sendable, Hashable {
    package var channel: Message.Channel?
    package var form: ID<ContactForm>?
    package var kind: Case.Kind
    /// BCP 47 of its customer, else of what they wrote first; `nil` where nobody said.
    package var language: String?

    package init(
        kind: Case.Kind, channel: Message.Channel? = nil, form: ID<ContactForm>? = nil, language: String? = nil
    ) {
        self.kind = kind
        self.channel = channel
        self.form = form
        self.language = language
    }
}

/// A rule as somebody wants it to be.
package struct SkillRuleDraft: Sendable, Hashable {
    package var skill: String
    package var channel: Message.Channel?
    package var form: ID<ContactForm>?
    package var kind: Case.Kind?
    package var language: String?

    package init(
        skill: String, channel: Message.Channel? = nil, form: ID<ContactForm>? = nil, kind: Case.Kind? = nil,
        language: String? = nil
    ) {
        self.skill = skill
        self.channel = channel
        self.form = form
        self.kind = kind
        self.language = language
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(skill, "skill", limit: 60))
        if let language, !CustomerDraft.isLanguageTag(language) {
            problems.append(FieldProblem("language", "problems.no-such-language"))
        }
        if channel == nil, form == nil, kind == nil, language == nil {
            problems.append(FieldProblem("channel", "desk.skill-rule-asks-nothing"))
        }
        return problems
    }
}
