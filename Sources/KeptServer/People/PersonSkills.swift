import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// What one person can do, on their page: the same as in the table of the desk.
///
/// - Parameter values: of the form that was refused.
func personSkills(_ id: ID<Person>, _ skills: [String], _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let field = Field(
        "skills", words("desk.skills"), value: skills.joined(separator: ", "), hint: words("desk.skills-hint"))
    let change = form(
        Paths.personSkills(id), context,
        """
        \(formProblems(values, words))\(formField(field, values, words))\
        <div class="form-foot"><button>\(words("page.save"))</button></div>
        """)
    let shown: HTML = skills.isEmpty ? "<p>\(words("page.none"))</p>" : "<p>\(words.list(skills))</p>"
    return section(words("desk.skills"), id: "skills", context.may(.setDesk) ? change : shown)
}

extension Paths {
    package static func personSkills(_ id: ID<Person>) -> String { person(id) + "/skills" }
}

extension SubmittedForm {
    /// The field `skills`: several with commas between them, as people write commas in either language.
    var skills: [String] {
        (self["skills"] ?? "").split { $0 == "," || $0 == "，" || $0 == "、" }.map(String.init)
    }
}

extension PeopleRoutes {
    @Sendable static func setSkills(_ page: PageRequest) async throws -> Response {
        try page.permit(.setPeople)
        let id: ID<Person> = try page.id()
        return try await page.submit { form in
            let skills = form.skills
            try await page.write { try $0.setSkills(of: id, to: skills) }
            return Paths.person(id)
        } orShow: { context, values in
            try await show(id, page, context, skills: values)
        }
    }
}
