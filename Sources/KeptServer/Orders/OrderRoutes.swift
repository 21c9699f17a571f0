import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The list of orders, the page of one, and what can be done there.
enum OrderRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/orders", site, list),
            .page(.get, "/orders/{id}", site) { page in
                let id = try page.id(of: Order.self)
                return try await page.page { try await show(id, page, $0) }
            },
            .page(.post, "/orders/{id}/events", site, recordEvent),
            .page(.post, "/orders/{id}/promises", site, makePromise),
            .page(.post, "/orders/{id}/window", site, chooseWindow),
            .page(.post, "/orders/{id}/carrier", site) { page in
                try await change(page, "carrier") { form in
                    guard let carrier = try form.id("carrier", of: Carrier.self) else {
                        throw InvalidInput("carrier", "problems.required")
                    }
                    let why = try form.required("why")
                    return { try $0.assignCarrier(carrier, to: $1, why: why) }
                }
            },
            .page(.post, "/orders/{id}/parcels", site) { page in
                try await change(page, "parcel") { form in
                    let parcel = try ParcelForm(form)
                    return { tx, id in
                        _ = try tx.addParcel(
                            to: id, carrier: parcel.carrier, trackingCode: parcel.trackingCode, lines: parcel.lines)
                    }
                }
            },
            .page(.post, "/orders/{id}/outcome", site) { page in
                try await change(page, "outcome") { form in
                    let outcome = try OutcomeForm(form)
                    return { tx, id in
                        if !outcome.counts.isEmpty { try tx.noteFilling(of: id, outcome.counts) }
                        if outcome.filledRight != nil || outcome.billedRight != nil {
                            try tx.noteOutcome(
                                of: id, filledRight: outcome.filledRight, billedRight: outcome.billedRight,
                                why: outcome.why)
                        }
                    }
                }
            },
        ]
    }

    /// - Parameter opened: the form that was refused, as `orderPage` names it.
    static func show(
        _ id: ID<Order>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh,
        opened: String? = nil
    ) async throws -> HTML {
        let (now, warnings) = (page.now, try page.warnings())
        let found = try await page.read { try OrderReading(id, in: $0, warnings) }
        try page.see(.seeOrders, at: found.page.order.place)
        let usual = try await page.site.usualStages.stages(carrier: found.page.order.carrier, at: now)
        let view = found.view(
            zone: try page.site.store.zones.zone(found.page.order.zone), usual: usual, words: context.words)
        return orderPage(view, context, values: values, opened: opened)
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        var query = try page.listQuery(OrderListView.Filters.names)
        let filters = OrderListView.Filters(&query)
        let after = query.place { ListCursor($0) }
        try query.check(Paths.orders)
        let reached = try page.reached(for: .seeOrders)
        let within = try page.places(for: .seeOrders, asked: filters.place.flatMap { ID($0) })
        let (trail, warnings) = (ListTrail(page.query), try page.warnings())
        let (found, total, hasAny, customer, carriers, regions, places) = try await page.read { reading in
            let found = try reading.orders(
                filters.asked(within: within), warnings, after: after, limit: 50)
            let total = try reading.totalOrders(filters.asked(within: within), warnings)
            let hasAny = try !found.items.isEmpty || !reading.orders(OrderFilter(), warnings, limit: 1).items.isEmpty
            let customer = try filters.customer.flatMap { ID<Customer>($0) }.flatMap { try reading.customer($0)?.name }
            return (
                found, total, hasAny, customer, try reading.carriers(), try reading.orderRegions(),
                try reading.places().filter { reached.contains($0.id) }
            )
        }
        var view = OrderListView(
            filters: filters, carriers: carriers.map { Field.Choice("\($0.id)", $0.name) }, regions: regions,
            places: places.map { Field.Choice("\($0.id)", $0.name) }, rows: found.items.map(row), total: total,
            previous: trail.previous(Paths.orders, filters.pairs),
            next: trail.next(Paths.orders, filters.pairs, cursor: found.next?.description), hasAny: hasAny)
        view.customer = customer
        return try await page.page { [view] in orderListPage(view, $0) }
    }

    private static func row(_ item: OrderItem) -> OrderListRow {
        let standing = item.word.map {
            PromiseStanding(state: $0.state, isPaused: $0.isPaused, isAtRisk: item.isAtRisk)
        }
        return OrderListRow(
            id: item.id, number: item.number, externalID: item.externalID, customer: item.customer, city: item.city,
            carrier: item.carrier, status: item.status, orderedAt: item.orderedAt, due: item.word?.due,
            standing: standing)
    }

    private static func recordEvent(_ page: PageRequest) async throws -> Response {
        let zone = try await page.zone()
        return try await change(page, "event") { form in
            let draft = try EventDraft(form, zone: zone, now: page.now)
            let words = page.site.vocabulary
            return { _ = try $0.recordEvent(draft, of: $1, words: words) }
        }
    }

    private static func makePromise(_ page: PageRequest) async throws -> Response {
        let writer = page.site.words(for: page.request, page.context).language.tag
        let zone = try await page.zone()
        return try await change(page, "promise") { form in
            { tx, id in
                let order = try tx.knownOrder(id)
                let customer = try order.customer.flatMap { try tx.customer($0) }
                let draft = try PromiseDraft(
                    form, about: .order(id), zone: zone, language: customer?.language ?? writer, readIn: order.zone)
                _ = try tx.giveWord(draft, after: tx.promises(ofOrder: id))
            }
        }
    }

    private static func chooseWindow(_ page: PageRequest) async throws -> Response {
        let vocabulary = page.site.vocabulary
        return try await change(page, "window") { form in
            let window = try form.required("window")
            return { _ = try $0.chooseWindow(window, for: $1, words: vocabulary) }
        }
    }

    private typealias Change = @Sendable (Transaction, ID<Order>) throws -> Void

    /// Reads the form `name` and does the change, unless somebody else changed the order since it was shown.
    private static func change(
        _ page: PageRequest, _ name: String, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: Order.self)
        return try await page.submit { form in
            let (change, revision) = (try read(form), try form.revision())
            try await page.write { tx in
                _ = try tx.knownOrder(id, revision: revision)
                try change(tx, id)
            }
            return Paths.order(id)
        } orShow: { context, values in
            try await show(id, page, context, values: values, opened: name)
        }
    }
}
