import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

/// Somebody with a browser: pages and forms, with the cookies and tokens that go with them.
struct SiteVisit: Sendable {
    let site: Site
    let client: any TestClientProtocol
    let cookie: String

    struct Answer: Sendable {
        let status: Int
        let text: String
        let location: String?
        let cookie: String?
        let retryAfter: String?
    }

    /// Somebody who signed in with these roles.
    static func staff(_ grants: [Grant], on site: Site, _ client: any TestClientProtocol) async throws -> SiteVisit {
        let secret = Secret.random()
        try await site.store.write(as: .shell, at: site.now) { tx in
            let person = try tx.addPerson(PersonFacts(name: "Ida", email: nil, language: "en", grants: grants))
            tx.startSession(of: person, hash: secret.hash)
        }
        return SiteVisit(site: site, client: client, cookie: "kept-session=\(secret.text)")
    }

    /// A customer who opened `path`, and carries the cookie that came with it.
    static func customer(on site: Site, _ client: any TestClientProtocol, at path: String) async throws -> SiteVisit {
        let fresh = SiteVisit(site: site, client: client, cookie: "kept-none=1")
        let answer = try await fresh.get(path)
        let cookie = try #require(answer.cookie?.split(separator: ";").first.map(String.init))
        return SiteVisit(site: site, client: client, cookie: cookie)
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path, nil, referrer: nil) }

    /// Sends a form as the page at `from` has it.
    func post(_ path: String, from: String, _ fields: KeyValuePairs<String, String>) async throws -> Answer {
        let page = try await get(from).text
        let token = try #require(
            page.split(separator: "name=\"form_token\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
        return try await post(path, token: String(token), fields, referrer: "http://kept.test" + from)
    }

    func post(
        _ path: String, token: String, _ fields: KeyValuePairs<String, String>, referrer: String? = nil
    ) async throws -> Answer {
        try await post(path, token: token, pairs: fields.map { ($0.key, $0.value) }, referrer: referrer)
    }

    func post(
        _ path: String, token: String, pairs: [(String, String)], referrer: String? = nil
    ) async throws -> Answer {
        let all = [("form_token", token)] + pairs
        let body = all.map { "\(Paths.encoded($0.0))=\(Paths.encoded($0.1))" }.joined(separator: "&")
        return try await send(.post, path, body, referrer: referrer)
    }

    /// The form of a page as it stands there.
    func form(_ action: String, on path: String) async throws -> PageForm {
        try PageForm(action, in: try await get(path).text)
    }

    func post(_ form: PageForm) async throws -> Answer {
        let body = form.fields.map { "\(Paths.encoded($0.name))=\(Paths.encoded($0.value))" }.joined(separator: "&")
        return try await send(.post, form.action, body, referrer: nil)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?, referrer: String?
    ) async throws -> Answer {
        var headers: HTTPFields = [.cookie: cookie]
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        if let referrer { headers[.referer] = referrer }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return Answer(
            status: Int(response.status.code), text: String(buffer: response.body),
            location: response.headers[.location], cookie: response.headers[.setCookie],
            retryAfter: response.headers[.retryAfter])
    }
}
