import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

extension Request {
    /// A script of ours asks, who reads JSON rather than a page.
    var wantsJSON: Bool { headers[.accept]?.contains("json") == true }
}

extension Problem {
    /// Problem JSON for programs, a page for people.
    func response(to request: Request, _ context: AppContext, _ site: Site) async -> Response {
        var response: Response
        if request.uri.path.hasPrefix("/api/") || request.wantsJSON {
            let words = site.words(for: request, context)
            let bytes = json(in: words, path: request.uri.path, requestID: context.id)
            response = .json(bytes, status: status)
            response.headers[.contentType] = "application/problem+json"
        } else if self.key == Unauthorized.notSignedIn.key {
            response = .seeOther(Paths.with(Paths.signIn, ["next": Self.wayBack(from: request)]))
        } else {
            response = .html(await page(for: request, context, site), status: status)
        }
        response.headers.append(contentsOf: headers)
        return response
    }

    /// Where to go after signing in: to what was asked for, or to the page whose form was sent.
    private static func wayBack(from request: Request) -> String? {
        request.method == .get || request.method == .head ? request.uri.string : request.pathCameFrom
    }

    /// - Returns: a bare page where even the business's name cannot be read.
    private func page(for request: Request, _ context: AppContext, _ site: Site) async -> HTML {
        do {
            let (page, _) = try await site.pageContext(for: request, context)
            let moment = { (instant: Instant) in page.words.moment(instant, in: page.zone, now: page.now) }
            let details = errors.map { (name: $0.field, text: page.words(refusal: $0.key, $0.facts, moment: moment)) }
            return problemPage(
                title: page.words.title(of: status), text: page.words(refusal: key, facts, moment: moment),
                details: way == nil ? [] : details, reference: status.code >= 500 ? context.id : nil, context: page,
                back: way ?? Paths.home, backLabel: way == nil ? nil : page.words("page.whole-list"))
        } catch {
            let words = site.words(for: request, context)
            return """
                <!doctype html>
                <html lang="\(words.language.tag)"><head><meta charset="utf-8"><title>\(words.title(of: status))</title></head>
                <body><h1>\(words.title(of: status))</h1><p>\(sentence(in: words))</p>
                <p>\(words("requests.request", ["id": context.id]))</p></body></html>
                """
        }
    }
}
