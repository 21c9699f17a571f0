import KeptDomain
import KeptWords

/// Fields `email`, `password`; `return_to` is where the reader wanted to go.
package func signInPage(_ context: PageContext, returnTo: String?, values: FormValues = .fresh, refusal: String? = nil)
    -> HTML
{
    let words = context.words
    let back: HTML? = returnTo.map { "<input type=\"hidden\" name=\"return_to\" value=\"\($0)\">" }
    let problem: HTML? = refusal.map { flash(Flash(.problem, $0)) }
    let body: HTML = """
        \(back)\
        \(formField(Field("email", words("people.email"), .email, isRequired: true, autocomplete: "username"), values, words))\
        \(formField(Field("password", words("sign-in.password"), .password, isRequired: true, autocomplete: "current-password"), values, words))\
        <div class="form-foot"><button class="main">\(words("sign-in.go"))</button></div>
        """
    return cardLayout(
        title: words("sign-in.title"), context: context,
        body: """
            <h1>\(words("sign-in.title"))</h1>\(problem)\(form(Paths.signIn, context, body))\
            <p class="quiet small">\(words("sign-in.forgotten"))</p>
            """)
}

/// Where an invitation or sign-in link leads: one's own password, chosen once. Field `password`.
package func invitationPage(_ token: String, name: String, _ context: PageContext, values: FormValues = .fresh) -> HTML
{
    let words = context.words
    let title = words("sign-in.welcome", ["name": name])
    let body: HTML = """
        \(formProblems(values, words))\
        \(formField(Field("password", words("sign-in.new-password"), .password, hint: words("sign-in.password-hint"), isRequired: true, autocomplete: "new-password"), values, words))\
        <div class="form-foot"><button class="main">\(words("sign-in.go"))</button></div>
        """
    return cardLayout(
        title: title, context: context,
        body: "<h1>\(title)</h1><p>\(words("sign-in.choose"))</p>\(form(Paths.invitation(token), context, body))")
}
