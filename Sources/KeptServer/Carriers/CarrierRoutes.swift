import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Carriers: the list with its forms.
enum CarrierRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/carriers", site) { page in try await page.page { try await show(page, $0) } },
            .page(.post, "/carriers", site) { page in
                try await page.submit { form in
                    let draft = try CarrierDraft(form)
                    _ = try await page.write { try $0.addCarrier(draft) }
                    return Paths.carriers
                } orShow: { context, values in
                    try await show(page, context, values: values)
                }
            },
            .page(.post, "/carriers/{id}", site) { page in
                try await change(page) { form in
                    let (draft, revision) = (try CarrierDraft(form), try form.knownRevision())
                    return { try $0.changeCarrier($1, to: draft, revision: revision) }
                }
            },
            .page(.post, "/carriers/{id}/closing", site) { page in
                try await change(page) { form in
                    let revision = try form.knownRevision()
                    return { try $0.closeCarrier($1, revision: revision) }
                }
            },
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<Carrier>) throws -> Void

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, editing: ID<Carrier>? = nil
    ) async throws -> HTML {
        try page.permit(.seeStandards)
        let today = try await page.zone().day(of: page.now)
        let rows = try await page.read { reading in
            let open = try reading.openOrdersByCarrier()
            let measures = try reading.deliveries(by: .carrier, from: today.advanced(by: -30), to: today)
            let byName = Dictionary(measures.map { ($0.key, $0) }) { first, _ in first }
            return try reading.carriers().map { carrier in
                let measure = byName[carrier.name]
                return CarrierRow(
                    carrier: carrier, openOrders: open[carrier.id] ?? 0, onTimeShare: measure?.onTimeShare,
                    firstAttemptShare: measure?.firstAttemptShare)
            }
        }
        return carrierListPage(rows, context, values: values, editing: editing)
    }

    private static func change(
        _ page: PageRequest, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: Carrier.self)
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.carriers
        } orShow: { context, values in
            try await show(page, context, values: values, editing: id)
        }
    }
}
