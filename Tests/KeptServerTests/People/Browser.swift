import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

/// Somebody with a browser: keeps cookies, sends forms with the token of the page they stand on.
actor Browser {
    private let client: any TestClientProtocol
    private var cookies: [String: String] = [:]

    init(_ client: any TestClientProtocol) { self.client = client }

    /// The same site in a browser that knows nothing yet.
    func another() -> Browser { Browser(client) }

    struct Shown {
        let status: Int
        let location: String?
        let text: String
        var retryAfter: String?
    }

    func open(_ path: String) async throws -> Shown {
        let response = try await client.execute(uri: path, method: .get, headers: headers())
        return note(response)
    }

    /// Sends a form with the token that the page at `page` carries, `nil` for none.
    func send(
        _ path: String, _ fields: KeyValuePairs<String, String>, from page: String?, telling told: HTTPFields = [:]
    ) async throws -> Shown {
        try await send(path, pairs: fields.map { ($0.key, $0.value) }, from: page, telling: told)
    }

    func send(
        _ path: String, pairs: [(String, String)], from page: String?, telling told: HTTPFields = [:]
    ) async throws -> Shown {
        var pairs = pairs
        if let page {
            let shown = try await open(page)
            let token = shown.text.firstMatch(of: /name="form_token" value="([^"]*)"/).map { String($0.1) } ?? ""
            pairs.append(("form_token", token.replacing("&#43;", with: "+")))
        }
        let body = pairs.map { Paths.encoded($0.0) + "=" + Paths.encoded($0.1) }.joined(separator: "&")
        var headers = headers()
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers.append(contentsOf: told)
        return note(
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
    }

    private func headers() -> HTTPFields {
        cookies.isEmpty ? [:] : [.cookie: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
    }

    private func note(_ response: TestResponse) -> Shown {
        for header in response.headers[values: .setCookie] {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair.count > 1 && !pair[1].isEmpty ? String(pair[1]) : nil
        }
        return Shown(
            status: Int(response.status.code), location: response.headers[.location],
            text: String(buffer: response.body), retryAfter: response.headers[.retryAfter])
    }

    static let setUp: KeyValuePairs = [
        "trade": "shop", "business": "Willow Books", "name": "Mei", "email": "mei@example.org",
        "password": "a long sentence", "zone": "Asia/Shanghai", "opens": "09:00", "closes": "18:00", "weekday_mon": "1",
        "weekday_tue": "1", "weekday_wed": "1", "weekday_thu": "1", "weekday_fri": "1", "language": "en",
        "customer_language": "zh-Hans", "promise_next_day": "1", "promise_sundown": "1",
    ]
}
