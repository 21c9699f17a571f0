import KeptDomain

/// A case with the names that a list shows beside it.
package struct CaseListing: Sendable {
    package let found: Case
    package let customer: String?
    package let owner: String
    package let lead: String?
}

/// Everything that the page of one case shows.
package struct CasePage: Sendable {
    package struct WrittenNote: Sendable {
        package let note: CaseNote
        /// The colleague or customer who wrote it; `nil` where a program did.
        package let author: String?
    }

    package let listing: CaseListing
    package let customer: Customer?
    package let place: Place
    package let orderNumber: Int?
    /// All words on the matter, the oldest first.
    package let words: [OrderPage.Word]
    package let notes: [WrittenNote]
    /// Who can take it over.
    package let colleagues: [Person]
    /// Causes named before, the most frequent first.
    package let causes: [String]
}

extension Reading {
    package func listings(_ cases: [Case]) throws -> [CaseListing] {
        let people = try names(ofPeople: cases.map(\.owner) + cases.compactMap(\.lead))
        let customers = Set(cases.compactMap(\.customer)).sorted()
        let named = Dictionary(
            uniqueKeysWithValues: try rows("SELECT id, name FROM customers WHERE id IN \(anyOf: customers) ORDER BY id")
            {
                ($0.id(Customer.self), $0.text())
            })
        return cases.map { found in
            CaseListing(
                found: found, customer: found.customer.flatMap { named[$0] }, owner: people[found.owner] ?? "",
                lead: found.lead.flatMap { people[$0] })
        }
    }

    /// `nil` when there is no such case.
    package func casePage(_ id: ID<Case>, _ warnings: ShownWarnings) throws -> CasePage? {
        guard let found = try self.case(id), let listing = try listings([found]).first else { return nil }
        let notes = try notes(of: id)
        let authors = try names(ofPeople: notes.compactMap(\.writer))
        return CasePage(
            listing: listing, customer: try found.customer.flatMap { try customer($0) },
            place: try place(orDefault: found.place), orderNumber: try found.order.flatMap { try order($0)?.number },
            words: try words(promises(onMatter: found.matter), warnings),
            notes: notes.map { note in
                let isCustomers = note.writtenBy.hasPrefix("customer")
                let author = note.writer.flatMap { authors[$0] } ?? (isCustomers ? listing.customer : nil)
                return CasePage.WrittenNote(note: note, author: author)
            },
            colleagues: try people().filter { $0.leftAt == nil }.map(\.person), causes: try usualCauses())
    }

    private func usualCauses() throws -> [String] {
        try rows(
            """
            SELECT cause, count(*) AS times FROM cases WHERE status = 'closed' AND cause IS NOT NULL
            GROUP BY cause ORDER BY times DESC, cause LIMIT 5
            """
        ) { $0.text() }
    }

    private func names(ofPeople ids: [ID<Person>]) throws -> [ID<Person>: String] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, name FROM people WHERE id IN \(anyOf: Set(ids).sorted()) ORDER BY id"
            ) { ($0.id(Person.self), $0.text()) })
    }
}

extension CaseNote {
    /// The colleague who wrote it, as `Actor.description` names them.
    fileprivate var writer: ID<Person>? {
        writtenBy.hasPrefix("person:") ? ID(writtenBy.dropFirst("person:".count)) : nil
    }
}
