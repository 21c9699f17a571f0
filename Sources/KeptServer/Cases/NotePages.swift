import KeptDomain
import KeptStore
import KeptWords

/// When something may be owed by, as the form offers it.
package enum NoteDue: String, Sendable, CaseIterable { case hour, sundown, tomorrow, at }

package struct NoteView: Sendable {
    /// What was looked for, and who was found by it: the step that takes the place of finding while one types.
    package var asked: String?
    package var found: [NoteCandidate] = []
    /// They are known by the phone of somebody who was told to be new: one of them is chosen, or `new`.
    package var isOffered = false
    package var places: [Field.Choice]
    /// The zone in which an exact time is read.
    package let zone: String

    /// Chosen for somebody who is new although their phone is known.
    package static let new = "new"

    package init(asked: String? = nil, found: [NoteCandidate] = [], places: [Field.Choice] = [], zone: String) {
        self.asked = asked
        self.found = found
        self.places = places
        self.zone = zone
    }
}

/// One small form for what somebody says on the phone or at the counter: who, what, and what came of it.
package func notePage(_ view: NoteView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = words("notes.title")
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("notes.sentence"))"))\
        \(noteForm(view, context, values))
        """
    return layout(title: title, context: context, body: body)
}

private func noteForm(_ view: NoteView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let channels = [Message.Channel.phone, .counter].map {
        Field.Choice($0.rawValue, words("cases.channels", of: $0))
    }
    let kinds = [Case.Kind.question, .complaint, .request, .praise, .suggestion].map {
        Field.Choice($0.rawValue, words("cases.kinds", of: $0))
    }
    let said = Field(
        "said", words("notes.said"), .area(rows: 3), hint: words("notes.said-hint"), isRequired: true)
    let how = [
        Field("channel", words("notes.channel"), .choice(channels)), Field("kind", words("notes.kind"), .choice(kinds)),
    ]
    let place = view.places.count > 1 ? Field("place", words("orders.place"), .choice(view.places)) : nil
    let fields: HTML = """
        \(formProblems(values, words))\
        \(whoField(view, words, values))\(formField(said, values, words, scope: "note-"))\
        <div class="fields">\(joined: how.map { formField($0, values, words, scope: "note-") })\
        \(place.map { formField($0, values, words, scope: "note-") })</div>\
        \(outcomeFields(view, words, values))\
        <div class="form-foot"><button class="main">\(words("notes.save"))</button></div>
        """
    return form(Paths.notes, context, id: "note", fields)
}

/// Finds people while one types; without scripts by a button and a list to choose from.
private func whoField(_ view: NoteView, _ words: Words, _ values: FormValues) -> HTML {
    let typed = values["who"] ?? view.asked
    let problem = values.problem("who")
    let several: HTML? =
        view.found.isEmpty ? nil : foundChoices(view, chosen: values["chosen"]?.trimmedOrNil, words)
    let nobody: HTML? =
        view.asked != nil && view.found.isEmpty ? "<p class=\"hint\" role=\"status\">\(words("notes.nobody"))</p>" : nil
    let new = [
        Field("name", words("notes.name")), Field("phone", words("notes.phone"), .tel),
        Field("email", words("notes.email"), .email),
    ]
    let isNew = values["name"] != nil || nobody != nil
    return """
        <div class="field note-who\(" field-problem", if: problem != nil)"><label for="f-note-who">\(words("notes.who"))</label>\
        <p class="hint" id="f-note-who-hint">\(words("notes.who-hint"))</p>\
        <input type="text" id="f-note-who" name="who" value="\(typed)" autocomplete="off" autofocus role="combobox" \
        aria-expanded="false" aria-controls="note-found" aria-autocomplete="list" aria-describedby="f-note-who-hint" \
        data-note-who="\(url: Paths.noteWho)"\("aria-invalid", problem == nil ? nil : "true")>\
        <ul class="choices" id="note-found" role="listbox" aria-label="\(words("notes.found"))" data-note-found hidden></ul>\
        \(problem.map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })\
        <noscript><button name="find" value="1" formnovalidate>\(words("notes.find"))</button></noscript></div>\
        \(several ?? "<input type=\"hidden\" name=\"chosen\" value=\"\(values["chosen"])\">")\(nobody)\
        \(disclosure(words("notes.somebody-new"), isOpen: isNew, "<div class=\"fields\">\(joined: new.map { formField($0, values, words, scope: "note-") })</div>"))
        """
}

private func foundChoices(_ view: NoteView, chosen: String?, _ words: Words) -> HTML {
    let choices = view.found.enumerated().map { index, candidate -> HTML in
        let isChosen = chosen.map { $0 == candidate.value } ?? (index == 0)
        return """
            <label><input type="radio" name="chosen" value="\(candidate.value)"\(flag: "checked", isChosen)> \
            \(candidate.label(words))</label>
            """
    }
    let new: HTML = """
        <input type="hidden" name="offered" value="1"><label><input type="radio" name="chosen" value="\(NoteView.new)"> \
        \(words("notes.surely-new"))</label>
        """
    return """
        <fieldset class="choices-list"><legend>\(words("notes.found"))</legend>\(joined: choices)\
        \(new, if: view.isOffered)</fieldset>
        """
}

private func outcomeFields(_ view: NoteView, _ words: Words, _ values: FormValues) -> HTML {
    let isOwed = values["outcome"] == "owed"
    let times = NoteDue.allCases.map { Field.Choice($0.rawValue, words("notes.times", of: $0)) }
    let owed = [
        Field("within", words("notes.within"), .choice(times)),
        Field("due", words("notes.at"), .moment, hint: view.zone),
        Field("promise", words("notes.promise"), hint: words("notes.promise-hint")),
    ]
    return """
        <fieldset class="choices-list"><legend>\(words("notes.outcome"))</legend>\
        <label><input type="radio" name="outcome" value="answered"\(flag: "checked", !isOwed)> \(words("notes.answered"))</label>\
        <label><input type="radio" name="outcome" value="owed"\(flag: "checked", isOwed)> \(words("notes.owed"))</label></fieldset>\
        <div class="fields note-owed">\(joined: owed.map { formField($0, values, words, scope: "note-") })</div>
        """
}

/// What the script puts into the list.
package func noteOptions(_ found: [NoteCandidate], _ words: Words) -> HTML {
    let options = found.enumerated().map { index, candidate -> HTML in
        """
        <li role="option" id="note-option-\(index)" data-value="\(candidate.value)" aria-selected="false">\
        \(candidate.label(words))</li>
        """
    }
    return "<ul>\(joined: options)</ul>"
}

extension NoteCandidate {
    /// As the form sends it back.
    var value: String {
        switch about {
        case .customer(let id): "customer:\(id)"
        case .order(let id): "order:\(id)"
        }
    }

    func label(_ words: Words) -> String {
        let numbered = order.map { words("orders.numbered", ["number": String($0)]) }
        return [numbered, name.trimmedOrNil, phone, city].compactMap(\.self).joined(separator: " · ")
    }
}
