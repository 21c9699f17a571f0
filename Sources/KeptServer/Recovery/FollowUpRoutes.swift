import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The public page of one follow-up. Whoever holds its address may answer; an address that was given to nobody is a page
/// that does not exist.
enum FollowUpRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/f/{token}", site) { page in
                let (page, key) = try await opened(page)
                return try await page.page { try await show(key, page, $0) }
            },
            .page(.post, "/f/{token}", site, answer),
        ]
    }

    /// The page as its customer reads it, and its key.
    private static func opened(_ page: PageRequest) async throws -> (PageRequest, TrackingKey) {
        let key = try page.key()
        let own = try await page.inLanguage(of: { reading in
            try reading.followUp(keyed: key).flatMap { try reading.knownCase($0.case).customer }
        })
        return (own, key)
    }

    private static func show(
        _ key: TrackingKey, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let (asked, found, place, zone) = try await page.read { reading in
            guard let asked = try reading.followUp(keyed: key) else { throw StoreError.notFound("follow-up") }
            let found = try reading.knownCase(asked.case)
            let zone = try reading.reader(of: .case(found.id)).zone
            return (asked, found, try reading.place(orDefault: found.place).name, zone)
        }
        var context = context
        context.zone = try page.site.store.zones.zone(zone)
        let preset = (values["answer"] ?? page.query["answer"]).flatMap(FollowUp.Answer.init(rawValue:))
        return followUpPage(
            FollowUpView(token: key.text, number: found.number, place: place, followUp: asked, preset: preset), context,
            values: values)
    }

    private static func answer(_ page: PageRequest) async throws -> Response {
        let (page, key) = try await opened(page)
        let customer = try await page.read { reading in
            guard let asked = try reading.followUp(keyed: key) else { throw StoreError.notFound("follow-up") }
            return try reading.knownCase(asked.case).customer
        }
        return try await page.submit(isPublic: true) { form in
            let answer: FollowUp.Answer = try form.choice("answer")
            let said = form["words"]
            try await page.site.store.write(as: .customer(customer), at: page.now) {
                _ = try $0.answerFollowUp(key, answer, words: said)
            }
            return Paths.followUp(key.text)
        } orShow: { context, values in
            try await show(key, page, context, values: values)
        }
    }
}
