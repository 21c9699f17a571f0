import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct TheLateBookTests {
    /// Against the real server, with its runners, and a clock that the story moves.
    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines) func theLateBook(on engine: Engine) async throws {
        let time = MovedTime("2026-11-01T17:51:00+01:00")
        try await TestSite.with(engine, time: time) { site in
            let mail = try await LateBookMail.atRealServers(for: engine)
            try await LateBookTeller.openShop(in: site.store, time: time, mail: mail)
            let token = try await TestSite.token(.write, on: site)
            try await buildApplication(site).test(.live) { client in
                let teller = LateBookTeller(time: time, token: token, mail: mail) { method, path, body, headers in
                    var fields = HTTPFields()
                    for (name, value) in headers where !value.isEmpty {
                        if let name = HTTPField.Name(name) { fields[name] = value }
                    }
                    let response = try await client.execute(
                        uri: path, method: HTTPRequest.Method(method) ?? .get, headers: fields,
                        body: body.map { ByteBuffer(string: $0) })
                    let cookies = response.headers[values: .setCookie].compactMap { $0.split(separator: ";").first }
                    return StoryAnswer(
                        status: response.status.code, text: String(buffer: response.body),
                        cookies: cookies.map(String.init))
                }
                try await Story.theLateBook.play(teller) { print("\(engine.rawValue) \($0)") }
            }
        }
    }
}
