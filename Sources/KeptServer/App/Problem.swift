import HTTPTypes
import Hummingbird
import KeptDomain
import KeptWords

/// Why something was not done, as an API tells it (RFC 9457) and a page shows it.
///
/// The sentence is the safe text for the caller; `cause` is the true one, for the log alone.
package struct Problem: Error, Sendable {
    package let status: HTTPResponse.Status
    /// The word key of the sentence; its last part ends the problem's `type`.
    package let key: String
    package let facts: [Fact]
    package var errors: [FieldProblem] = []
    package var headers: HTTPFields = [:]
    /// Where the page that tells it leads on to; the start where it is `nil`.
    package var way: String?
    package var cause: String?

    package init(
        _ status: HTTPResponse.Status, _ key: String, facts: [Fact] = [], errors: [FieldProblem] = [],
        headers: HTTPFields = [:], cause: String? = nil
    ) {
        self.status = status
        self.key = key
        self.facts = facts
        self.errors = errors
        self.headers = headers
        self.cause = cause
    }

    package var name: String { key.split(separator: ".").last.map(String.init) ?? key }

    package func sentence(in words: Words) -> String { words(refusal: key, facts) }

    /// As `application/problem+json`.
    package func json(in words: Words, path: String, requestID: String) -> [UInt8] {
        var json = JSONWriter(capacity: 400)
        json.object { json in
            json.field("type", "/problems/\(name)")
            json.field("title", words.title(of: status))
            json.field("status", status.code)
            json.field("detail", sentence(in: words))
            json.field("instance", path)
            json.field("request_id", requestID)
            if !errors.isEmpty {
                json.array("errors", errors) { json, error in
                    json.object {
                        $0.field("field", error.field)
                        $0.field("detail", words(refusal: error.key, error.facts))
                    }
                }
            }
            for fact in facts where fact.name == "revision" {
                json.key(named: fact.name)
                json.value(Int(fact.value) ?? 0)
            }
        }
        return json.bytes
    }
}

extension Words {
    func title(of status: HTTPResponse.Status) -> String {
        let key = WordKey.of("requests.titles", named: String(status.code))
        return has(key) ? self(key) : status.reasonPhrase
    }
}
