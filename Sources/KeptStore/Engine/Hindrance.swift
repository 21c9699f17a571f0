import Foundation
import KeptDomain

/// What keeps the record from being used: told to whoever typed a command in their language, and to the log by its name.
///
/// Where Kept knows what it is and how to mend it, it has a sentence of its own in `commands.json`; what the system or the
/// database says is passed on in its own words.
package struct Hindrance: Refusal, Hashable, CustomStringConvertible, ExpressibleByStringInterpolation {
    package let key: String
    package let facts: [Fact]

    /// - Parameter key: of its sentence.
    package init(_ key: String, _ facts: [Fact] = []) {
        self.key = key
        self.facts = facts
    }

    /// In the words of the system.
    package init(told text: String) { self.init("commands.refusals.unavailable", [Fact("reason", text)]) }

    package init(stringLiteral text: String) { self.init(told: text) }

    /// With the system's reason for what just failed.
    static func system(_ key: String, _ facts: [Fact]) -> Hindrance {
        Hindrance(key, facts + [Fact("reason", String(cString: strerror(errno)))])
    }

    /// For logs: `disk-full: path /var/lib/kept/kept.db, reason database or disk is full`.
    package var description: String {
        if key == "commands.refusals.unavailable", let fact = facts.first { return fact.value }
        let name = key.split(separator: ".").last.map(String.init) ?? key
        return facts.isEmpty ? name : name + ": " + facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
}
