import KeptDomain
import KeptWords

/// A delivery window with the names of what it is for.
package struct WindowRow: Sendable {
    package let window: DeliveryWindow
    package let place: String?
    package let carrier: String?
    /// How often customers chose it in the last 30 days.
    package let chosen: Int

    package init(window: DeliveryWindow, place: String?, carrier: String?, chosen: Int) {
        self.window = window
        self.place = place
        self.carrier = carrier
        self.chosen = chosen
    }
}

package struct WindowListView: Sendable {
    package let rows: [WindowRow]
    package let places: [Field.Choice]
    package let carriers: [Field.Choice]

    package init(rows: [WindowRow], places: [Field.Choice], carriers: [Field.Choice]) {
        self.rows = rows
        self.places = places
        self.carriers = carriers
    }
}

/// Which times customers can choose, as a list with its forms.
package func windowListPage(
    _ view: WindowListView, _ context: PageContext, values: FormValues = .fresh, editing: ID<DeliveryWindow>? = nil
) -> HTML {
    let words = context.words
    let title = words("windows.title")
    let items = view.rows.map { row -> HTML in
        let window = row.window
        let days = Weekday.allCases.filter { window.weekdays.contains($0) }.map { words.weekday($0) }
        let known = facts([
            (words("windows.when"), "\(words.list(days)) <span class=\"num\">\(windowClock(window, words))</span>"),
            (
                words("windows.for"),
                "\(row.place ?? words("windows.every-place")) · \(row.carrier ?? words("windows.every-carrier"))"
            ),
            (words("windows.notice"), "\(words.duration(.minutes(Int64(window.noticeMinutes))))"),
            (words("windows.chosen"), context.numberText(row.chosen)),
        ])
        let isEditing = editing == window.id
        let edit = disclosure(
            words("page.edit"), isOpen: isEditing, key: "e",
            """
            \(form(Paths.window(window.id), context, windowFields(window, view, isEditing ? values : .fresh, words)))\
            \(closingForm(words("windows.end"), to: Paths.windowClosing(window.id), revision: window.revision, context))
            """)
        return "<li class=\"record\"><h2>\(window.name)</h2>\(known)\(edit, if: context.may(.setCarriers))</li>"
    }
    let add = disclosure(
        words("windows.add"), isOpen: editing == nil && !values.problems.isEmpty,
        form(Paths.windows, context, windowFields(nil, view, editing == nil ? values : .fresh, words)))
    let empty = emptyState(words("windows.empty.title"), words("windows.empty.text"))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("windows.sentence"))"))\
        \(view.rows.isEmpty ? empty : "<ul class=\"records\">\(joined: items)</ul>")\(add, if: context.may(.setCarriers))
        """
    return layout(title: title, context: context, body: body)
}

private func windowClock(_ window: DeliveryWindow, _ words: Words) -> String {
    words.clock(secondOfDay: window.starts * 60) + "–" + words.clock(secondOfDay: window.ends * 60)
}

/// Fields `name`, `weekday_mon` … `weekday_sun`, `starts`, `ends`, `notice_minutes`, `place`, `carrier`.
private func windowFields(
    _ window: DeliveryWindow?, _ view: WindowListView, _ form: FormValues, _ words: Words
) -> HTML {
    let scope = window.map { "\($0.id)-" } ?? "new-"
    let days = Weekday.allCases.map { day in
        formField(
            Field(
                "weekday_" + day.key, words.weekday(day), .check,
                value: window?.weekdays.contains(day) == true ? "1" : nil),
            form, words, scope: scope)
    }
    let problem: HTML? = form.problem("weekdays").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    let fields = [
        Field(
            "starts", words("windows.starts"), .clock, value: window.map { words.clock(secondOfDay: $0.starts * 60) },
            isRequired: true),
        Field(
            "ends", words("windows.ends"), .clock, value: window.map { words.clock(secondOfDay: $0.ends * 60) },
            isRequired: true),
        Field(
            "notice_minutes", words("windows.notice-minutes"), .whole(min: 0, max: 10_000),
            value: window.map { String($0.noticeMinutes) } ?? "120"),
        Field(
            "place", words("orders.place"), .choice([Field.Choice("", words("windows.every-place"))] + view.places),
            value: window?.place?.description),
        Field(
            "carrier", words("orders.columns.carrier"),
            .choice([Field.Choice("", words("windows.every-carrier"))] + view.carriers),
            value: window?.carrier?.description),
    ]
    let name = Field("name", words("windows.name"), value: window?.name, isRequired: true)
    return """
        \(revisionField(window?.revision))\(formProblems(form, words))\(formField(name, form, words, scope: scope))\
        <fieldset class="days"><legend>\(words("windows.days"))</legend>\(joined: days)\(problem)</fieldset>\
        <div class="fields">\(joined: fields.map { formField($0, form, words, scope: scope) })</div>\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}
