import KeptDomain
import KeptStore
import KeptWords

/// What somebody sees who would join a queue.
package struct JoinView: Sendable {
    package let queue: Queue
    package let place: String
    package var phone: String?
    package var email: String?
    package let isTaking: Bool
    /// When its hours begin next; `nil` while they run or where that is not known.
    package var opens: Instant?
    /// How many wait, and how long it would take.
    package var waiting = 0
    package var outlook: WaitOutlook
    package var explained: [String: String]?
    /// Told with the form, so that one sent twice joins once.
    package let sending: String
    /// The other queues of the place that can be joined the same way.
    package var others: [Queue] = []

    package init(
        queue: Queue, place: String, isTaking: Bool, outlook: WaitOutlook = .nobodyServes, sending: String
    ) {
        self.queue = queue
        self.place = place
        self.isTaking = isTaking
        self.outlook = outlook
        self.sending = sending
    }
}

extension JoinView {
    init(_ scene: QueueScene, place: Place, sending: String, others: [Queue]) {
        self.init(
            queue: scene.queue, place: place.name, isTaking: scene.isTaking, outlook: scene.joining, sending: sending)
        (phone, email, opens) = (place.phone, place.email, scene.opens)
        (waiting, explained, self.others) = (scene.waiting.count, scene.explanation?.said, others)
    }
}

/// The form by which somebody joins from their phone, with the wait that they are about to begin.
package func joinPage(_ view: JoinView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let name = view.queue.name(in: words.language.tag)
    let serves: HTML? = view.queue.serves.text(in: words.language.tag).map { "<p>\($0)</p>" }
    let isOpen = view.isTaking && view.queue.rules.ways.contains(.phone)
    let sentence: HTML = isOpen ? "\(words.wait(view.outlook))" : closedSentence(view, context)
    let body: HTML = """
        <p class="lead">\(name) · \(view.place)</p>
        <h1 class="now">\(sentence)</h1>
        \(joinBeneath(view, context), if: isOpen)\(serves)
        \(form(Paths.queueJoining(view.queue.slug), context, "\(formProblems(values, words))\(joinFields(view, .phone, values, words))"), if: isOpen)
        \(otherQueues(view, words))
        \(waysToUs(view.phone, view.email, words("queue-pages.phone.ask-us")))
        """
    return publicLayout(title: words("queue-pages.join.title", ["name": name]), context: context, body: body)
}

/// Why nobody can join, and when it opens.
func closedSentence(_ view: JoinView, _ context: PageContext) -> HTML {
    let words = context.words
    if view.queue.closedAt == nil, view.queue.shutAt != nil {
        return "\(view.queue.shutWhy ?? words("queue-pages.join.shut"))"
    }
    if !view.isTaking, let opens = view.opens {
        return words.html("queue-pages.join.opens", ["time": context.nearTime(opens)])
    }
    return "\(words(view.isTaking ? "queue-pages.join.not-by-phone" : "queue-pages.join.shut"))"
}

private func joinBeneath(_ view: JoinView, _ context: PageContext) -> HTML {
    let words = context.words
    let delay: HTML? = view.explained?.text(in: words.language.tag).map {
        "<p class=\"queue-delay\"><strong>\(words("queue-pages.phone.delayed"))</strong> \($0)</p>"
    }
    return """
        <p class="lead">\(words("queue-pages.join.waiting", count: view.waiting))</p>\(delay)\
        \(view.outlook.quote.map { "<p class=\"hint\">\(words.basis($0))</p>" as HTML })
        """
}

/// - Parameter way: what is asked differs: a kiosk is left at once, a clerk knows more.
func joinFields(
    _ view: JoinView, _ way: QueueRules.Way, _ values: FormValues, _ words: Words, scope: String = ""
) -> HTML {
    let rules = view.queue.rules
    var fields: [HTML] = []
    if rules.largestParty > 1 {
        fields.append(
            formField(
                Field(
                    "party_size", words("queue-pages.join.party"), .whole(min: 1, max: rules.largestParty), value: "1"),
                values, words, scope: scope))
    }
    fields.append(
        formField(
            Field(
                "name", words("queue-pages.join.name"), hint: words("queue-pages.join.name-hint"), autocomplete: "name"),
            values, words, scope: scope))
    if way == .counter {
        fields.append(formField(Field("phone", words("queue-pages.join.phone"), .tel), values, words, scope: scope))
        fields.append(formField(Field("need", words("queue-pages.join.need")), values, words, scope: scope))
    }
    fields += view.queue.questions.map { questionField($0, nil, values, words, scope: scope) }
    if rules.offersCompany {
        fields.append(
            formField(
                Field(
                    "wants_company", words("queue-pages.join.company"), .check,
                    hint: words("queue-pages.join.company-text")), values, words, scope: scope))
    }
    return """
        <input type="hidden" name="sending" value="\(view.sending)">\(joined: fields)\
        <div class="form-foot"><button class="main">\(words("queue-pages.join.join"))</button></div>
        """
}

private func otherQueues(_ view: JoinView, _ words: Words) -> HTML? {
    guard !view.others.isEmpty else { return nil }
    let links = view.others.map { queue -> HTML in
        "<li><a href=\"\(url: Paths.queueJoining(queue.slug))\">\(queue.name(in: words.language.tag))</a></li>"
    }
    return section(words("queue-pages.join.others"), "<ul class=\"contact\">\(joined: links)</ul>")
}
