import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The public page of one order. Whoever holds its address may read it, choose a window and ask; nothing else names the
/// order there, and an address that was given to nobody is a page that does not exist.
enum TrackingRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/t/{token}", site) { page in
                let (page, key) = try await opened(page)
                let isAsked = page.query["asked"] != nil
                return try await page.page { context in
                    var context = context
                    if isAsked { context.flash = Flash(.done, context.words("tracking.asked")) }
                    return try await show(key, page, context)
                }
            },
            .page(.post, "/t/{token}/window", site, chooseWindow),
            .page(.post, "/t/{token}/question", site, ask),
            .page(.post, "/t/{token}/rating", site, rate),
        ]
    }

    /// The page as its customer reads it, and its key.
    private static func opened(_ page: PageRequest) async throws -> (PageRequest, TrackingKey) {
        let key = try page.key()
        return (try await page.inLanguage(of: { try $0.order(tracking: key)?.customer }), key)
    }

    private static func show(
        _ key: TrackingKey, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let now = page.now
        let (read, ease) = try await page.read { reading in
            let order = try reading.order(tracking: key)
            return (
                try reading.trackingPage(key, now: now),
                try order.flatMap { try reading.ratings(of: .order($0.id))[.ease] }
            )
        }
        guard let found = read else { throw StoreError.notFound("tracking key") }
        var context = context
        context.zone = try page.site.store.zones.zone(found.zone)
        var view = TrackingView(found, token: key.text, now: now)
        view.ease = ease
        return trackingPage(view, context, values: values)
    }

    private static func chooseWindow(_ page: PageRequest) async throws -> Response {
        let (page, key) = try await opened(page)
        let order = try await order(key, page)
        let vocabulary = page.site.vocabulary
        return try await page.submit(isPublic: true) { form in
            let window = try form.required("window")
            try await count(page, about: order)
            _ = try await page.site.store.write(as: .customer(order.customer), at: page.now) {
                try $0.chooseWindow(window, for: order.id, words: vocabulary)
            }
            return Paths.tracking(key.text)
        } orShow: { context, values in
            try await show(key, page, context, values: values)
        }
    }

    private static func ask(_ page: PageRequest) async throws -> Response {
        let (page, key) = try await opened(page)
        let order = try await order(key, page)
        let words = page.site.vocabulary
        return try await page.submit(isPublic: true) { form in
            let question = try form.required("question")
            let replyTo = form["reply_to"]
            try await count(page, about: order)
            _ = try await page.site.store.write(as: .customer(order.customer), at: page.now) {
                try $0.askQuestion(question, replyTo: replyTo, about: order, words: words)
            }
            return Paths.query(Paths.tracking(key.text), [("asked", "1")])
        } orShow: { context, values in
            try await show(key, page, context, values: values)
        }
    }

    /// One tap: how easy it was.
    private static func rate(_ page: PageRequest) async throws -> Response {
        let (page, key) = try await opened(page)
        let order = try await order(key, page)
        return try await page.submit(isPublic: true) { form in
            let (question, value) = try RatingRoutes.tap(form)
            guard question == .ease else { throw InvalidInput("question", "problems.required") }
            _ = try await page.site.store.write(as: .customer(order.customer), at: page.now) {
                try $0.rate(.order(order.id), question, value: value)
            }
            return Paths.tracking(key.text)
        } orShow: { context, values in
            try await show(key, page, context, values: values)
        }
    }

    /// In a transaction of its own, so that what is refused counts too.
    private static func count(_ page: PageRequest, about order: Order) async throws {
        let address = page.site.address(of: page.request, page.context)
        try await page.site.store.write(as: .customer(order.customer), at: page.now) {
            try $0.countTrackingSend(about: order.id, from: address)
        }
    }

    private static func order(_ key: TrackingKey, _ page: PageRequest) async throws -> Order {
        guard let order = try await page.read({ try $0.order(tracking: key) }) else {
            throw StoreError.notFound("tracking key")
        }
        return order
    }
}

extension TrackingView {
    init(_ page: TrackingPage, token: String, now: Instant) {
        self.init(
            token: token, number: page.number, status: page.status, chains: page.chains.map { $0.map(Self.view) },
            holding: page.holding.map(Self.view),
            stages: OrderStages(page).views(),
            attempts: page.steps.filter { $0.kind == .attempted || $0.kind == .delivered }.map { step in
                AttemptView(at: step.at, isDelivered: step.kind == .delivered, reason: step.reason)
            },
            windows: page.openings.map { opening in
                WindowChoice(
                    value: opening.token, name: opening.name, from: opening.starts, to: opening.ends,
                    isChosen: page.chosen.map { $0.starts == opening.starts && $0.ends == opening.ends } ?? false)
            },
            carrier: page.carrier, carrierPhone: page.carrierPhone,
            parcels: page.parcels.compactMap { parcel in
                parcel.trackingCode.map { TrackedParcel(code: $0, carrier: parcel.carrier, link: parcel.url) }
            },
            answeredBy: page.answering ?? page.place, phone: page.phone, email: page.email, updatedAt: now)
        isPickUp = page.isPickUp
        basis = page.holding?.basis
        region = page.region
        expected = page.expected
        amends = page.tellings.map { TrackedTelling(said: $0.said, language: $0.language, at: $0.toldAt) }
        conversation = page.conversation.map { said in
            TrackedMessage(
                isOurs: said.message.direction == .outgoing, body: said.message.body,
                language: said.message.language == "und" ? nil : said.message.language, at: said.message.writtenAt)
        }
    }

    /// No id of ours stands on a public page.
    private static func view(_ word: TrackingPage.Word) -> PromiseView {
        PromiseView(
            id: ID(0), said: word.said, language: word.language, due: word.due,
            standing: PromiseStanding(state: word.state, isPaused: word.isPaused, isAtRisk: word.isAtRisk),
            used: word.used, settledAt: word.settledAt, why: word.whyReplaced.flatMap(PromiseView.reason),
            isAskedByCustomer: word.wasAskedByCustomer)
    }
}
