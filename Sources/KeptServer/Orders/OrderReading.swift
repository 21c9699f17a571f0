import KeptDomain
import KeptStore
import KeptWords

/// What the page of one order is made from.
struct OrderReading: Sendable {
    let page: OrderPage
    let words: KnownWords
    let cases: [Case]
    /// Who told us of the events.
    let tellers: SubjectNames
    /// Those that work for us.
    let carriers: [Carrier]
    let outcome: (filledRight: Bool?, billedRight: Bool?)
    let quotes: OrderQuotes

    /// - Throws: `notFound` when there is no such order.
    init(_ id: ID<Order>, in reading: Reading, _ warnings: ShownWarnings) throws {
        guard let page = try reading.orderPage(id, warnings) else { throw StoreError.notFound("order \(id)") }
        self.page = page
        words = try KnownWords(page.words, in: reading, at: warnings.now)
        var filter = CaseFilter()
        filter.order = id
        cases = try reading.cases(filter, limit: 20)
        tellers = try reading.names(of: [], actors: page.events.compactMap(\.toldBy))
        carriers = try reading.carriers()
        outcome = try reading.notedOutcome(of: id)
        quotes = try OrderQuotes(page.order, in: reading, at: warnings.now)
    }

    func view(zone: Zone, usual: UsualStages, words reader: Words) -> OrderView {
        let order = page.order
        var view = OrderView(
            id: order.id, number: order.number, externalID: order.externalID, source: order.source,
            status: order.status, customer: page.customer?.name, place: page.place.name, zone: order.zone,
            orderedAt: order.orderedAt, stages: OrderStages(order, page.events).views(beside: usual),
            chains: words.chains.map { chain in
                chain.map { quotes.beside($0, order, carrier: page.carrier?.name, reader) }
            })
        view.quote = quotes.view(reader, order, carrier: page.carrier?.name)
        view.holding = words.holding { $0.order == order.id }
        view.customerID = page.customer?.id
        view.contact = page.contacts.first?.value
        view.carrier = page.carrier?.name
        view.carrierPhone = page.carrier?.phone
        view.channel = order.channel
        view.segment = order.segment
        view.city = order.city
        view.region = order.region
        view.isHistory = order.isHistory
        view.splitDelivery = order.splitDelivery
        view.parcels = page.parcels.map(parcel)
        view.lines = page.lines.map(line)
        view.events = page.events.reversed().map { event($0, reader) }
        view.cases = cases.map(caseLine)
        view.trackingPath = order.trackingKey.map { TrackingKey(bytes: $0).path }
        view.windows = page.windows.map { opening in
            WindowChoice(
                value: opening.token(in: zone), name: opening.name, from: opening.starts, to: opening.ends,
                isChosen: page.chosenWindow.map { $0.starts == opening.starts && $0.ends == opening.ends } ?? false)
        }
        view.carriers = carriers.map { Field.Choice("\($0.id)", $0.name) }
        view.isPickUp = order.isPickUp
        (view.filledRight, view.billedRight) = outcome
        view.revision = order.revision
        return view
    }

    private func parcel(_ parcel: OrderParcel) -> ParcelView {
        let events = page.events.filter { $0.parcel == parcel.id || $0.parcel == nil }
        let carrier = parcel.carrier.flatMap { page.carriers[$0] }
        return ParcelView(
            id: parcel.id, code: parcel.trackingCode, carrier: carrier?.name,
            link: parcel.trackingCode.flatMap { carrier?.page(ofParcel: $0) },
            status: OrderHistory(events).status,
            attempts: events.filter { $0.kind == .attempted || $0.kind == .delivered }.map { event in
                AttemptView(at: event.at, isDelivered: event.kind == .delivered, reason: event.reason)
            })
    }

    private func line(_ ordered: OrderedLine) -> LineView {
        let line = ordered.line
        return LineView(
            position: ordered.position, name: line.name, sku: line.sku, quantity: line.quantity,
            filled: line.filledQuantity, price: line.price,
            isGoods: line.isGoods, due: line.promisedAt)
    }

    private func event(_ event: TrackingEvent, _ reader: Words) -> EventView {
        EventView(
            kind: event.kind, at: event.at, learnedAt: event.learnedAt, reason: event.reason,
            parcel: event.parcel.flatMap { id in page.parcels.first { $0.id == id }?.trackingCode },
            by: event.toldBy.map { reader.actor($0, tellers) })
    }

    private func caseLine(_ found: Case) -> CaseLine {
        CaseLine(
            id: found.id, number: found.number, subject: found.subject, customer: page.customer?.name, due: nil,
            isEscalated: found.escalatedAt != nil)
    }
}
