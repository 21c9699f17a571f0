import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The page of a conversation. Whoever holds its address may read it and write on it; an address that was given to nobody is
/// a page that does not exist.
enum TalkRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/c/{key}", site) { page in
                let (page, talk, key) = try await opened(page)
                let isSent = page.query["sent"] != nil
                var response = try await page.page { context in
                    var context = context
                    if isSent { context.flash = Flash(.done, context.words("contact.talk.received")) }
                    return try await show(talk, key, page, context)
                }
                try await frame(&response, talk, page)
                return response
            },
            .page(.post, "/c/{key}/messages", site, send),
            .page(.post, "/c/{key}/rating", site, rate),
            .page(.post, "/c/{key}/seen", site, seen),
            .page(.get, "/c/{key}/files/{id}", site, download),
            .page(.get, "/c/{key}/live", site, live),
            .page(.get, "/c/{key}/changes", site, changes),
        ]
    }

    /// The page in the language of the talk, and its key.
    static func opened(_ page: PageRequest) async throws -> (PageRequest, Talk, TrackingKey) {
        let key = try page.key("key")
        let talk = try await page.read { try $0.knownTalk(key) }
        return (page.asRead(by: CustomerReading(own: talk.language, usual: talk.language)), talk, key)
    }

    /// Only as a panel may the sites of its form show it in a frame.
    private static func frame(_ response: inout Response, _ talk: Talk, _ page: PageRequest) async throws {
        guard page.query["panel"] != nil else { return }
        let form = try await page.read { try $0.knownContactForm(talk.form) }
        response.headers[.contentSecurityPolicy] = HTTPFields.policy(framedBy: form.frameAncestors)
    }

    private static func show(
        _ talk: Talk, _ key: TrackingKey, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        guard let found = try await page.read({ try $0.talkPage(key) }) else { throw StoreError.notFound("talk key") }
        var context = context
        context.zone = try page.site.store.zones.zone(talk.zone)
        let isPanel = page.query["panel"] != nil || values["panel"] != nil
        let view = TalkView(found, key: key.text, sending: Secret.random(bits: 128).text, isPanel: isPanel)
        return talkPage(view, context, values: values)
    }

    private static func send(_ page: PageRequest) async throws -> Response {
        let (page, talk, key) = try await opened(page)
        let sent = try await page.publicSubmission()
        guard sent.isOurs else {
            if page.isSentByAnotherSite { throw Unauthorized.foreignForm }
            let words = page.site.words(for: page.request, page.context)
            return try await page.page(.forbidden, flash: Flash(.problem, words("refusals.form-too-old"))) {
                try await show(talk, key, page, $0, values: sent.form.shown())
            }
        }
        if page.isByOurScript {
            try await file(sent, talk, key, page)
            return .json(Array("{}".utf8), status: .created)
        }
        return try await page.respond(to: sent.form) { form in
            try await file(sent, talk, key, page)
            return .seeOther(Paths.with(Paths.talk(key.text), ["panel": form["panel"]]))
        } orShow: { context, values in
            try await show(talk, key, page, context, values: values)
        }
    }

    private static func file(
        _ sent: PublicSubmission, _ talk: Talk, _ key: TrackingKey, _ page: PageRequest
    ) async throws {
        let address = page.site.address(of: page.request, page.context)
        let (now, words) = (page.now, page.site.vocabulary)
        // In a transaction of its own, so that what is refused counts too.
        try await page.site.store.write(as: .customer(nil), at: now) {
            try $0.countTalkMessage(on: talk.id, from: address)
        }
        if sent.isTooLarge {
            throw InvalidInput("files", "problems.file-too-large", [Fact("limit", Attachment.largestTogether >> 20)])
        }
        let draft = TalkMessageDraft(
            sent.form["body"] ?? "", files: sent.files, sending: try sent.form.required("sending"))
        _ = try await page.site.store.write(as: .customer(nil), at: now) {
            try $0.continueTalk(key, with: draft, words: words)
        }
    }

    /// One tap: how it was. The same as by the link in a letter, about the case in which the conversation goes on.
    private static func rate(_ page: PageRequest) async throws -> Response {
        let (page, talk, key) = try await opened(page)
        let found = try await page.read { try $0.standingCase(of: talk) }
        return try await page.submit(isPublic: true) { form in
            let (question, value) = try RatingRoutes.tap(form)
            _ = try await page.site.store.write(as: .customer(found.customer), at: page.now) {
                try $0.rate(.case(found.id), question, value: value)
            }
            return Paths.talk(key.text) + "#talk-rating"
        } orShow: { context, values in
            try await show(talk, key, page, context, values: values)
        }
    }

    /// Told by the page's script while somebody looks at it.
    private static func seen(_ page: PageRequest) async throws -> Response {
        let key = try page.key("key")
        guard page.isByOurScript else { throw Unauthorized.foreignForm }
        let form = try await page.read()
        guard let message = try form.id("upto", of: Message.self) else {
            throw InvalidInput("upto", "problems.required")
        }
        try await page.site.store.write(as: .customer(nil), at: page.now) { try $0.readTalk(key, upTo: message) }
        return Response(status: .noContent)
    }

    /// For keeping, never shown as a page.
    private static func download(_ page: PageRequest) async throws -> Response {
        let (key, id) = (try page.key("key"), try page.id(of: Attachment.self))
        let (file, bytes) = try await page.read { reading in
            let file = try reading.talkFile(id, on: key)
            return (file, try reading.blob(file.sha256))
        }
        return .download(bytes, named: file.name, type: file.type)
    }
}
