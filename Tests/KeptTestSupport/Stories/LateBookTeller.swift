import Foundation
import KeptDomain
import KeptStore
import Synchronization

/// Who tells `theLateBook`: makes the requests, moves the clock, and remembers what was answered.
package final class LateBookTeller: Sendable {
    /// Makes one request: method, path, body, and further headers.
    package typealias Request =
        @Sendable (_ method: String, _ path: String, _ body: String?, _ headers: [String: String]) async throws ->
        StoryAnswer

    private struct Memory {
        var order = ""
        var trackingPath = ""
        var promises: [String] = []
        var story = ""
        var followUp = ""
    }

    package let time: MovedTime
    /// Where letters go; `nil` where there is no mail server.
    package let mail: LateBookMail?
    private let token: String
    private let request: Request
    private let memory = Mutex(Memory())

    package init(time: MovedTime, token: String, mail: LateBookMail? = nil, request: @escaping Request) {
        self.time = time
        self.mail = mail
        self.token = token
        self.request = request
    }

    var order: String { memory.withLock { $0.order } }
    var trackingPath: String { memory.withLock { $0.trackingPath } }
    var customerAddress: String { mail?.customer ?? "lin@example.org" }
    var openCase: String { memory.withLock { $0.story } }
    var followUpPath: String { memory.withLock { $0.followUp } }

    func remember(order: String, tracking: String) {
        memory.withLock {
            $0.order = order
            // The path alone: the test's server has an address of its own.
            $0.trackingPath = tracking.range(of: "/t/").map { String(tracking[$0.lowerBound...]) } ?? tracking
        }
    }

    func remember(openCase: String) { memory.withLock { $0.story = openCase } }
    func remember(followUp: String) { memory.withLock { $0.followUp = followUp } }

    func api(_ method: String, _ path: String, _ body: String? = nil) async throws -> StoryAnswer {
        try await request(
            method, "/api/v1" + path, body,
            ["authorization": "Bearer \(token)", "content-type": "application/json"])
    }

    func page(_ path: String) async throws -> StoryAnswer {
        try await request("GET", path, nil, ["accept-language": "en"])
    }

    func submit(_ path: String, _ fields: [(String, String)], cookies: [String]) async throws -> StoryAnswer {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await request(
            "POST", path, body,
            ["content-type": "application/x-www-form-urlencoded", "cookie": cookies.joined(separator: "; ")])
    }

    func tell(_ kind: String, at instant: String, reason: String? = nil) async throws -> StoryAnswer {
        let why = reason.map { ",\"reason\":\"\($0)\"" } ?? ""
        return try await api("POST", "/orders/\(order)/events", "{\"kind\":\"\(kind)\",\"at\":\"\(instant)\"\(why)}")
    }

    func orderNow() async throws -> StoryAnswer { try await api("GET", "/orders/\(order)") }

    /// Moves the clock, once those who wait for it are waiting.
    func move(to instant: String) async {
        // The deadline runner, not one of the services that pause for longer.
        await time.untilSleeping(atMost: .milliseconds(500))
        time.move(to: .at(instant))
    }

    /// Asks until `holds`: the runner sees the moved clock at once, but works beside the requests.
    func until(
        _ what: String, _ ask: () async throws -> StoryAnswer, _ holds: (StoryAnswer) throws -> Bool
    ) async throws -> StoryAnswer {
        // A busy machine may be slow; the story itself takes a second.
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let answer = try await ask()
            if try holds(answer) { return answer }
            await Task.yield()
        }
        let last = try await ask()
        throw StoryFailure(step: "", what: "\(what) did not come: \(last.text.prefix(1_500))")
    }

    func expect(_ holds: Bool, _ what: String, _ answer: StoryAnswer) throws {
        if !holds {
            throw StoryFailure(step: "", what: "\(what); answered \(answer.status) \(answer.text.prefix(1_500))")
        }
    }

    func expect(_ answer: StoryAnswer, _ path: String, is wanted: String?) throws {
        let found = try answer.value(path)
        try expect(found == wanted, "\(path) is \(found ?? "null"), not \(wanted ?? "null")", answer)
    }

    /// The text of a page behind `start`, up to the next quote.
    static func text(in page: StoryAnswer, behind start: String) throws -> String {
        guard let from = page.text.range(of: start), let to = page.text[from.upperBound...].firstIndex(of: "\"") else {
            throw StoryFailure(step: "", what: "the page has no \(start)")
        }
        return String(page.text[from.upperBound..<to])
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
