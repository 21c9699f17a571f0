import KeptDomain

/// What people call the things and people that journal entries name.
package struct SubjectNames: Sendable {
    /// `1042` for an order or case, a name for most others; nothing for what has no name of its own.
    package var subjects: [Subject: String] = [:]
    /// By `Actor.description`.
    package var actors: [String: String] = [:]
}

extension Reading {
    package func names(of subjects: [Subject], actors: [String]) throws -> SubjectNames {
        var names = SubjectNames()
        for (kind, all) in Dictionary(grouping: Set(subjects), by: \.kind) {
            let ids = all.map(\.id)
            let found: [(Int64, String)] =
                switch kind {
                case .order:
                    try rows("SELECT id, number FROM orders WHERE id IN \(anyOf: ids)") {
                        ($0.int64(), String($0.int()))
                    }
                case .case:
                    try rows("SELECT id, number FROM cases WHERE id IN \(anyOf: ids)") {
                        ($0.int64(), String($0.int()))
                    }
                case .promise:
                    try rows("SELECT id, said FROM promises WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .customer:
                    try rows("SELECT id, name FROM customers WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .person:
                    try rows("SELECT id, name FROM people WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .place:
                    try rows("SELECT id, name FROM places WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .carrier:
                    try rows("SELECT id, name FROM carriers WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .window:
                    try rows("SELECT id, name FROM delivery_windows WHERE id IN \(anyOf: ids)") {
                        ($0.int64(), $0.text())
                    }
                case .calendar:
                    try rows("SELECT id, name FROM calendars WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .standard:
                    try rows("SELECT id, name FROM standards WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .line:
                    try rows("SELECT id, name FROM lines WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .guarantee:
                    try rows("SELECT id, name FROM guarantees WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .channel:
                    try rows("SELECT id, address FROM mail_channels WHERE id IN \(anyOf: ids)") {
                        ($0.int64(), $0.text())
                    }
                case .queue:
                    try rows("SELECT id, name, letter FROM queues WHERE id IN \(anyOf: ids)") { row in
                        let (id, name) = (row.int64(), SaidTexts.read(row.text()))
                        return (id, name.text(in: "en") ?? row.text())
                    }
                case .visit:
                    try rows("SELECT id, ticket FROM visits WHERE id IN \(anyOf: ids) AND ticket IS NOT NULL") {
                        ($0.int64(), $0.text())
                    }
                case .token:
                    try rows("SELECT id, name FROM access_tokens WHERE id IN \(anyOf: ids)") { ($0.int64(), $0.text()) }
                case .business, .matter, .import, .brand: []
                }
            for (id, name) in found { names.subjects[Subject(kind: kind, id: id)] = name }
        }
        let people = Set(actors).compactMap { actor -> Int64? in
            actor.hasPrefix("person:") ? Int64(actor.dropFirst(7)) : nil
        }
        for (id, name) in try rows(
            "SELECT id, name FROM people WHERE id IN \(anyOf: people)", { ($0.int64(), $0.text()) })
        {
            names.actors["person:\(id)"] = name
        }
        let tokens = Set(actors).compactMap { actor -> Int64? in
            actor.hasPrefix("token:") ? Int64(actor.dropFirst(6)) : nil
        }
        for (id, name) in try rows(
            "SELECT id, name FROM access_tokens WHERE id IN \(anyOf: tokens)", { ($0.int64(), $0.text()) })
        {
            names.actors["token:\(id)"] = name
        }
        return names
    }
}
