import KeptDomain
import KeptWords

package struct CalendarRow: Sendable {
    package let id: ID<CalendarRecord>
    package let name: String
    package let zone: String
    /// Places that keep these hours.
    package let places: [String]
    package let week: CalendarWeek

    package init(id: ID<CalendarRecord>, name: String, zone: String, places: [String], week: CalendarWeek) {
        self.id = id
        self.name = name
        self.zone = zone
        self.places = places
        self.week = week
    }
}

/// The open windows of a week in seconds of the day, Monday first; a window over midnight ends beyond 86,400.
package struct CalendarWeek: Sendable {
    package let windows: [[(from: Int, to: Int)]]
    package init(_ windows: [[(from: Int, to: Int)]]) { self.windows = windows }

    package init(_ calendar: WorkCalendar) {
        windows = Weekday.allCases.map { day in
            calendar.windows(on: day).map { ($0.start, $0.end) }
        }
    }
}

package func calendarListPage(_ rows: [CalendarRow], _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("calendars.title")
    let add = context.may(.setCalendars) ? linkButton(words("calendars.new"), to: Paths.newCalendar, isMain: true) : nil
    let cards = rows.map { row -> HTML in
        """
        <li class="calendar-card"><h2><a href="\(url: Paths.calendar(row.id))">\(row.name)</a></h2>\
        <p class="quiet">\(row.zone)\(" · \(words.list(row.places))", if: !row.places.isEmpty)</p>\(weekPicture(row.week, words))</li>
        """
    }
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("calendars.sentence"))", actions: add))\
        \(rows.isEmpty ? emptyState(words("calendars.empty.title"), words("calendars.empty.text"), action: add) : "<ul class=\"calendar-cards\">\(joined: cards)</ul>")
        """
    return layout(title: title, context: context, body: body)
}

/// Seven lines, one a day, dark where it is open.
func weekPicture(_ week: CalendarWeek, _ words: Words) -> HTML {
    let lines = week.windows.enumerated().map { index, windows -> HTML in
        let day = Weekday(rawValue: index)!
        let height = Double(index) * 22 + 4
        let spans = windows.map {
            "\(words.clock(secondOfDay: $0.from))–\(words.clock(secondOfDay: min($0.to, 86_400)))"
        }
        let bars = windows.map { window -> HTML in
            let start = 44 + Double(window.from) / 86_400 * 264
            let width = Double(min(window.to, 86_400) - window.from) / 86_400 * 264
            return
                "<rect class=\"open\" x=\"\(at: start)\" y=\"\(at: height)\" width=\"\(at: width)\" height=\"14\" rx=\"2\"/>"
        }
        return """
            <g><title>\(words.labelled(words.longWeekday(day), spans.isEmpty ? words("calendars.closed") : words.list(spans)))</title>\
            <text x="0" y="\(at: height + 12)">\(words.weekday(day))</text>\
            <rect class="shut" x="44" y="\(at: height)" width="264" height="14" rx="2"/>\(joined: bars)</g>
            """
    }
    let hours = [0, 6, 12, 18, 24].map { hour -> HTML in
        "<text class=\"middle\" x=\"\(at: 44 + Double(hour) * 11)\" y=\"174\">\(padded(hour, 2))</text>"
    }
    return """
        <svg class="week" viewBox="0 0 320 178" role="img" aria-label="\(words("calendars.week"))">\(joined: lines)\(joined: hours)</svg>
        """
}

/// One calendar with its form.
package struct CalendarFormView: Sendable {
    package let id: ID<CalendarRecord>?
    package let name: String
    package let zone: String
    package let isAlways: Bool
    package let week: CalendarWeek
    package let holidays: [Day]
    package let zones: [String]
    /// Open promises that were told under an earlier version and keep it.
    package let openCount: Int
    /// Of the calendar as it is shown; `nil` for a new one.
    package let revision: Int?

    package init(
        id: ID<CalendarRecord>?, name: String, zone: String, isAlways: Bool, week: CalendarWeek, holidays: [Day],
        zones: [String] = [], openCount: Int = 0, revision: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.zone = zone
        self.isAlways = isAlways
        self.week = week
        self.holidays = holidays
        self.zones = zones
        self.openCount = openCount
        self.revision = revision
    }
}

/// What the calculator was asked and answers.
package struct CalendarTrial: Sendable {
    package let values: FormValues
    package let due: Instant?
    /// Opening time from the start to the due time.
    package let elapsed: Span?

    package init(values: FormValues = .fresh, due: Instant? = nil, elapsed: Span? = nil) {
        self.values = values
        self.due = due
        self.elapsed = elapsed
    }
}

package func calendarFormPage(
    _ view: CalendarFormView, _ context: PageContext, values: FormValues = .fresh,
    trial: CalendarTrial = CalendarTrial()
) -> HTML {
    let words = context.words
    let title = view.id == nil ? words("calendars.new") : view.name
    let journal = view.id.map { linkButton(words("page.history"), to: Paths.journal(of: .calendar($0))) }
    let editing = context.may(.setCalendars) ? calendarForm(view, context, values) : HTML()
    let trying = view.id.map {
        section(words("calendars.try.title"), id: "try", calendarTrial($0, view, context, trial))
    }
    let body: HTML = """
        \(pageHead(title, actions: journal))
        <div class="columns"><div>\(editing)</div><aside>\(weekPicture(view.week, words))\(trying)</aside></div>
        """
    return layout(title: title, context: context, body: body)
}

private func calendarForm(_ view: CalendarFormView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let hours = Weekday.allCases.map { day -> HTML in
        let windows = view.week.windows[day.rawValue].map {
            words.clock(secondOfDay: $0.from) + "-" + words.clock(secondOfDay: $0.to > 86_400 ? $0.to - 86_400 : $0.to)
        }
        return formField(
            Field(
                "hours_" + day.key, words.longWeekday(day), value: view.isAlways ? "" : windows.joined(separator: ", ")),
            values, words)
    }
    let holidays = view.holidays.map(\.description).joined(separator: "\n")
    let zone: Field.Kind = view.zones.isEmpty ? .text : .choice(view.zones.map { Field.Choice($0, $0) })
    let keep: HTML = "<p class=\"hint\">\(words("calendars.told-stay", count: view.openCount))</p>"
    return form(
        view.id.map { Paths.calendar($0) } ?? Paths.calendars, context,
        """
        \(revisionField(view.revision))\(formProblems(values, words))\
        \(formField(Field("name", words("calendars.name"), value: view.name, isRequired: true), values, words))\
        \(formField(Field("zone", words("orders.zone"), zone, value: view.zone, isRequired: true), values, words))\
        \(formField(Field("always", words("calendars.always"), .check, value: view.isAlways ? "1" : nil), values, words))\
        <fieldset><legend>\(words("calendars.hours"))</legend><p class="hint">\(words("calendars.hours-hint"))</p>\
        <div class="fields">\(joined: hours)</div></fieldset>\
        \(formField(Field("holidays", words("calendars.holidays"), .area(rows: 5), value: holidays, hint: words("calendars.holidays-hint")), values, words))\
        \(keep, if: view.openCount > 0)<div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """)
}

/// "Try it": when would it be due? A plain link with its question in the address.
private func calendarTrial(
    _ id: ID<CalendarRecord>, _ view: CalendarFormView, _ context: PageContext, _ trial: CalendarTrial
) -> HTML {
    let words = context.words
    let answer: HTML? = trial.due.map { due in
        """
        <p class="answer" role="status">\(words.html("calendars.try.due", ["time": "<strong>\(context.timeText(due))</strong>"]))\
        \(trial.elapsed.map { "<br><span class=\"quiet\">\(words("calendars.try.elapsed", ["length": words.duration($0)]))</span>" as HTML })</p>
        """
    }
    return """
        <form method="get" action="\(url: Paths.calendar(id))#try">\
        \(formField(Field("from", words("calendars.try.from"), .moment, hint: words("promises.form.due-hint", ["zone": view.zone])), trial.values, words, scope: "try-"))\
        \(TargetFields.html(trial.values, .open(.hours(8)), words, scope: "try-"))\
        <button>\(words("calendars.try.go"))</button></form>\(answer)
        """
}
