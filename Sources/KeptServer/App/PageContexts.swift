import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

extension Site {
    /// What a page needs to know about the reader and the moment of this request.
    ///
    /// - Returns: `visit` is the cookie to set where the reader had none, so that their forms come back as ours.
    func pageContext(for request: Request, _ context: AppContext) async throws -> (page: PageContext, visit: String?) {
        let facts = try await business.current()
        let person = context.caller.person
        var (token, visit) = (formTokens.token(for: request), String?.none)
        if token == nil {
            let secret = Secret.random(bits: 128)
            token = formTokens.token(ofVisit: secret)
            visit = VisitCookie.set(secret, isSecure: isSecure(request))
        }
        let reader = person.flatMap { person in
            context.caller.actor.map { Reader(id: person.id, name: person.name, actor: $0) }
        }
        var counts = NavigationCounts()
        if let person { counts = try await navigation.counts(for: person, at: now) }
        let zone = try person?.zone.map { try store.zones.zone($0) } ?? facts.zone
        let page = PageContext(
            words: words(for: request, context), zone: zone, now: now, reader: reader, formToken: token ?? "",
            path: request.uri.string, business: facts.name, assets: assets,
            languages: vocabulary.languages.map { vocabulary[$0] }, counts: counts, flash: nil)
        return (page, visit)
    }
}
