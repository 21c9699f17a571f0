import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords
import NIOCore

/// The chat that one line of script puts on any site: the script, the frame that it opens, and what it can say beforehand.
enum ChatRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, Paths.chatScript) { request, _ in try script(site, request) },
            .page(.get, "/chat/{slug}", site, start),
            .page(.get, "/chat/{slug}/outlook", site, outlook),
        ]
    }

    /// Its address never changes, so browsers ask again after an hour.
    private static func script(_ site: Site, _ request: Request) throws -> Response {
        guard let (asset, _) = site.assets.file(version: site.assets.version, name: "chat.js") else {
            throw Problem(.notFound, "requests.no-page")
        }
        let tag = "\"chat-\(site.assets.version)\""
        let headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=3600", .eTag: tag,
            HTTPField.Name("Cross-Origin-Resource-Policy")!: "cross-origin",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        // The file ends as a function; here it is called with the words.
        let end = asset.bytes.lastIndex(of: UInt8(ascii: ")")).map { $0 + 1 } ?? asset.bytes.count
        let bytes = asset.bytes[..<end] + Array("(".utf8) + chatWords(site.vocabulary) + Array(")\n".utf8)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func start(_ page: PageRequest) async throws -> Response {
        let form = try await ContactRoutes.form(page)
        let page = try await ContactRoutes.opened(page, form)
        let (made, zone) = try await ContactRoutes.view(form, page, channel: .chat)
        let isOpen = form.closedAt == nil && form.hasChat
        var response = try await page.page(isOpen ? .ok : .gone) { context in
            var context = context
            context.zone = zone
            return isOpen
                ? chatStartPage(made, context)
                : closedFormPage(form, phone: made.phone, email: made.email, context)
        }
        response.headers[.contentSecurityPolicy] = HTTPFields.policy(framedBy: form.frameAncestors)
        return response
    }

    /// When an answer comes, for sites that want to say so beside their own button: to those of the form alone.
    private static func outlook(_ page: PageRequest) async throws -> Response {
        let form = try await ContactRoutes.form(page)
        let page = try await ContactRoutes.opened(page, form)
        let (made, zone) = try await ContactRoutes.view(form, page, channel: .chat)
        var (context, _) = try await page.site.pageContext(for: page.request, page.context)
        context.zone = zone
        var json = JSONWriter(capacity: 300)
        json.object { json in
            json.field("open", made.outlook.isOpen)
            json.field("opens_at", made.outlook.opens)
            json.field("due_at", made.outlook.due)
            json.field("said", outlookText(made.outlook, context))
        }
        var response = Response.json(json.bytes)
        response.headers[.vary] = "Origin"
        if let origin = page.request.headers[.origin], form.origins.contains(origin) {
            response.headers[.accessControlAllowOrigin] = origin
        }
        return response
    }

    private static func outlookText(_ outlook: ContactOutlook, _ context: PageContext) -> String {
        let words = context.words
        func near(_ instant: Instant) -> String { words.nearMoment(instant, in: context.zone, now: context.now) }
        let opens = near(outlook.opens)
        switch (outlook.isOpen, outlook.due.map(near)) {
        case (true, let due?): return words("contact.outlook.open-due", ["time": due])
        case (true, nil): return words("contact.outlook.open")
        case (false, let due?): return words("contact.outlook.away-due", ["opens": opens, "time": due])
        case (false, nil): return words("contact.outlook.away", ["opens": opens])
        }
    }
}
