import KeptDomain

/// A case with the names that a list shows beside it.
package struct CaseListing: Sendable {
    package let found: Case
    package let customer: String?
    package let owner: String
    package let lead: String?

    package init(found: Case, customer: String?, owner: String, lead: String? = nil) {
        self.found = found
        self.customer = customer
        self.owner = owner
        self.lead = lead
    }
}

/// Everything that the page of one case shows.
package struct CasePage: Sendable {
    package struct Written: Sendable {
        package let piece: ThreadMessage
        /// The colleague or customer who wrote it; `nil` where a program did.
        package let author: String?
    }

    /// Another case of the same customer.
    package struct Earlier: Sendable {
        package let id: ID<Case>
        package let number: Int
        package let subject: String
        package let closedAt: Instant?
    }

    package let listing: CaseListing
    package let customer: Customer?
    package let place: Place
    package let orderNumber: Int?
    /// All words on the matter, the oldest first.
    package let words: [OrderPage.Word]
    /// The conversation, the oldest first: the last few hundred pieces of it.
    package let thread: [Written]
    package let contacts: [CustomerContact]
    /// How they are reached in writing.
    package let reach: WrittenReach
    /// What mail adds to the conversation.
    package let mailNotes: [ID<Message>: MailNote]
    /// Addresses of theirs, or on the case, at which what we send does not arrive.
    package let failing: [FailingAddress]
    /// Other cases of the customer, the newest first, at most ten.
    package let others: [Earlier]
    /// The name of who said whose move it is.
    package let moveSaidBy: SubjectNames
    /// Whether the customer waits for an answer that we promised.
    package let owesReply: Bool
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
        let thread = try thread(of: id)
        let contacts = try found.customer.map { try self.contacts(of: $0) } ?? []
        let addresses = contacts.map(\.value) + thread.compactMap(\.message.contact)
        let authors = try names(ofPeople: thread.compactMap(\.message.writer))
        let (talks, failing) = (try talks(of: id), try failingAddresses(among: addresses))
        // Whoever writes in a chat may have told a name and nothing by which we could know them.
        let visitor = listing.customer ?? talks.compactMap(\.name).first
        var reach = WrittenReach(of: thread.map(\.message), contacts, talks, failing)
        reach.asksOnTracking = try reach.written.contains { $0.channel == .form } && orderAsked(on: id) != nil
        let said = try promises(on: found)
        let owes = said.contains { $0.isOpen && $0.case == id }
        let isOpen = found.status == .open
        return CasePage(
            listing: listing, customer: try found.customer.flatMap { try customer($0) },
            place: try place(orDefault: found.place), orderNumber: try found.order.flatMap { try order($0)?.number },
            words: try words(said, warnings),
            thread: thread.map { piece in
                let isCustomers = piece.message.author.hasPrefix("customer")
                let author = piece.message.writer.flatMap { authors[$0] } ?? (isCustomers ? visitor : nil)
                return CasePage.Written(piece: piece, author: author)
            },
            contacts: contacts, reach: reach, mailNotes: try mailNotes(of: thread.map(\.message.id)),
            failing: failing, others: try others(besides: found),
            moveSaidBy: try names(of: [], actors: [found.moveSaidBy]),
            owesReply: try owes && !openPromises(of: id, for: Standard.Metric.replies).isEmpty,
            colleagues: try people().filter { $0.leftAt == nil }.map(\.person).filter { $0.mayWork(on: found) },
            causes: isOpen ? try usualCauses() : [])
    }

    private func others(besides found: Case) throws -> [CasePage.Earlier] {
        guard let customer = found.customer else { return [] }
        return try rows(
            """
            SELECT id, number, subject, closed_at FROM cases WHERE customer_id = \(customer) AND id <> \(found.id)
            ORDER BY id DESC LIMIT 10
            """
        ) { row in
            CasePage.Earlier(id: row.id(), number: row.int(), subject: row.text(), closedAt: row.optionalInstant())
        }
    }

    /// Causes that cases were closed with lately, the most frequent first.
    private func usualCauses() throws -> [String] {
        try rows(
            """
            SELECT cause, count(*) AS times FROM (
                SELECT cause FROM cases WHERE status = 'closed' AND merged_into_id IS NULL ORDER BY id DESC LIMIT 200
            ) lately WHERE cause NOT LIKE 'kept:%'
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
