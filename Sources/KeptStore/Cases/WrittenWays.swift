import KeptDomain

/// What is known of how the customers of cases are reached in writing. The rule of which way is taken is `WrittenReach`'s own.
extension Reading {
    /// How a text reaches the customer of a case.
    ///
    /// - Throws: `CaseRefusal.noWrittenWay` where no address is known and they have no page.
    func writtenWay(of found: Case) throws -> WrittenWay {
        guard let way = try writtenReach(of: found).way else { throw CaseRefusal.noWrittenWay }
        return way
    }

    func writtenReach(of found: Case) throws -> WrittenReach {
        var reach = try writtenReaches(of: [(found.id, found.customer)])[found.id] ?? WrittenReach()
        reach.asksOnTracking = try orderAsked(on: found.id) != nil
        return reach
    }

    /// Refuses an answer on a page that the customer does not have, and says what to do instead.
    ///
    /// - Throws: `CaseRefusal.noPage`.
    func checkPage(_ channel: Message.Channel, on found: Case) throws {
        guard channel.isRead else { return }
        let reach = try writtenReach(of: found)
        guard !reach.isShown(by: channel) else { return }
        let phone = try found.customer.flatMap { try contacts(of: $0).first { $0.kind == .phone }?.value }
        throw CaseRefusal.noPage(
            reach.isShown(by: .form)
                ? .tracking : reach.address.map { .letter($0) } ?? phone.map { .phone($0) } ?? .nothing)
    }

    /// Of many cases at once, in four questions; the tracking page is left out, where they read of remedies already.
    func writtenReaches(of cases: [(id: ID<Case>, customer: ID<Customer>?)]) throws -> [ID<Case>: WrittenReach] {
        let ids = Set(cases.map(\.id)).sorted()
        let (written, pages) = (try written(on: ids), try pages(of: ids))
        let emails = try emails(of: Set(cases.compactMap(\.customer)).sorted())
        var all: [ID<Case>: WrittenReach] = [:]
        for (id, customer) in cases {
            var reach = WrittenReach()
            (reach.written, reach.pages) = (written[id] ?? [], pages[id] ?? [])
            reach.emails = customer.flatMap { emails[$0] } ?? []
            all[id] = reach
        }
        let failing = Set(try failingAddresses(among: all.values.flatMap(\.addresses)).map(\.address))
        return failing.isEmpty
            ? all
            : all.mapValues { one in
                var reach = one
                reach.failing = failing
                return reach
            }
    }

    /// The last of what customers wrote on these cases themselves, the newest first.
    private func written(on cases: [ID<Case>]) throws -> [ID<Case>: [WrittenReach.Written]] {
        let found = try rows(
            """
            SELECT case_id, channel, contact FROM (
              SELECT case_id, channel, contact,
                row_number() OVER (PARTITION BY case_id ORDER BY written_at DESC, id DESC) AS place
              FROM messages WHERE case_id IN \(anyOf: cases) AND direction = 'in' AND is_automatic = 0
              AND channel NOT IN ('phone', 'counter')) w
            WHERE place <= 20 ORDER BY case_id, place
            """
        ) { row in
            (
                id: row.id(Case.self),
                written: WrittenReach.Written(
                    row.word(), email: row.optionalText().flatMap(CustomerDraft.normalizedEmail))
            )
        }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.written) }
    }

    /// Channels of the talks whose next word goes to these cases: their own, and those of cases that became part of them.
    private func pages(of cases: [ID<Case>]) throws -> [ID<Case>: [Message.Channel]] {
        let found = try rows(
            """
            WITH RECURSIVE part (id, at_id) AS (
              SELECT id, id FROM cases WHERE id IN \(anyOf: cases) UNION
              SELECT c.id, part.at_id FROM part JOIN cases c ON c.merged_into_id = part.id)
            SELECT part.at_id, t.channel FROM part JOIN talks t ON t.case_id = part.id ORDER BY t.id, part.at_id
            """
        ) { (id: $0.id(Case.self), channel: $0.word(Message.Channel.self)) }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.channel) }
    }

    private func emails(of customers: [ID<Customer>]) throws -> [ID<Customer>: [String]] {
        guard !customers.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT customer_id, value FROM contact_points WHERE customer_id IN \(anyOf: customers) AND kind = 'email'
            ORDER BY customer_id, id
            """
        ) { (id: $0.id(Customer.self), email: $0.text()) }
        return Dictionary(grouping: found, by: \.id).mapValues {
            $0.compactMap { CustomerDraft.normalizedEmail($0.email) }
        }
    }
}

extension WrittenReach {
    /// From what the page of a case has read already.
    ///
    /// - Parameter thread: the conversation, the oldest first.
    init(of thread: [Message], _ contacts: [CustomerContact], _ talks: [Talk], _ failing: [FailingAddress]) {
        self.init()
        written = thread.reversed().compactMap { message in
            guard message.direction == .incoming, !message.isAutomatic, let channel = message.channel,
                !channel.isSpoken
            else { return nil }
            return Written(channel, email: message.contact.flatMap(CustomerDraft.normalizedEmail))
        }
        emails = contacts.filter { $0.kind == .email }.compactMap { CustomerDraft.normalizedEmail($0.value) }
        pages = talks.map(\.channel)
        self.failing = Set(failing.map(\.address))
    }
}
