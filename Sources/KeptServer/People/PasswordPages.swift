import KeptDomain
import KeptWords

/// One's own password. Fields `old_password` and `password`, the new one.
package func passwordPage(_ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = words("sign-in.change-password")
    let fields = [
        Field(
            "old_password", words("sign-in.old-password"), .password, isRequired: true,
            autocomplete: "current-password"),
        Field(
            "password", words("sign-in.fresh-password"), .password, hint: words("sign-in.password-hint"),
            isRequired: true, autocomplete: "new-password"),
    ]
    let body: HTML = """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words) })\
        <div class="form-foot"><button class="main">\(title)</button></div>
        """
    return layout(
        title: title, context: context,
        body: """
            \(pageHead(title, sentence: "\(words("sign-in.change-sentence"))"))\(form(Paths.password, context, body))
            """)
}
