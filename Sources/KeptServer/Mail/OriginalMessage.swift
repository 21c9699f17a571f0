import Foundation
import HTTPTypes
import Hummingbird
import KeptDomain
import KeptMail
import KeptStore
import NIOCore

/// A message as its sender formatted it: cleaned, on a page of its own that runs nothing and is shown in a frame.
struct OriginalMessage: Sendable {
    let bytes: [UInt8]
    /// BCP 47; `nil` where nobody said.
    let language: String?
    /// Whether pictures of other machines are loaded.
    let withPictures: Bool

    /// Larger pictures that came with a message are files to download, not part of a page.
    private static let largestPicture = 2 << 20
    private static let pictures: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/webp"]

    /// `nil` where the message has no HTML.
    func page() throws -> [UInt8]? {
        let message = try ReadMessage(bytes)
        guard let html = message.html else { return nil }
        let parts = Dictionary(
            (message.inlineParts + message.attachments).compactMap { part in part.contentID.map { ($0, part) } }
        ) { first, _ in first }
        let markup = html.markup(showingRemote: withPictures) { id in
            guard let part = parts[id], let type = part.typeByContent, Self.pictures.contains(type),
                part.bytes.count <= Self.largestPicture
            else { return nil }
            return "data:\(type);base64,\(Data(part.bytes).base64EncodedString())"
        }
        // The cleaner answers for the markup: it is written anew from a small set of elements.
        let page: HTML = """
            <!doctype html><html\("lang", language)><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">\
            <title>·</title></head><body>\(HTML(raw: markup))</body></html>
            """
        return page.bytes
    }

    /// Nothing runs, nothing is sent, nothing but the pictures asked for is loaded; only our own pages may frame it.
    var headers: HTTPFields {
        let from = withPictures ? "data: https: http:" : "data:"
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "private, no-store",
            .contentSecurityPolicy: """
            default-src 'none'; img-src \(from); base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
            sandbox allow-popups allow-popups-to-escape-sandbox
            """,
        ]
        headers[HTTPField.Name("X-Frame-Options")!] = "SAMEORIGIN"
        return headers
    }
}

/// Messages beside their case: as they were formatted, as they came, and sent once more.
enum MessageRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/messages/{id}/original", site, original),
            .page(.get, "/messages/{id}/source", site) { page in
                let (bytes, id) = try await source(page)
                return .download(bytes, named: "message-\(id).eml", type: "message/rfc822")
            },
            .page(.post, "/messages/{id}/sending-again", site) { page in
                let id = try page.id(of: Message.self)
                let found = try await page.read { try $0.knownMessage(id).case }
                return try await page.submit { form in
                    let contact = try form.required("contact")
                    try await page.write { try $0.sendAgain(id, to: contact) }
                    return Paths.case(found)
                } orShow: { context, values in
                    try await CaseRoutes.show(found, page, context, values: values, opened: "again")
                }
            },
        ]
    }

    private static func original(_ page: PageRequest) async throws -> Response {
        let (bytes, id) = try await source(page)
        let language = try await page.read { try $0.knownMessage(id).language }
        let original = OriginalMessage(
            bytes: bytes, language: language == "und" ? nil : language, withPictures: page.query["pictures"] == "1")
        guard let html = try await page.site.mailThreads.run({ try original.page() }) else {
            throw StoreError.notFound("HTML of message \(id)")
        }
        return Response(
            status: .ok, headers: original.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: html)))
    }

    private static func source(_ page: PageRequest) async throws -> ([UInt8], ID<Message>) {
        let id = try page.id(of: Message.self)
        let (raw, extent) = try await page.read { reading in
            let message = try reading.knownMessage(id)
            return (message.raw, try reading.knownCase(message.case).extent)
        }
        try page.see(.seeCases, extent)
        guard let raw else { throw StoreError.notFound("source of message \(id)") }
        return (try await page.read { try $0.blob(raw) }, id)
    }
}
