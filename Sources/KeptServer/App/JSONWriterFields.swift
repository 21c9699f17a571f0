import KeptDomain

/// Members of an object, by the types of their values. What is `nil` is written as `null`.
extension JSONWriter {
    /// - Parameter write: writes the one value.
    package mutating func field<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) throws -> Void
    ) rethrows {
        key(name)
        if let value { try write(&self, value) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ text: String?) {
        field(name, text) { $0.value($1) }
    }

    package mutating func field(_ name: StaticString, _ number: Int?) {
        field(name, number) { $0.value($1) }
    }

    package mutating func field(_ name: StaticString, _ number: Int64?) {
        field(name, number) { $0.value($1) }
    }

    package mutating func field(_ name: StaticString, _ number: Double?) {
        field(name, number) { $0.value($1) }
    }

    package mutating func field(_ name: StaticString, _ flag: Bool?) {
        field(name, flag) { $0.value($1) }
    }

    package mutating func field<T>(_ name: StaticString, _ id: ID<T>?) {
        field(name, id?.description)
    }

    /// In UTC, whole seconds.
    package mutating func field(_ name: StaticString, _ instant: Instant?) {
        field(name, instant?.iso)
    }

    package mutating func field<T: RawRepresentable<String>>(_ name: StaticString, _ word: T?) {
        field(name, word?.rawValue)
    }

    package mutating func field(_ name: StaticString, _ texts: [String]) {
        key(name)
        array(texts) { $0.value($1) }
    }

    /// An object with a member for each language or other name, in the order of the names.
    package mutating func field(_ name: StaticString, _ texts: [String: String]) {
        object(name) { json in
            for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
                json.key(named: name)
                json.value(text)
            }
        }
    }

    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try object(body)
    }

    package mutating func array<Items: Sequence>(
        _ name: StaticString, _ items: Items, _ body: (inout JSONWriter, Items.Element) throws -> Void
    ) rethrows {
        key(name)
        try array(items, body)
    }
}
