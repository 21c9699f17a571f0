import KeptDomain

extension ContactForm {
    static let columns: SQL = """
        id, slug, name, place_id, line_id, kinds, languages, has_chat, origins, mail_after_seconds, closed_at, revision
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), slug: row.text(), name: row.text(), place: row.id(), line: row.optionalID(),
            kinds: row.text().split(separator: " ").compactMap { Case.Kind(rawValue: String($0)) },
            languages: row.text().split(separator: " ").map(String.init), hasChat: row.flag(),
            origins: row.text().split(separator: "\n").map(String.init), mailAfter: .seconds(row.int64()),
            closedAt: row.optionalInstant(), revision: row.int())
    }
}

extension ContactFormDraft {
    fileprivate var kindWords: String { kinds.map(\.rawValue).joined(separator: " ") }
    fileprivate var languageWords: String { languages.joined(separator: " ") }
    fileprivate var originLines: String { origins.joined(separator: "\n") }
}

extension Reading {
    package func contactForm(_ id: ID<ContactForm>) throws -> ContactForm? {
        try row("SELECT \(ContactForm.columns) FROM contact_forms WHERE id = \(id)", ContactForm.init)
    }

    package func knownContactForm(_ id: ID<ContactForm>) throws -> ContactForm {
        guard let found = try contactForm(id) else { throw StoreError.notFound("contact form \(id)") }
        return found
    }

    /// - Throws: `notFound` where there never was one at this address.
    package func contactForm(at slug: String) throws -> ContactForm {
        let found = try row("SELECT \(ContactForm.columns) FROM contact_forms WHERE slug = \(slug)", ContactForm.init)
        guard let found else { throw StoreError.notFound("contact form at \(slug)") }
        return found
    }

    /// By name; those that are closed last.
    package func contactForms() throws -> [ContactForm] {
        try rows(
            """
            SELECT \(ContactForm.columns) FROM contact_forms
            ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, name, id
            """, ContactForm.init)
    }
}

extension Transaction {
    package func addContactForm(_ draft: ContactFormDraft) throws -> ContactForm {
        try permit(.setDesk, at: draft.place)
        try check(draft, besides: nil)
        let id = newID(ContactForm.self)
        put(
            """
            INSERT INTO contact_forms (id, slug, name, place_id, line_id, kinds, languages, has_chat, origins,
              mail_after_seconds) VALUES (\(id), \(draft.slug), \(draft.name), \(draft.place), \(draft.line),
              \(draft.kindWords), \(draft.languageWords), \(draft.hasChat), \(draft.originLines),
              \(draft.mailAfter.seconds))
            """)
        journal(
            JournalEntry("place.form-added", of: .place(draft.place), facts: [Fact("name", draft.name)]))
        return try knownContactForm(id)
    }

    package func changeContactForm(
        _ id: ID<ContactForm>, to draft: ContactFormDraft, revision: Int
    ) throws -> ContactForm {
        let known = try knownContactForm(id)
        try permit(.setDesk, at: known.place)
        try permit(.setDesk, at: draft.place)
        try check(draft, besides: id)
        try runGuarded(
            """
            UPDATE contact_forms SET slug = \(draft.slug), name = \(draft.name), place_id = \(draft.place),
              line_id = \(draft.line), kinds = \(draft.kindWords), languages = \(draft.languageWords),
              has_chat = \(draft.hasChat), origins = \(draft.originLines),
              mail_after_seconds = \(draft.mailAfter.seconds), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: try contactForm(id)?.revision)
        journal(
            JournalEntry("place.form-changed", of: .place(draft.place), facts: [Fact("name", draft.name)]))
        return try knownContactForm(id)
    }

    /// Opens a closed form or closes an open one. What was begun by it goes on.
    package func setContactForm(_ id: ID<ContactForm>, isOpen: Bool, revision: Int) throws -> ContactForm {
        let known = try knownContactForm(id)
        try permit(.setDesk, at: known.place)
        try runGuarded(
            """
            UPDATE contact_forms SET closed_at = \(isOpen ? nil : known.closedAt ?? now), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: known.revision)
        journal(
            JournalEntry(
                isOpen ? "place.form-opened" : "place.form-closed", of: .place(known.place),
                facts: [Fact("name", known.name)]))
        return try knownContactForm(id)
    }

    private func check(_ draft: ContactFormDraft, besides id: ID<ContactForm>?) throws {
        var problems = draft.problems()
        if try place(draft.place) == nil || isClosed(draft.place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let line = draft.line, try self.line(line)?.closedAt != nil || self.line(line) == nil {
            problems.append(FieldProblem("line", "requests.unknown-id"))
        }
        let holder: SQL = "SELECT id FROM contact_forms WHERE slug = \(draft.slug)"
        problems.append(try taken("slug", by: holder, besides: id))
        try problems.check()
    }
}
