import Foundation
import KeptDomain

extension APIRequest {
    /// What the address asks for, as `read` takes it from the query.
    ///
    /// - Throws: `InvalidInput` with every parameter that the route does not have, as a filter that is mistyped must not
    ///   answer with everything, and every value that cannot be read.
    func asked<Asked>(_ read: (inout QueryReader) -> Asked) throws -> Asked {
        var query = query
        let asked = read(&query)
        try query.problems.check()
        return asked
    }
}

extension QueryReader {
    static let usualLimit = 50

    /// How many lines at most, 1 to 500.
    mutating func limit(usually usual: Int = usualLimit) -> Int {
        guard let text = text("limit") else { return usual }
        if let limit = Int(text), (1...500).contains(limit) { return limit }
        refuse("limit", "requests.out-of-range", [Fact("least", 1), Fact("most", 500)])
        return usual
    }

    /// What `Cursor.write` made of the end of the last page. - Parameter read: `nil` for what is no place of this list.
    mutating func cursor<T>(_ read: (String) -> T?) -> T? {
        place("cursor") { Cursor.read($0).flatMap(read) }
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
