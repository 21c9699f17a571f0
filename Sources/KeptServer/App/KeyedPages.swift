import Hummingbird
import KeptDomain
import KeptStore

/// Public pages: whoever holds the address may use them, and an address that was given to nobody is a page that does not
/// exist.
extension PageRequest {
    /// The key in the path. - Throws: `notFound` for what is none.
    func key(_ name: String = "token") throws -> TrackingKey {
        guard let key = context.parameters.get(name).flatMap({ TrackingKey($0) }) else {
            throw StoreError.notFound("key in path")
        }
        return key
    }

    /// The same page in the language of the customer whom it is about.
    ///
    /// - Parameter customer: finds them; `nil` for nobody, who reads the language that is usual for customers.
    func inLanguage(
        of customer: @escaping @Sendable (Reading) throws -> ID<Customer>?
    ) async throws -> PageRequest {
        asRead(
            by: try await read { reading in
                let customer = try customer(reading).flatMap { try reading.customer($0) }
                return CustomerReading(own: customer?.language, usual: try reading.customerLanguage())
            })
    }

    func asRead(by customer: CustomerReading) -> PageRequest {
        var context = context
        context.customer = customer
        return PageRequest(site: site, request: request, context: context)
    }
}
