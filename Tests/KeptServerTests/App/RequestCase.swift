import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import Testing

/// One row of a table of requests: what is sent, and what the answer must be.
struct RequestCase: Sendable, CustomStringConvertible {
    var method: HTTPRequest.Method = .get
    let path: String
    var headers: HTTPFields = [:]
    var body: String?
    let status: Int
    var has: [String] = []
    var hasNot: [String] = []
    var hasHeaders: [String: String] = [:]

    var description: String { "\(method) \(path) → \(status)" }

    /// Sends the request and records what does not agree. - Returns: the answer's text.
    @discardableResult func check(_ client: any TestClientProtocol, token: String? = nil) async throws -> String {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let text = String(buffer: response.body)
        #expect(response.status.code == status, "\(self): \(text.prefix(400))")
        for part in has { #expect(text.contains(part), "\(self) lacks \(part): \(text.prefix(600))") }
        for part in hasNot { #expect(!text.contains(part), "\(self) has \(part)") }
        for (name, value) in hasHeaders {
            #expect(response.headers[HTTPField.Name(name)!]?.contains(value) == true, "\(self): \(name)")
        }
        return text
    }
}
