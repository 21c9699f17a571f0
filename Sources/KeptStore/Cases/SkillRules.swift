import KeptDomain

extension SkillRule {
    static let columns: SQL = "id, skill, channel, form_id, kind, language"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), skill: row.text(), channel: row.optionalWord(), form: row.optionalID(),
            kind: row.optionalWord(), language: row.optionalText())
    }
}

extension Reading {
    /// The oldest first.
    package func skillRules() throws -> [SkillRule] {
        try rows("SELECT \(SkillRule.columns) FROM skill_rules ORDER BY id", SkillRule.init)
    }

    /// Every skill that somebody here has, or that a rule asks for, in order of the alphabet.
    package func knownSkills() throws -> [String] {
        try rows("SELECT skill FROM person_skills UNION SELECT skill FROM skill_rules ORDER BY skill") { $0.text() }
    }

    /// What is known of a case that stands already: by what its customer wrote first.
    func skillFacts(of found: Case) throws -> SkillFacts {
        var facts = SkillFacts(kind: found.kind)
        let first = try row(
            """
            SELECT m.channel, m.language, (SELECT min(t.form_id) FROM talks t WHERE t.case_id = \(found.id))
            FROM messages m WHERE m.case_id = \(found.id) AND m.direction = 'in' AND m.is_automatic = 0
            ORDER BY m.written_at, m.id LIMIT 1
            """
        ) {
            (channel: $0.optionalWord(Message.Channel.self), language: $0.text(), form: $0.optionalID(ContactForm.self))
        }
        if let first {
            (facts.channel, facts.form) = (first.channel, first.form)
            if first.language != "und" { facts.language = first.language }
        }
        facts.language = try found.customer.flatMap { try customer($0)?.language } ?? facts.language
        return facts
    }
}

extension Transaction {
    package func addSkillRule(_ draft: SkillRuleDraft) throws -> SkillRule {
        try permit(.setDesk, .anyPlace)
        var problems = draft.problems()
        if let form = draft.form, try contactForm(form) == nil {
            problems.append(FieldProblem("form", "requests.unknown-id"))
        }
        try problems.check()
        let rule = SkillRule(
            id: newID(), skill: draft.skill.trimmedOrNil ?? draft.skill, channel: draft.channel, form: draft.form,
            kind: draft.kind, language: draft.language)
        put(
            """
            INSERT INTO skill_rules (\(SkillRule.columns)) VALUES
            (\(rule.id), \(rule.skill), \(rule.channel), \(rule.form), \(rule.kind), \(rule.language))
            """)
        journal(JournalEntry("business.skill-rule-added", of: .business, facts: [Fact("name", rule.skill)]))
        return rule
    }

    /// Cases that it gave their skill keep it.
    package func removeSkillRule(_ id: ID<SkillRule>) throws {
        try permit(.setDesk, .anyPlace)
        guard let rule = try row("SELECT \(SkillRule.columns) FROM skill_rules WHERE id = \(id)", SkillRule.init) else {
            throw StoreError.notFound("skill rule \(id)")
        }
        put("DELETE FROM skill_rules WHERE id = \(id)")
        journal(JournalEntry("business.skill-rule-removed", of: .business, facts: [Fact("name", rule.skill)]))
    }

    /// The skill that a case asks for which is opened now.
    func skill(asked facts: SkillFacts, customer: ID<Customer>?) throws -> String? {
        let rules = try skillRules()
        guard !rules.isEmpty else { return nil }
        var facts = facts
        facts.language = try customer.flatMap { try self.customer($0)?.language } ?? facts.language
        return SkillRule.skill(for: facts, by: rules)
    }

    /// The skill after something became known of a case: as the rules say now, where it was as they said; what a person chose
    /// stays.
    func skill(of sorted: Case, before found: Case) throws -> String? {
        let rules = try skillRules()
        guard !rules.isEmpty, found.skill == SkillRule.skill(for: try skillFacts(of: found), by: rules) else {
            return found.skill
        }
        return SkillRule.skill(for: try skillFacts(of: sorted), by: rules)
    }

    /// What whoever takes a case must be able to do, said by a person; `nil` for nothing.
    @discardableResult
    package func setSkill(of id: ID<Case>, to skill: String?, revision: Int? = nil) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        try [FieldProblem.optional(skill, "skill", limit: 60)].compactMap(\.self).check()
        guard skill?.trimmedOrNil != found.skill else { return found }
        var asking = found
        asking.skill = skill?.trimmedOrNil
        try save(
            asking, as: "case.skill-set", facts: asking.skill.map { [Fact("name", $0)] } ?? [])
        return try knownCase(id)
    }
}
