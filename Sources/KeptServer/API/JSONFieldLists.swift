import KeptDomain

// Objects and lists inside an object.
extension JSONFields {
    func object(_ name: String) -> JSONFields? {
        switch value(name) {
        case nil: return nil
        case .object(let members): return child(members, "\(prefix)\(name).")
        default:
            refuse(name, "requests.not-object-field")
            return nil
        }
    }

    func objects(_ name: String, limit: Int) -> [JSONFields] {
        items(name, limit: limit).enumerated().compactMap { index, item in
            if case .object(let members) = item { return child(members, "\(prefix)\(name)[\(index)].") }
            refuse("\(name)[\(index)]", "requests.not-object-field")
            return nil
        }
    }

    /// - Parameter longest: characters of each.
    func texts(_ name: String, limit: Int, longest: Int = 500) -> [String] {
        items(name, limit: limit).enumerated().compactMap { index, item in
            text("\(name)[\(index)]", item, limit: longest)
        }
    }

    /// A list of ids. One that cannot be read is refused by its place, `cases[1]`: to pass over it would be to do less than
    /// was asked for.
    func ids<T>(_ name: String, limit: Int, of _: T.Type = T.self) -> [ID<T>] {
        items(name, limit: limit).enumerated().compactMap { index, item in
            if case .string(let text) = item, let id = ID<T>(text) { return id }
            refuse("\(name)[\(index)]", "requests.not-id")
            return nil
        }
    }

    func wholes(_ name: String, limit: Int) -> [Int] {
        items(name, limit: limit).enumerated().compactMap { index, item in
            if case .number(let digits) = item, let number = Int(digits) { return number }
            refuse("\(name)[\(index)]", "requests.not-whole")
            return nil
        }
    }

    /// The members of an object whose names are free, as text.
    func textsByName(_ name: String) -> [String: String] {
        guard case .object(let members) = value(name) else {
            if has(name) { refuse(name, "requests.not-object-field") }
            return [:]
        }
        return Dictionary(
            members.compactMap { member in
                text("\(name).\(member.name)", member.value, limit: 500).map { (member.name, $0) }
            }
        ) { first, _ in first }
    }

    private func items(_ name: String, limit: Int) -> [JSONValue] {
        switch value(name) {
        case nil: return []
        case .array(let items):
            if items.count > limit { refuse(name, "requests.too-many", [Fact("count", limit)]) }
            return Array(items.prefix(limit))
        default:
            refuse(name, "requests.not-list")
            return []
        }
    }
}
