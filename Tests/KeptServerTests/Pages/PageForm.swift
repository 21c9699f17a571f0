import Foundation
import Testing

/// A form as a page has it, filled in as a browser would send it.
struct PageForm: Sendable {
    let action: String
    private(set) var fields: [(name: String, value: String)] = []

    /// - Throws: where the page has no form with this action.
    init(_ action: String, in page: String) throws {
        self.action = action
        let opening = try #require(page.range(of: "<form method=\"post\" action=\"\(action)\""), "a form to \(action)")
        let rest = page[opening.upperBound...]
        let body = String(rest[..<(try #require(rest.range(of: "</form>"))).lowerBound])
        for match in body.matches(
            of: /(?s)<input ([^>]*)>|<textarea ([^>]*)>(.*?)<\/textarea>|<select ([^>]*)>(.*?)<\/select>/)
        {
            if let input = match.1 {
                let isBox = input.contains("type=\"checkbox\"") || input.contains("type=\"radio\"")
                if isBox, !input.contains(" checked") { continue }
                add(input, Self.attribute("value", input) ?? "")
            } else if let area = match.2 {
                add(area, Self.plain(match.3 ?? ""))
            } else if let select = match.4, let options = match.5 {
                let all = options.matches(of: /<option value="([^"]*)"( selected)?/)
                add(select, Self.plain((all.first { $0.2 != nil } ?? all.first)?.1 ?? ""))
            }
        }
    }

    subscript(name: String) -> String? {
        get { fields.first { $0.name == name }?.value }
        set {
            fields.removeAll { $0.name == name }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    private mutating func add(_ tag: Substring, _ value: String) {
        if let name = Self.attribute("name", tag) { fields.append((name, value)) }
    }

    private static func attribute(_ name: String, _ tag: Substring) -> String? {
        guard
            let start = tag.range(of: " \(name)=\"")
                ?? (tag.hasPrefix("\(name)=\"") ? tag.range(of: "\(name)=\"") : nil)
        else { return nil }
        return plain(tag[start.upperBound...].prefix { $0 != "\"" })
    }

    private static func plain(_ text: some StringProtocol) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
