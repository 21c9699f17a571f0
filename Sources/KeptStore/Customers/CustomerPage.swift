import KeptDomain

/// Everything that the page of one customer shows above their history.
package struct CustomerPage: Sendable {
    package let customer: Customer
    /// The system that knows them, and their id there; both or none.
    package let reference: (source: String, externalID: String)?
    /// The earliest that we know of them: an order, a case, or when they were written down.
    package let since: Instant
    package let contacts: [CustomerContact]
    /// E-mail addresses of theirs at which what we send does not arrive.
    package let failing: [FailingAddress]
    package let figures: CustomerFigures
    /// The newest first, at most ten.
    package let openCases: [CaseListing]

    package init(
        customer: Customer, reference: (source: String, externalID: String)? = nil, since: Instant,
        contacts: [CustomerContact] = [], failing: [FailingAddress] = [], figures: CustomerFigures = CustomerFigures(),
        openCases: [CaseListing] = []
    ) {
        self.customer = customer
        self.reference = reference
        self.since = since
        self.contacts = contacts
        self.failing = failing
        self.figures = figures
        self.openCases = openCases
    }
}

extension Reading {
    /// `nil` when there is no such customer.
    package func customerPage(_ id: ID<Customer>, within reach: CustomerReach) throws -> CustomerPage? {
        guard let customer = try self.customer(id), let known = try known(of: id) else { return nil }
        let contacts = try contacts(of: id)
        let (figures, first) = try customerFigures(of: id, within: reach)
        return CustomerPage(
            customer: customer, reference: known.reference,
            since: min(known.at, first ?? known.at), contacts: contacts,
            failing: try failingAddresses(among: contacts.filter { $0.kind == .email }.map(\.value)),
            figures: figures, openCases: try openCases(of: id, reach))
    }

    private func known(of id: ID<Customer>) throws -> (at: Instant, reference: (source: String, externalID: String)?)? {
        try row("SELECT created_at, source, external_id FROM customers WHERE id = \(id)") { row in
            let (at, source, externalID) = (row.instant(), row.optionalText(), row.optionalText())
            guard let source, let externalID, source != Transaction.addressSource else { return (at, nil) }
            return (at, (source, externalID))
        }
    }

    private func openCases(of id: ID<Customer>, _ reach: CustomerReach) throws -> [CaseListing] {
        guard let reached = reach.cases else { return [] }
        var filter = CaseFilter(status: .open)
        (filter.customer, filter.places) = (id, reached.places)
        return try listings(cases(filter, limit: 10))
    }
}
