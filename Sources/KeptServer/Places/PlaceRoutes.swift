import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Places: the list with its forms.
enum PlaceRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/places", site) { page in try await page.page { try await show(page, $0) } },
            .page(.post, "/places", site) { page in
                try await page.submit { form in
                    let (draft, isUsual) = (try PlaceDraft(form), form.isTicked("default"))
                    try await page.write { tx in
                        let place = try tx.addPlace(draft)
                        if isUsual { try tx.makeDefault(place.id) }
                    }
                    return Paths.places
                } orShow: { context, values in
                    try await show(page, context, values: values)
                }
            },
            .page(.post, "/places/{id}", site) { page in
                try await change(page) { form in
                    let (draft, revision) = (try PlaceDraft(form), try form.knownRevision())
                    let isUsual = form.isTicked("default")
                    return { tx, id in
                        try tx.changePlace(id, to: draft, revision: revision)
                        if isUsual { try tx.makeDefault(id) }
                    }
                }
            },
            .page(.post, "/places/{id}/closing", site) { page in
                try await change(page) { form in
                    let revision = try form.knownRevision()
                    return { try $0.closePlace($1, revision: revision) }
                }
            },
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<Place>) throws -> Void

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, editing: ID<Place>? = nil
    ) async throws -> HTML {
        try page.permit(.seeStandards)
        let zones = try page.site.store.zones.names()
        let view = try await page.read { reading in
            let calendars = try reading.calendarRows()
            let (open, people) = (try reading.openOrdersByPlace(), try reading.peopleByPlace())
            return PlaceListView(
                rows: try reading.places().map { place in
                    PlaceRow(
                        place: place, calendar: calendars.first { $0.id == place.calendar }?.name ?? "",
                        people: people[place.id] ?? 0, openOrders: open[place.id] ?? 0)
                },
                calendars: calendars.map { Field.Choice("\($0.id)", $0.name) }, zones: zones)
        }
        return placeListPage(view, context, values: values, editing: editing)
    }

    private static func change(
        _ page: PageRequest, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: Place.self)
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.places
        } orShow: { context, values in
            try await show(page, context, values: values, editing: id)
        }
    }
}
