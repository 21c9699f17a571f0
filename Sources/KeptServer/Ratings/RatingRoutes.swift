import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The public page on which the customer of a case rates, and the tap on the tracking page of an order. Only a form that is
/// sent records anything.
enum RatingRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/r/{token}", site) { page in
                let (page, key) = try await opened(page)
                return try await page.page { try await show(key, page, $0) }
            },
            .page(.post, "/r/{token}", site) { page in
                let (page, key) = try await opened(page)
                let found = try await ratedCase(key, page)
                return try await page.submit(isPublic: true) { form in
                    let (question, value) = try tap(form)
                    _ = try await page.site.store.write(as: .customer(found.customer), at: page.now) {
                        try $0.rate(.case(found.id), question, value: value)
                    }
                    return Paths.rating(key.text)
                } orShow: { context, values in
                    try await show(key, page, context, values: values)
                }
            },
        ]
    }

    /// What was tapped.
    static func tap(_ form: SubmittedForm) throws -> (Rating.Question, Int) {
        let question: Rating.Question = try form.choice("question")
        guard let value = try form.whole("value", in: question.range) else {
            throw InvalidInput("value", "problems.required")
        }
        return (question, value)
    }

    private static func opened(_ page: PageRequest) async throws -> (PageRequest, TrackingKey) {
        let key = try page.key()
        return (try await page.inLanguage(of: { try $0.ratedCase(key)?.customer }), key)
    }

    private static func ratedCase(_ key: TrackingKey, _ page: PageRequest) async throws -> Case {
        guard let found = try await page.read({ try $0.ratedCase(key) }) else { throw StoreError.notFound("rating") }
        return found
    }

    private static func show(
        _ key: TrackingKey, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let found = try await ratedCase(key, page)
        let (ratings, zone) = try await page.read { reading in
            (try reading.ratings(of: .case(found.id)), try reading.reader(of: .case(found.id)).zone)
        }
        var context = context
        context.zone = try page.site.store.zones.zone(zone)
        return ratingPage(
            RatingView(token: key.text, number: found.number, subject: found.subject, ratings: ratings), context,
            values: values)
    }
}
