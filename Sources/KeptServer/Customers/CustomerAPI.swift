import KeptDomain
import KeptStore

/// Customers for programs: find, look, add, change.
enum CustomerAPI {
    static let routes: [APIRoute] = [
        .list(
            "/customers", "Customers, the newest first", tag: "Customers", needs: .seeOrders,
            query: [
                QueryField(
                    "q", .text,
                    "Words of their name, an e-mail address or phone, or their id in another system; all when left out."
                )
            ], of: .named("Customer"), find),
        .get(
            "/customers/{id}", "One customer, with what there was in figures", tag: "Customers", needs: .seeOrders,
            answers: .named("Customer"), show),
        .list(
            "/customers/{id}/history", "All that there was with a customer, the newest first", tag: "Customers",
            needs: .seeOrders,
            query: [QueryField("kind", .word(HistoryKind.self), "Only things of this kind.")],
            of: .named("HistoryEntry"), history),
        .post(
            "/customers", "Add a customer, or find the one with this pair or address", tag: "Customers",
            needs: .makeOrder, body: .named("CustomerDraft"), status: 201, answers: .named("Customer"),
            or: [.known], make),
        .put(
            "/customers/{id}", "Change what is known of a customer", tag: "Customers", needs: .makeOrder,
            body: .named("CustomerDraft"), answers: .named("Customer"), change),
    ]

    @Sendable private static func find(_ api: APIRequest) async throws -> APIAnswer {
        let (text, before, limit) = try api.asked { query in
            (query.text("q"), query.cursor { ID<Customer>($0) }, query.limit())
        }
        let found = try await api.read { try $0.customerList(text, before: before, limit: limit + 1) }
        return .page(found, limit: limit, bytes: 300, cursor: \.customer.id.description) {
            $0.write($1.customer, reachedBy: $1.reachedBy)
        }
    }

    @Sendable private static func show(_ api: APIRequest) async throws -> APIAnswer {
        let (id, reach) = (try api.id(of: Customer.self), try CustomerReach(api.actor))
        return try await api.read { reading in
            guard let page = try reading.customerPage(id, within: reach) else {
                throw StoreError.notFound("customer \(id)")
            }
            return APIAnswer(revision: try reading.customerRevision(id)) {
                $0.write(page.customer, contacts: page.contacts, page: page)
            }
        }
    }

    @Sendable private static func history(_ api: APIRequest) async throws -> APIAnswer {
        let (id, reach) = (try api.id(of: Customer.self), try CustomerReach(api.actor))
        let (kind, after, limit) = try api.asked { query in
            (query.word("kind", of: HistoryKind.self), query.cursor { ListCursor($0) }, query.limit())
        }
        let found = try await api.read { reading in
            guard try reading.customer(id) != nil else { throw StoreError.notFound("customer \(id)") }
            return try reading.history(of: id, kind, within: reach, after: after, limit: limit)
        }
        return .page(found.entries, next: found.next?.description, bytes: 500) { $0.write($1) }
    }

    @Sendable private static func make(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let draft = CustomerDraft(fields)
        try fields.finish()
        return try await api.write { tx in
            try tx.permit(.makeOrder, .anyPlace)
            let (customer, isMade) = try tx.takeCustomer(draft)
            return try answer(customer.id, in: tx, status: isMade ? 201 : 200)
        }
    }

    @Sendable private static func change(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Customer.self)
        let fields = try api.fields()
        let draft = CustomerDraft(fields)
        try fields.finish()
        let expected = try api.expectedRevision
        return try await api.write { tx in
            guard let stands = try tx.customerRevision(id) else { throw StoreError.notFound("customer \(id)") }
            try tx.changeCustomer(id, to: draft, revision: expected ?? stands)
            return try answer(id, in: tx)
        }
    }

    private static func answer(_ id: ID<Customer>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        guard let customer = try reading.customer(id) else { throw StoreError.notFound("customer \(id)") }
        let contacts = try reading.contacts(of: id)
        return APIAnswer(status, revision: try reading.customerRevision(id)) { $0.write(customer, contacts: contacts) }
    }
}
