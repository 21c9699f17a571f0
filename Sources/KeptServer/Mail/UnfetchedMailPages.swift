import KeptDomain
import KeptStore
import KeptWords

/// Messages that lie in mailboxes and could not be fetched, below those that wait for a person; nothing where there are none.
func unfetchedMails(
    _ mails: [UnfetchedMail], total: Int, _ context: PageContext, values: FormValues, editing: ID<UnfetchedMail>?
) -> HTML? {
    guard !mails.isEmpty else { return nil }
    let words = context.words
    let items = mails.map { unfetchedMail($0, context, $0.id == editing ? values : .fresh) }
    return section(
        words("channels.unfetched.title"), id: "unfetched",
        """
        <p>\(words("channels.unfetched.waiting", count: total))</p><p class="hint">\(words("channels.unfetched.sentence"))</p>\
        <ul class="records">\(joined: items)</ul>
        """)
}

private func unfetchedMail(_ mail: UnfetchedMail, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let known = facts([
        (words("channels.unfetched.number"), "\(String(mail.uid))"),
        (words("channels.unfetched.since"), context.timeWithRelative(mail.foundAt)),
        (words("channels.unfetched.answer"), "\(mail.answer)"),
        (
            words("channels.unfetched.next"),
            "\(context.timeWithRelative(mail.nextAttemptAt)) · \(words("channels.unfetched.tried", count: mail.attempts))"
        ),
    ])
    let again = form(
        Paths.unfetchedMailTrying(mail.id), context, class: "inline",
        "<button class=\"main\">\(words("channels.unfetched.again"))</button>")
    let why = Field("why", words("channels.unfetched.why"), isRequired: true)
    let leave = disclosure(
        words("channels.unfetched.leave"), isOpen: values.problem("why") != nil,
        form(
            Paths.unfetchedMailLeaving(mail.id), context,
            """
            \(formProblems(values, words))\(formField(why, values, words, scope: "\(mail.id)-"))\
            <div class="form-foot"><button>\(words("channels.unfetched.leave"))</button></div>
            """))
    return """
        <li class="record"><h3>\(words("channels.unfetched.in")) \(breakable(mail.address))</h3>\(known)\
        \("<div class=\"beside\">\(again)\(leave)</div>" as HTML, if: context.may(.workCase))</li>
        """
}
