import Foundation
import KeptDomain

/// A story told step by step against a server: each step has a name that says what must come of it.
package struct Story<Teller>: Sendable {
    package struct Step: Sendable {
        package let name: String
        package let play: @Sendable (Teller) async throws -> Void

        package init(_ name: String, _ play: @escaping @Sendable (Teller) async throws -> Void) {
            self.name = name
            self.play = play
        }
    }

    package let name: String
    package let steps: [Step]
    /// Steps whose system is not built yet, each with the system's code of the mission.
    package let pending: [String]

    package init(_ name: String, steps: [Step], pending: [String]) {
        self.name = name
        self.steps = steps
        self.pending = pending
    }

    /// Plays all steps in order; tells each, and what is pending at the end.
    package func play(_ teller: Teller, tell: (String) -> Void) async throws {
        for (number, step) in steps.enumerated() {
            do { try await step.play(teller) } catch let pending as StoryPending {
                tell("\(name) pending: \(pending.step)")
                continue
            } catch {
                throw StoryFailure(step: "\(name) \(number + 1), \(step.name)", what: "\(error)")
            }
            tell("\(name) \(number + 1): \(step.name)")
        }
        for step in pending { tell("\(name) pending: \(step)") }
    }
}

/// A step finds that what it needs is not served yet.
package struct StoryPending: Error {
    package let step: String

    package init(_ step: String) { self.step = step }
}

/// What did not come as the story tells it.
package struct StoryFailure: Error, CustomStringConvertible {
    package let step: String
    package let what: String

    package init(step: String, what: String) {
        self.step = step
        self.what = what
    }

    package var description: String { step.isEmpty ? what : "\(step): \(what)" }
}

/// An answer of the server.
package struct StoryAnswer: Sendable {
    package let status: Int
    package let text: String
    /// As `Set-Cookie` gave them, name=value.
    package let cookies: [String]

    package init(status: Int, text: String, cookies: [String]) {
        self.status = status
        self.text = text
        self.cookies = cookies
    }

    /// The JSON under a path such as `promise.due_at` or `items.0.id`; `nil` where there is none, or null.
    package func value(_ path: String) throws -> String? {
        var here: Any = try JSONSerialization.jsonObject(with: Data(text.utf8))
        for part in path.split(separator: ".") {
            switch here {
            case let members as [String: Any]:
                guard let next = members[String(part)] else { return nil }
                here = next
            case let items as [Any]:
                guard let index = Int(part), items.indices.contains(index) else { return nil }
                here = items[index]
            default: return nil
            }
        }
        switch here {
        case is NSNull: return nil
        case let text as String: return text
        case let number as NSNumber:
            // 0 and 0.0 are the same number in JSON.
            return number.doubleValue == number.doubleValue.rounded() ? String(number.int64Value) : number.stringValue
        default: return "\(here)"
        }
    }

    /// How many items stand under a path.
    package func count(_ path: String) throws -> Int {
        var number = 0
        while try value("\(path).\(number)") != nil { number += 1 }
        return number
    }
}
