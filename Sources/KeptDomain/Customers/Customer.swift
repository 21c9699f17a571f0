/// Somebody whom we serve.
package struct Customer: Sendable, Hashable {
    package let id: ID<Customer>
    package let name: String
    /// BCP 47, as the customer or their system said it.
    package let language: String?
    /// Told, else from the address, else the place's.
    package let zone: String?
    package let city: String?
    package let region: String?
    package let segment: String?

    package init(
        id: ID<Customer>, name: String, language: String? = nil, zone: String? = nil, city: String? = nil,
        region: String? = nil, segment: String? = nil
    ) {
        self.id = id
        self.name = name
        self.language = language
        self.zone = zone
        self.city = city
        self.region = region
        self.segment = segment
    }
}
