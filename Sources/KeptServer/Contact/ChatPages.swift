import KeptDomain
import KeptStore
import KeptWords

/// The beginning of a chat, in a frame on another site or opened by itself: then it is a plain form.
package func chatStartPage(_ view: ContactFormView, _ context: PageContext) -> HTML {
    let words = context.words
    let fields = [
        Field("body", words("contact.body"), .area(rows: 4), isRequired: true),
        Field("name", words("contact.name"), autocomplete: "name"),
        Field("contact", words("contact.contact-optional"), autocomplete: "email"),
    ]
    let action = Paths.with(Paths.contact(view.form.slug), ["lang": words.language.tag])
    let form = uploadForm(
        action, context,
        """
        \(sendingFields(view, words))<input type="hidden" name="channel" value="chat"><input type="hidden" name="zone">\
        \(joined: fields.map { formField($0, .fresh, words) })\
        <p class="talk-note problem" role="alert" data-talk-note></p>\
        <button class="main">\(words("contact.chat.start"))</button>
        """)
    let body: HTML = """
        <div data-chat-start="\(view.form.slug)" data-failed="\(words("contact.talk.failed"))">
        <h1 class="now">\(view.form.name)</h1><p class="lead">\(outlookSentence(view.outlook, context))</p>\(form)</div>
        """
    return publicLayout(
        title: view.form.name, context: context, script: "talk-page.js", isPanel: true, body: body)
}

/// What the button on the other site says, in every language, as the script's argument.
func chatWords(_ vocabulary: Vocabulary) -> [UInt8] {
    var json = JSONWriter(capacity: 600)
    json.object { json in
        for language in vocabulary.languages {
            let words = vocabulary[language]
            json.key(named: language.tag)
            json.object { json in
                json.field("open", words("contact.chat.open"))
                json.field("close", words("contact.chat.close"))
                json.field("panel", words("contact.chat.panel"))
                json.field("answersOne", words("contact.chat.answers", count: 1))
                json.field("answersOther", words.template("contact.chat.answers").filled { _ in "%s" })
            }
        }
    }
    return json.bytes
}
