import KeptDomain
import KeptWords

/// What the customer sees who was asked whether it was made good.
package struct FollowUpView: Sendable {
    package let token: String
    package let number: Int
    package let place: String
    package let followUp: FollowUp
    /// What the link in the message says; set already, and answered only by a button.
    package let preset: FollowUp.Answer?

    package init(token: String, number: Int, place: String, followUp: FollowUp, preset: FollowUp.Answer?) {
        self.token = token
        self.number = number
        self.place = place
        self.followUp = followUp
        self.preset = preset
    }
}

/// One question with three buttons. Opening the page answers nothing, since mail scanners open every link; one tap on a
/// button does. Works without scripts, and shows no id of ours.
package func followUpPage(_ view: FollowUpView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let asked = view.followUp
    let isOpen = asked.isOpen(at: context.now)
    let thanks: HTML? = asked.answer.map {
        "<h1 class=\"now\">\(words("recovery.public.thanks", of: $0))</h1>"
    }
    let question: HTML = "<h1 class=\"now\">\(words("recovery.public.question"))</h1>"
    let body: HTML = """
        <p class="lead">\(words("recovery.public.about", ["number": String(view.number), "place": view.place]))</p>\
        \(thanks ?? question)\(standing(view, context, isOpen))\
        \(answerForm(view, context, values), if: isOpen)
        """
    return publicLayout(title: words("recovery.public.title"), context: context, body: body)
}

private func standing(_ view: FollowUpView, _ context: PageContext, _ isOpen: Bool) -> HTML? {
    let words = context.words
    guard let answer = view.followUp.answer, let answeredAt = view.followUp.answeredAt else {
        return isOpen ? nil : "<p class=\"lead\">\(words("recovery.public.over"))</p>"
    }
    let said = words("recovery.answers", of: answer)
    guard isOpen else { return "<p class=\"lead\">\(words("recovery.public.stands", ["answer": said]))</p>" }
    let until = context.nearTime(answeredAt + FollowUp.changeable)
    return """
        <p class="lead">\(words("recovery.public.chosen", ["answer": said]))</p>\
        <p class="quiet">\(words.html("recovery.public.change", ["time": until]))</p>
        """
}

/// With an answer chosen by the link, its button alone is the main one and the others stand beside it; with none, all three
/// are alike.
private func answerForm(_ view: FollowUpView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let chosen = view.followUp.answer ?? view.preset
    let buttons = FollowUp.Answer.allCases.map { answer -> HTML in
        let isMain = chosen == nil || chosen == answer
        return """
            <button name="answer" value="\(answer.rawValue)"\(" class=\"main\"", if: isMain)>\(words("recovery.answers", of: answer))</button>
            """
    }
    let field = Field(
        "words", words("recovery.public.words"), .area(rows: 3), value: view.followUp.words)
    return form(
        Paths.followUp(view.token), context,
        "\(formProblems(values, words))<div class=\"form-foot\">\(joined: buttons)</div>\(formField(field, values, words))"
    )
}
