import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Delivery windows: the list with its forms.
enum WindowRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/windows", site) { page in try await page.page { try await show(page, $0) } },
            .page(.post, "/windows", site) { page in
                try await page.submit { form in
                    let draft = try WindowDraft(form)
                    _ = try await page.write { try $0.addWindow(draft) }
                    return Paths.windows
                } orShow: { context, values in
                    try await show(page, context, values: values)
                }
            },
            .page(.post, "/windows/{id}", site) { page in
                try await change(page) { form in
                    let (draft, revision) = (try WindowDraft(form), try form.knownRevision())
                    return { try $0.changeWindow($1, to: draft, revision: revision) }
                }
            },
            .page(.post, "/windows/{id}/closing", site) { page in
                try await change(page) { form in
                    let revision = try form.knownRevision()
                    return { try $0.closeWindow($1, revision: revision) }
                }
            },
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<DeliveryWindow>) throws -> Void

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, editing: ID<DeliveryWindow>? = nil
    ) async throws -> HTML {
        try page.permit(.seeStandards)
        let since = page.now - .days(30)
        let view = try await page.read { reading in
            let (places, carriers) = (try reading.places(), try reading.carriers())
            let chosen = try reading.choicesByWindow(since: since)
            return WindowListView(
                rows: try reading.windows().map { window in
                    WindowRow(
                        window: window, place: places.first { $0.id == window.place }?.name,
                        carrier: carriers.first { $0.id == window.carrier }?.name, chosen: chosen[window.id] ?? 0)
                },
                places: places.map { Field.Choice("\($0.id)", $0.name) },
                carriers: carriers.map { Field.Choice("\($0.id)", $0.name) })
        }
        return windowListPage(view, context, values: values, editing: editing)
    }

    private static func change(
        _ page: PageRequest, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: DeliveryWindow.self)
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.windows
        } orShow: { context, values in
            try await show(page, context, values: values, editing: id)
        }
    }
}
