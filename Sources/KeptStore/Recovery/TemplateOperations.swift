import KeptDomain

extension Reading {
    /// Templates in use, by name, each in its newest version.
    package func recoveryTemplates() throws -> [RecoveryTemplate] { try templates(where: "t.ended_at IS NULL") }

    package func recoveryTemplate(_ id: ID<RecoveryTemplate>) throws -> RecoveryTemplate {
        guard let found = try templates(where: "t.ended_at IS NULL AND t.id = \(id)").first else {
            throw StoreError.notFound("recovery template \(id)")
        }
        return found
    }

    /// Every version of a template, the newest first.
    package func recoveryTemplateVersions(_ id: ID<RecoveryTemplate>) throws -> [RecoveryTemplate] {
        try templates(where: "t.id = \(id)", newest: false)
    }

    /// Every version of the templates in use, the newest first of each.
    package func recoveryTemplateHistory() throws -> [RecoveryTemplate] {
        try templates(where: "t.ended_at IS NULL", newest: false)
    }

    private func templates(where condition: SQL, newest: Bool = true) throws -> [RecoveryTemplate] {
        let version: SQL =
            newest
            ? " AND v.number = (SELECT max(number) FROM recovery_template_versions WHERE template_id = t.id)" : ""
        let all = try rows(
            """
            SELECT t.id, v.id, v.number, t.name, v.steps, v.made_by, v.made_at, t.revision FROM recovery_templates t
            JOIN recovery_template_versions v ON v.template_id = t.id
            WHERE \(condition)\(version) ORDER BY t.name, v.number DESC, t.id
            """
        ) { row in
            (
                id: row.id(RecoveryTemplate.self), version: row.id(RecoveryTemplateVersion.self), number: row.int(),
                name: row.text(), steps: row.text(), by: row.text(), at: row.instant(), revision: row.int()
            )
        }
        var texts: [ID<RecoveryTemplateVersion>: [String: RecoveryTemplate.Text]] = [:]
        for text in try rows(
            """
            SELECT version_id, language, subject, body FROM recovery_template_texts
            WHERE version_id IN \(anyOf: all.map(\.version)) ORDER BY version_id, language
            """, { (id: $0.id(RecoveryTemplateVersion.self), tag: $0.text(), subject: $0.text(), body: $0.text()) })
        {
            texts[text.id, default: [:]][text.tag] = .init(subject: text.subject, body: text.body)
        }
        return all.map { found in
            RecoveryTemplate(
                id: found.id, version: found.version, number: found.number, name: found.name,
                steps: found.steps.split(separator: ",").compactMap { RecoveryStep(rawValue: String($0)) },
                texts: texts[found.version] ?? [:], madeBy: found.by, madeAt: found.at, revision: found.revision)
        }
    }
}

extension Transaction {
    /// - Parameter languages: those in which it must be written.
    @discardableResult
    package func addRecoveryTemplate(
        _ draft: RecoveryTemplateDraft, languages: [String]
    ) throws -> RecoveryTemplate {
        try permit(.setDesk, .anyPlace)
        try check(draft, languages, besides: nil)
        let id = newID(RecoveryTemplate.self)
        put("INSERT INTO recovery_templates (id, name) VALUES (\(id), \(draft.name))")
        putVersion(1, of: id, draft)
        journal(JournalEntry("template.added", of: .business, facts: [Fact("name", draft.name)]))
        return try recoveryTemplate(id)
    }

    /// Makes a new version; what was sent stays as it was sent.
    @discardableResult
    package func changeRecoveryTemplate(
        _ id: ID<RecoveryTemplate>, to draft: RecoveryTemplateDraft, revision: Int, languages: [String]
    ) throws -> RecoveryTemplate {
        try permit(.setDesk, .anyPlace)
        let known = try recoveryTemplate(id)
        try check(draft, languages, besides: id)
        try runGuarded(
            """
            UPDATE recovery_templates SET name = \(draft.name), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try recoveryTemplate(id).revision)
        putVersion(known.number + 1, of: id, draft)
        journal(
            JournalEntry(
                "template.changed", of: .business,
                facts: [Fact("name", draft.name), Fact("version", known.number + 1)]))
        return try recoveryTemplate(id)
    }

    /// It is offered no more; its name is free again.
    package func endRecoveryTemplate(_ id: ID<RecoveryTemplate>, revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        let known = try recoveryTemplate(id)
        try runGuarded(
            """
            UPDATE recovery_templates SET ended_at = \(now), name = name || ' ' || \(id.description), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try recoveryTemplate(id).revision)
        journal(JournalEntry("template.ended", of: .business, facts: [Fact("name", known.name)]))
    }

    private func check(
        _ draft: RecoveryTemplateDraft, _ languages: [String], besides id: ID<RecoveryTemplate>?
    ) throws {
        try draft.problems(languages: languages).check()
        let holder: SQL = "SELECT id FROM recovery_templates WHERE name = \(draft.name)"
        try [taken(by: holder, besides: id)].compactMap(\.self).check()
    }

    private func putVersion(_ number: Int, of id: ID<RecoveryTemplate>, _ draft: RecoveryTemplateDraft) {
        let version = newID(RecoveryTemplateVersion.self)
        put(
            """
            INSERT INTO recovery_template_versions (id, template_id, number, steps, made_by, made_at)
            VALUES (\(version), \(id), \(number), \(draft.steps.map(\.rawValue).joined(separator: ",")),
              \(actor.description), \(now))
            """)
        for (language, text) in draft.texts.sorted(by: { $0.key < $1.key }) {
            put(
                """
                INSERT INTO recovery_template_texts (version_id, language, subject, body)
                VALUES (\(version), \(language), \(text.subject), \(text.body))
                """)
        }
    }
}
