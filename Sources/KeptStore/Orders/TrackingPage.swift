import KeptDomain

/// What a customer sees by the unguessable link: no id of ours is in it.
package struct TrackingPage: Sendable {
    package struct Word: Sendable, Hashable {
        package let said: String
        package let language: String
        package let due: Instant
        package let state: PromiseState
        package let isPaused: Bool
        /// When it was kept, broken or withdrawn.
        package let settledAt: Instant?
        /// Why another word took its place.
        package let whyReplaced: String?
        package let wasAskedByCustomer: Bool
        package let isAtRisk: Bool
        /// Share of the clock used, 0...1; `nil` for what is settled.
        package let used: Double?
        /// What it rests on, where it was told as a quote.
        package let basis: QuoteBasis?
    }

    package struct Step: Sendable, Hashable {
        package let kind: TrackingEvent.Kind
        package let at: Instant
        package let reason: String?
    }

    package struct Parcel: Sendable, Hashable {
        package let carrier: String?
        package let trackingCode: String?
        /// The carrier's own page of it.
        package let url: String?
    }

    package struct Opening: Sendable, Hashable {
        /// What the form sends back.
        package let token: String
        package let name: String
        package let starts: Instant
        package let ends: Instant
    }

    package struct Chosen: Sendable, Hashable {
        package let name: String
        package let starts: Instant
        package let ends: Instant
    }

    package let number: Int
    package let status: OrderStatus
    package let zone: String
    package let orderedAt: Instant
    package let approvedAt: Instant?
    package let preparedAt: Instant?
    package let dispatchedAt: Instant?
    package let inTransitAt: Instant?
    package let deliveredAt: Instant?
    package let place: String
    /// Where customers of the place reach somebody.
    package let phone: String?
    package let email: String?
    /// The customer fetches it.
    package let isPickUp: Bool
    package let carrier: String?
    package let carrierPhone: String?
    /// What was told on the order: a chain for each first word, the first said first.
    package let chains: [[Word]]
    /// The word that holds.
    package let holding: Word?
    /// The journey, the oldest first.
    package let steps: [Step]
    package let parcels: [Parcel]
    /// Who answers: the owner of the case that stands open.
    package let answering: String?
    package let chosen: Chosen?
    package let openings: [Opening]
    /// What the customer was told of remedies, the oldest first; `Words.stored` words what Kept said itself.
    package let tellings: [TellingRecord]
    /// What was asked here and what was answered here, in the order in which it was written.
    package let conversation: [CustomerMessage]
    /// From what is seen now: where the word that holds broke or is at risk, the day that can be kept.
    package let expected: Day?
    package let region: String?
}

extension Reading {
    /// `nil` for a key that nobody was given.
    package func trackingPage(_ key: TrackingKey, now: Instant) throws -> TrackingPage? {
        guard let order = try order(tracking: key),
            let page = try orderPage(order.id, ShownWarnings(to: .all, at: now))
        else { return nil }
        let zone = try zones.zone(order.zone)
        // Colleagues also see what was told on cases about it; the customer asks here where the order is.
        let said = page.words.filter { $0.promise.order == order.id }
        let quotes = order.isHistory ? [:] : try toldQuotes(of: order.id)
        let words = try said.map { word in
            let used = word.promise.isOpen ? try timing(of: word.promise).usedShare(at: now) : nil
            let next = said.first { $0.promise.replaces == word.promise.id }
            return (
                promise: word.promise,
                told: TrackingPage.Word(word, used: used, whyReplaced: next?.why, quotes[word.promise.id])
            )
        }
        let chains = Dictionary(grouping: words, by: \.promise.first)
        let holding = words.map(\.promise).holding
        return TrackingPage(
            number: order.number, status: order.status, zone: order.zone,
            orderedAt: order.orderedAt, approvedAt: order.approvedAt, preparedAt: order.preparedAt,
            dispatchedAt: order.dispatchedAt, inTransitAt: order.inTransitAt, deliveredAt: order.deliveredAt,
            place: page.place.name, phone: page.place.phone, email: page.place.email, isPickUp: order.isPickUp,
            carrier: page.carrier?.name, carrierPhone: page.carrier?.phone,
            chains: chains.keys.sorted().compactMap { chains[$0]?.map(\.told) },
            holding: words.first { $0.promise.id == holding?.id }?.told,
            steps: page.events.map { TrackingPage.Step(kind: $0.kind, at: $0.at, reason: $0.reason) },
            parcels: page.parcels.map { TrackingPage.Parcel($0, page.carriers) },
            answering: page.openCase?.owner,
            chosen: page.chosenWindow.map { TrackingPage.Chosen(name: $0.name, starts: $0.starts, ends: $0.ends) },
            openings: page.windows.map {
                TrackingPage.Opening(
                    token: $0.token(in: zone), name: $0.name, starts: $0.starts, ends: $0.ends)
            }, tellings: try tellings(ofOrder: order.id), conversation: try conversation(onTrackingOf: order.id),
            expected: try expected(
                order, holding, isAtRisk: words.contains { $0.promise.id == holding?.id && $0.told.isAtRisk }, now),
            region: order.region)
    }
}

extension Reading {
    /// The day that can be kept, where the word that holds broke or will probably: never one that it promises already.
    fileprivate func expected(_ order: Order, _ holding: Promise?, isAtRisk: Bool, _ now: Instant) throws -> Day? {
        guard let holding, !order.isHistory, !order.status.isFinal, try deliveryModel() != nil else { return nil }
        let isLikelyLate = try risk(of: order.id)?.overSince != nil
        guard holding.state == .broken || holding.isOpen && (isAtRisk || isLikelyLate),
            let quote = try quote(of: order.id, at: now).quote, quote.due > holding.due
        else { return nil }
        return quote.day
    }
}

extension TrackingPage.Word {
    fileprivate init(_ word: OrderPage.Word, used: Double?, whyReplaced: String?, _ quote: ToldQuote?) {
        let promise = word.promise
        self.init(
            said: promise.said, language: promise.language, due: promise.due, state: promise.state,
            isPaused: promise.isPaused, settledAt: promise.settledAt, whyReplaced: whyReplaced,
            wasAskedByCustomer: promise.askedByCustomer, isAtRisk: word.isAtRisk, used: used,
            basis: quote.flatMap { $0.isWish ? nil : $0.basis })
    }
}

extension TrackingPage.Parcel {
    fileprivate init(_ parcel: OrderParcel, _ carriers: [ID<Carrier>: Carrier]) {
        let carrier = parcel.carrier.flatMap { carriers[$0] }
        self.init(
            carrier: carrier?.name, trackingCode: parcel.trackingCode,
            url: parcel.trackingCode.flatMap { carrier?.page(ofParcel: $0) })
    }
}
