import Foundation
import KeptDomain

/// The parameters of a request's query, read by name; what is wrong is told with the name.
struct QueryReader: Sendable {
    private let values: SubmittedForm

    init(_ query: String?) { values = SubmittedForm(urlEncoded: (query ?? "").utf8) }

    /// Refuses parameters that the route does not have: a filter that is mistyped must not answer with everything.
    func check(_ fields: [QueryField]) throws {
        let problems = values.names.filter { name in !fields.contains { $0.name == name } }.map { name in
            let known = fields.isEmpty ? "\u{2013}" : fields.map(\.name).joined(separator: ", ")
            return FieldProblem(name, "requests.unknown-parameter", [Fact("known", known)])
        }
        guard problems.isEmpty else { throw InvalidInput(problems) }
    }

    func text(_ name: String) -> String? { values[name] }

    func instant(_ name: String) throws -> Instant? {
        try text(name).map { text in
            do throws(TimeTextError) { return try Instant(iso: text) } catch {
                throw InvalidInput(name, error.key, error.facts)
            }
        }
    }

    func day(_ name: String) throws -> Day? {
        try text(name).map { text in
            do throws(TimeTextError) { return try Day(iso: text) } catch {
                throw InvalidInput(name, error.key(of: .date), error.facts)
            }
        }
    }

    func id<T>(_ name: String, of _: T.Type = T.self) throws -> ID<T>? {
        try text(name).map { text in
            guard let id = ID<T>(text) else { throw InvalidInput(name, "requests.not-id") }
            return id
        }
    }

    /// `true` or `false`.
    func flag(_ name: String) throws -> Bool? {
        try text(name).map { text in
            guard let flag = Bool(text) else { throw InvalidInput(name, "requests.not-flag") }
            return flag
        }
    }

    func word<T: RawRepresentable<String> & CaseIterable>(_ name: String, _: T.Type = T.self) throws -> T? {
        try text(name).map { text in
            guard let word = T(rawValue: text) else {
                let known = T.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidInput(name, "requests.unknown-word", [Fact("name", text), Fact("known", known)])
            }
            return word
        }
    }

    var limit: Int {
        get throws {
            guard let text = text("limit") else { return 50 }
            guard let limit = Int(text), (1...500).contains(limit) else {
                throw InvalidInput("limit", "requests.out-of-range", [Fact("least", 1), Fact("most", 500)])
            }
            return limit
        }
    }

    /// What `Cursor.write` made of the end of the last page. - Parameter read: `nil` for what is no place of this list.
    func cursor<T>(_ read: (String) -> T?) throws -> T? {
        try text("cursor").map { text in
            guard let plain = Cursor.read(text), let value = read(plain) else {
                throw InvalidInput("cursor", "requests.bad-cursor")
            }
            return value
        }
    }
}

/// The place where a page of a list ended, in a form that says nothing to readers and may change any time.
enum Cursor {
    static func write(_ place: String) -> String {
        Data(place.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    static func read(_ text: String) -> String? {
        guard text.utf8.count <= 200 else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        while padded.utf8.count % 4 != 0 { padded += "=" }
        return Data(base64Encoded: padded).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
