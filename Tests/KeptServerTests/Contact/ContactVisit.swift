import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

/// A site with one form that is a chat too, at a time that the test moves.
struct ContactVisit: Sendable {
    let site: Site
    let time: MovedTime
    let form: ContactForm
    let client: any TestClientProtocol

    static let path = Paths.contact("shop")

    static func with(
        _ engine: Engine, _ body: @escaping @Sendable (ContactVisit) async throws -> Void
    ) async throws {
        // A Thursday, ten o'clock.
        let time = MovedTime("2026-11-05T10:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let form = try await site.store.write(as: .shell, at: site.now) { tx in
                var standard = StandardDraft(
                    name: "First answer", metric: .firstReply, target: "wall:PT1H",
                    said: ["en": "You have our answer by {due}.", "zh-Hans": "我们在{due}前答复。"])
                standard.warnings = []
                _ = try tx.addStandard(standard)
                var draft = ContactFormDraft(
                    slug: "shop", name: "Write to the shop", place: try tx.defaultPlace(), languages: ["en", "zh-Hans"])
                draft.hasChat = true
                draft.origins = ["https://shop.example"]
                return try tx.addContactForm(draft)
            }
            try await buildApplication(site).test(.router) { client in
                try await body(ContactVisit(site: site, time: time, form: form, client: client))
            }
        }
    }

    func customer() async throws -> SiteVisit { try await .customer(on: site, client, at: Self.path) }

    /// Sends the form as its page has it, `seconds` after it was made.
    func sends(
        _ fields: [String: String], as visit: SiteVisit, after seconds: Int64 = 30
    ) async throws -> SiteVisit.Answer {
        var form = try await visit.form(Self.path, on: Self.path)
        time.advance(by: .seconds(seconds))
        for (name, value) in fields { form[name] = value }
        return try await visit.post(form)
    }

    /// The path of a talk begun by the form.
    func begun(_ text: String = "Is it in stock?", as visit: SiteVisit) async throws -> String {
        let answer = try await sends(["body": text, "contact": "ann@example.org"], as: visit)
        let location = try #require(answer.location, "\(answer.status) \(answer.text)")
        return String(location.prefix { $0 != "?" })
    }

    /// As the script of a page sends it.
    func byScript(
        _ path: String, _ fields: KeyValuePairs<String, String>, site from: String = "same-origin",
        hasHeader: Bool = true
    ) async throws -> (status: Int, text: String) {
        let body = fields.map { "\(Paths.encoded($0.key))=\(Paths.encoded($0.value))" }.joined(separator: "&")
        var headers: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
            HTTPField.Name("Sec-Fetch-Site")!: from,
        ]
        if hasHeader { headers[HTTPField.Name("X-Kept-Talk")!] = "1" }
        let response = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return (Int(response.status.code), String(buffer: response.body))
    }
}
