import KeptDomain
import KeptWords

/// A form that changes something: posts to `action` and carries the reader's form token.
///
/// Every posting form of the site is made here; a test looks for others.
///
/// - Parameter id: where inputs outside the form belong to it.
package func form(
    _ action: String, _ context: PageContext, class style: String? = nil, id: String? = nil, _ body: HTML
) -> HTML {
    """
    <form method="post" action="\(url: action)"\("class", style)\("id", id)>\
    <input type="hidden" name="form_token" value="\(context.formToken)">\(body)</form>
    """
}

/// A form folded away until it is wanted; open, with what was typed and what is wrong, where it was just refused.
///
/// - Parameter isMeant: whether what was typed is of this form, where several post to the same address.
func foldedForm(
    _ label: String, to action: String, _ context: PageContext, isMeant: (FormValues) -> Bool = { _ in true },
    _ body: (FormValues) -> HTML
) -> HTML {
    let refused = context.refused.flatMap { $0.path == action && isMeant($0.values) ? $0.values : nil }
    let values = refused ?? .fresh
    return disclosure(
        label, isOpen: refused != nil, form(action, context, "\(formProblems(values, context.words))\(body(values))"))
}

/// As `form`, for a file.
package func uploadForm(_ action: String, _ context: PageContext, _ body: HTML) -> HTML {
    """
    <form method="post" action="\(url: action)" enctype="multipart/form-data">\
    <input type="hidden" name="form_token" value="\(context.formToken)">\(body)</form>
    """
}

/// What a person typed into a form, and what cannot be taken of it. A fresh form has neither.
package struct FormValues: Sendable {
    package let values: [String: String]
    package let problems: [FieldProblem]

    package init(_ values: [String: String] = [:], problems: [FieldProblem] = []) {
        self.values = values
        self.problems = problems
    }

    package static let fresh = FormValues()

    /// Nobody typed anything yet.
    var isFresh: Bool { values.isEmpty && problems.isEmpty }

    package subscript(name: String) -> String? { values[name] }
    package func problem(_ name: String) -> FieldProblem? { problems.first { $0.field == name } }
}

/// What the form was made from: a change that somebody else made meanwhile is then seen rather than written over.
func revisionField(_ revision: Int?) -> HTML? {
    revision.map { "<input type=\"hidden\" name=\"revision\" value=\"\($0)\">" }
}

/// One labelled input.
package struct Field: Sendable {
    package enum Kind: Sendable {
        case text, email, password, tel, url
        case whole(min: Int?, max: Int?)
        case day
        /// A local date and time without zone, in the zone that the form names.
        case moment
        case clock
        case area(rows: Int)
        case choice([Choice])
        case check
        case file(accept: String)
        /// Any number of files of any kind.
        case files
    }

    package struct Choice: Sendable {
        package let value: String
        package let label: String
        package init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    package let name: String
    package let label: String
    package var kind = Kind.text
    package var value: String?
    package var hint: String?
    package var isRequired = false
    /// Where the cursor stands when the page opens.
    package var isFirst = false
    /// What the browser may fill in (`email`, `current-password`).
    package var autocomplete: String?

    package init(
        _ name: String, _ label: String, _ kind: Kind = .text, value: String? = nil, hint: String? = nil,
        isRequired: Bool = false, autocomplete: String? = nil
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.hint = hint
        self.isRequired = isRequired
        self.autocomplete = autocomplete
    }
}

/// A field with its label, its hint and, after a refused attempt, what was typed and what is wrong with it.
///
/// - Parameter scope: told apart fields of the same name in several forms of one page.
package func formField(_ field: Field, _ form: FormValues = .fresh, _ words: Words, scope: String = "") -> HTML {
    let id = "f-" + scope + field.name
    let problem = form.problem(field.name)
    let value = form[field.name] ?? field.value
    let described = [field.hint == nil ? nil : id + "-hint", problem == nil ? nil : id + "-problem"].compactMap { $0 }
    let attributes: HTML = """
        id="\(id)" name="\(field.name)"\("aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))\
        \("aria-invalid", problem == nil ? nil : "true")\(flag: "required", field.isRequired)\
        \("autocomplete", field.autocomplete)\(flag: "autofocus", field.isFirst)
        """
    let hint: HTML? = field.hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" }
    let refusal: HTML? = problem.map {
        "<p class=\"problem\" id=\"\(id)-problem\">\(words(refusal: $0.key, $0.facts))</p>"
    }
    if case .check = field.kind {
        let isOn = form.values.isEmpty ? field.value == "1" : form[field.name] == "1"
        return """
            <div class="field field-check"><label for="\(id)"><input type="checkbox" value="1" \(attributes)\
            \(flag: "checked", isOn)> \(field.label)</label>\(hint)\(refusal)</div>
            """
    }
    return """
        <div class="field\(" field-problem", if: problem != nil)"><label for="\(id)">\(field.label)</label>\(hint)\
        \(input(field.kind, attributes, value))\(refusal)</div>
        """
}

private func input(_ kind: Field.Kind, _ attributes: HTML, _ value: String?) -> HTML {
    switch kind {
    case .text: typed("text", attributes, value)
    case .email: typed("email", attributes, value)
    case .password: typed("password", attributes, nil)
    case .tel: typed("tel", attributes, value)
    case .url: typed("url", attributes, value)
    case .day: typed("date", attributes, value)
    case .moment: typed("datetime-local", attributes, value)
    case .clock: typed("time", attributes, value)
    case .file(let accept): "<input type=\"file\" accept=\"\(accept)\" \(attributes)>"
    case .files: "<input type=\"file\" multiple \(attributes)>"
    case .check: typed("checkbox", attributes, "1")
    case .whole(let min, let max):
        typed("number", "\(attributes)\("min", min.map(String.init))\("max", max.map(String.init))", value)
    case .area(let rows): "<textarea rows=\"\(rows)\" \(attributes)>\(value)</textarea>"
    case .choice(let choices):
        "<select \(attributes)>\(joined: choices.map { option($0, isChosen: $0.value == value) })</select>"
    }
}

private func typed(_ type: String, _ attributes: HTML, _ value: String?) -> HTML {
    "<input type=\"\(type)\" \(attributes)\("value", value)>"
}

func option(_ choice: Field.Choice, isChosen: Bool) -> HTML {
    "<option value=\"\(choice.value)\"\(flag: "selected", isChosen)>\(choice.label)</option>"
}

/// The sentence above a form that was refused; nothing of it was done.
package func formProblems(_ form: FormValues, _ words: Words) -> HTML? {
    guard !form.problems.isEmpty else { return nil }
    return """
        <p class="flash flash-problem" role="alert" tabindex="-1" data-focus>\
        \(words("page.form-problems", count: form.problems.count))</p>
        """
}
