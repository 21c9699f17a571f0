import KeptDomain
import KeptStore
import KeptWords

/// A person with the places of their roles by name.
package struct PersonRow: Sendable {
    package struct GrantView: Sendable {
        package let role: Role
        /// `nil` for everywhere.
        package let place: String?
        package init(role: Role, place: String?) {
            self.role = role
            self.place = place
        }
    }

    package let id: ID<Person>
    package let name: String
    package let email: String?
    package let grants: [GrantView]
    package let hasLeft: Bool
    /// Has set a password; others get an invitation link.
    package let canSignIn: Bool

    package init(
        id: ID<Person>, name: String, email: String?, grants: [GrantView], hasLeft: Bool = false, canSignIn: Bool = true
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.grants = grants
        self.hasLeft = hasLeft
        self.canSignIn = canSignIn
    }
}

package struct PeopleView: Sendable {
    package let rows: [PersonRow]
    package let places: [Field.Choice]
    /// A link just made for somebody, shown once: only its hash is kept.
    package let invitation: (name: String, link: String)?

    package init(rows: [PersonRow], places: [Field.Choice], invitation: (name: String, link: String)? = nil) {
        self.rows = rows
        self.places = places
        self.invitation = invitation
    }
}

/// Who works here, with which roles, and what each role may do.
package func peoplePage(_ view: PeopleView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = words("people.title")
    let columns = [
        Column(words("people.name")), Column(words("people.email")), Column(words("people.roles-of")),
        Column(words("people.access")),
    ]
    let rows = view.rows.map { personLine($0, context) }
    let invitation: HTML? = view.invitation.map { name, link in
        """
        <div class="flash flash-done" role="status"><p>\(words("people.invitation", ["name": name]))</p>\
        <p><code class="link">\(link)</code></p></div>
        """
    }
    let add = disclosure(
        words("people.add"), isOpen: !values.problems.isEmpty, key: "e",
        form(Paths.people, context, personFields(view.places, values, words)))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("people.sentence", count: view.rows.count { !$0.hasLeft }))"))\
        \(invitation)\(table(columns, rows, caption: title))\(add, if: context.may(.setPeople))\
        \(section(words("people.permissions"), permissionTable(words)))
        """
    return layout(title: title, context: context, body: body)
}

private func personLine(_ row: PersonRow, _ context: PageContext) -> TableRow {
    let words = context.words
    let roles = row.grants.map { grant -> HTML in
        "\(words("people.roles", of: grant.role)) <span class=\"quiet\">(\(grant.place ?? words("page.everywhere")))</span>"
    }
    let invite = form(Paths.invite(row.id), context, "<button>\(words("people.invite"))</button>")
    let access: HTML =
        row.hasLeft
        ? "<span class=\"quiet\">\(words("people.left"))</span>"
        : row.canSignIn
            ? "\(words("people.can-sign-in"))" : context.may(.setPeople) ? invite : "\(words("people.invited"))"
    let link = Paths.person(row.id)
    let name: HTML = context.may(.setPeople) ? "<a href=\"\(url: link)\">\(row.name)</a>" : "\(row.name)"
    return TableRow(
        [name, row.email.map { breakable($0) } ?? HTML(), .joined(roles, by: "<br>"), access], link: link,
        style: row.hasLeft ? "gone" : nil)
}

/// Fields `name`, `email`, and the roles as `grantFields` has them.
private func personFields(_ places: [Field.Choice], _ form: FormValues, _ words: Words) -> HTML {
    let fields = [
        Field("name", words("people.name"), isRequired: true, autocomplete: "off"),
        Field("email", words("people.email"), .email, hint: words("people.email-hint"), autocomplete: "off"),
    ]
    return """
        \(formProblems(form, words))<div class="fields">\(joined: fields.map { formField($0, form, words) })</div>\
        \(grantFields([Grant(role: .frontLine)], free: 0, places, form, words))\
        <div class="form-foot"><button class="main">\(words("people.add"))</button></div>
        """
}

/// A row for each role held and `free` empty ones: `roles[0].role`, empty for none, and where it holds,
/// `roles[0].place`, empty for everywhere. Somebody may hold one role at several places.
private func grantFields(
    _ grants: [Grant], free: Int, _ places: [Field.Choice], _ form: FormValues, _ words: Words
) -> HTML {
    let roles =
        [Field.Choice("", words("page.none"))]
        + Role.allCases.map { Field.Choice($0.rawValue, words("people.roles", of: $0)) }
    let everywhere = [Field.Choice("", words("page.everywhere"))] + places
    let sent = form.values.keys.count { $0.hasPrefix("roles[") && $0.hasSuffix("].role") }
    let rows = (0..<max(grants.count + free, sent)).map { index -> HTML in
        let grant = grants.indices.contains(index) ? grants[index] : nil
        let role = Field(
            "roles[\(index)].role", words("people.role"), .choice(roles), value: grant?.role.rawValue ?? "")
        let place = Field(
            "roles[\(index)].place", words("people.holds-at"), .choice(everywhere),
            value: grant?.place?.description ?? "")
        return "<div class=\"fields pair\">\(formField(role, form, words))\(formField(place, form, words))</div>"
    }
    return .joined(rows)
}

extension SubmittedForm {
    /// The roles that `grantFields` asked for.
    func grants() throws -> [Grant] {
        try (0..<PersonFacts.mostGrants).compactMap { index in
            guard let text = self["roles[\(index)].role"] else { return nil }
            guard let role = Role(rawValue: text) else {
                throw InvalidInput("roles[\(index)].role", "problems.required")
            }
            return Grant(role: role, place: try id("roles[\(index)].place"))
        }
    }
}

/// The one table of operation × role × reach that every operation asks.
func permissionTable(_ words: Words) -> HTML {
    let columns = [Column(words("people.operation"))] + Role.allCases.map { Column(words("people.roles", of: $0)) }
    let rows = Operation.allCases.map { operation -> TableRow in
        let cells = Role.allCases.map { role -> HTML in
            Permissions.reach(of: operation, for: role).map { "\(words("people.reach", of: $0))" }
                ?? "<span class=\"quiet\">–</span>"
        }
        return TableRow(["\(words("people.operations", of: operation))"] + cells)
    }
    return table(columns, rows, caption: words("people.permissions"), isGrid: true)
}

/// One person with their roles.
///
/// - Parameters:
///   - revision: of what the form was made from, so that nobody's change is lost.
///   - below: what else is said of them.
package func personPage(
    _ row: PersonRow, _ grants: [Grant], places: [Field.Choice], revision: Int = 1, _ context: PageContext,
    values: FormValues = .fresh, below: HTML? = nil
) -> HTML {
    let words = context.words
    let save = form(
        Paths.person(row.id), context,
        """
        \(revisionField(revision))\(formProblems(values, words))\
        \(formField(Field("name", words("people.name"), value: row.name, isRequired: true), values, words))\
        \(formField(Field("email", words("people.email"), .email, value: row.email), values, words))\
        <fieldset><legend>\(words("people.roles-of"))</legend>\(grantFields(grants, free: 2, places, values, words))</fieldset>\
        \(formField(Field("left", words("people.has-left"), .check, value: row.hasLeft ? "1" : nil, hint: words("people.has-left-hint")), values, words))\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """)
    let invite = form(Paths.invite(row.id), context, "<button>\(words("people.new-link"))</button>")
    let journal = linkButton(words("page.history"), to: Paths.journal(of: .person(row.id)))
    return layout(
        title: row.name, context: context,
        body: "\(pageHead(row.name, actions: "\(invite)\(journal)"))\(save)\(below)")
}
