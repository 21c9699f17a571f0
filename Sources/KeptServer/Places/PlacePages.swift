import KeptDomain
import KeptWords

package struct PlaceRow: Sendable {
    package let place: Place
    package let calendar: String
    package let people: Int
    package let openOrders: Int

    package init(place: Place, calendar: String, people: Int, openOrders: Int) {
        self.place = place
        self.calendar = calendar
        self.people = people
        self.openOrders = openOrders
    }
}

package struct PlaceListView: Sendable {
    package let rows: [PlaceRow]
    package let calendars: [Field.Choice]
    package let zones: [String]

    package init(rows: [PlaceRow], calendars: [Field.Choice], zones: [String] = []) {
        self.rows = rows
        self.calendars = calendars
        self.zones = zones
    }
}

/// Branches, counters and warehouses, each with its hours and its zone.
package func placeListPage(
    _ view: PlaceListView, _ context: PageContext, values: FormValues = .fresh, editing: ID<Place>? = nil
) -> HTML {
    let words = context.words
    let title = words("places.title")
    let items = view.rows.map { row -> HTML in
        let place = row.place
        let orders = Paths.query(Paths.orders, [("place", place.id.description), ("state", "open")])
        let known = facts([
            (words("orders.city"), place.city.map { "\($0)" }), (words("orders.region"), place.region.map { "\($0)" }),
            (words("orders.zone"), "\(place.zone)"),
            (words("places.hours"), "<a href=\"\(url: Paths.calendar(place.calendar))\">\(row.calendar)</a>"),
            (words("places.phone"), place.phone.map { "<a href=\"\(url: "tel:" + $0)\">\($0)</a>" }),
            (words("places.email"), place.email.map { "<a href=\"\(url: "mailto:" + $0)\">\(breakable($0))</a>" }),
            (words("places.people"), context.numberText(row.people)),
            (words("carriers.open"), "<a href=\"\(url: orders)\">\(words.number(row.openOrders))</a>"),
        ])
        let isEditing = editing == place.id
        let closing = closingForm(
            words("places.end"), to: Paths.placeClosing(place.id), revision: place.revision, context)
        let edit = disclosure(
            words("page.edit"), isOpen: isEditing, key: "e",
            """
            \(form(Paths.place(place.id), context, placeFields(place, view, isEditing ? values : .fresh, words)))\
            \(closing, if: !place.isDefault)
            """)
        let usual: HTML = " <span class=\"quiet small\">\(words("places.default"))</span>"
        return """
            <li class="record" data-row="\(url: orders)"><h2>\(place.name)\(usual, if: place.isDefault)</h2>\
            \(known)\(edit, if: context.may(.setPlaces))</li>
            """
    }
    let add = disclosure(
        words("places.add"), isOpen: editing == nil && !values.problems.isEmpty,
        form(Paths.places, context, placeFields(nil, view, editing == nil ? values : .fresh, words)))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("places.sentence", count: view.rows.count))"))\
        <ul class="records">\(joined: items)</ul>\(add, if: context.may(.setPlaces))
        """
    return layout(title: title, context: context, body: body)
}

private func placeFields(_ place: Place?, _ view: PlaceListView, _ form: FormValues, _ words: Words) -> HTML {
    let scope = place.map { "\($0.id)-" } ?? "new-"
    let zone: Field.Kind = view.zones.isEmpty ? .text : .choice(view.zones.map { Field.Choice($0, $0) })
    let fields = [
        Field("name", words("places.name"), value: place?.name, isRequired: true),
        Field("city", words("orders.city"), value: place?.city, hint: words("places.city-hint")),
        Field("region", words("orders.region"), value: place?.region),
        Field("zone", words("orders.zone"), zone, value: place?.zone, isRequired: true),
        Field("calendar", words("places.hours"), .choice(view.calendars), value: place?.calendar.description),
        Field("phone", words("places.phone"), .tel, value: place?.phone, hint: words("places.answers-hint")),
        Field("email", words("places.email"), .email, value: place?.email),
    ]
    let usual = Field("default", words("places.make-default"), .check, value: place?.isDefault == true ? "1" : nil)
    return """
        \(revisionField(place?.revision))\(formProblems(form, words))\
        <div class="fields">\(joined: fields.map { formField($0, form, words, scope: scope) })</div>\
        \(formField(usual, form, words, scope: scope))<div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}
