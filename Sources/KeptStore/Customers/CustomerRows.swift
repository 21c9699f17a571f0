import KeptDomain

extension Customer {
    static let columns: SQL = "id, name, language, zone, city, region, segment"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), language: row.optionalText(), zone: row.optionalText(),
            city: row.optionalText(), region: row.optionalText(), segment: row.optionalText())
    }
}

/// A way to reach a customer.
package struct CustomerContact: Sendable, Hashable {
    package enum Kind: String, Sendable { case email, phone, address }

    package let kind: Kind
    package let value: String

    package init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }

    init(_ row: inout Row) { self.init(row.word(), row.text()) }
}
