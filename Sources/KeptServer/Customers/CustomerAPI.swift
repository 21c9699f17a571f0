import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ customer: Customer, contacts: [CustomerContact]? = nil) {
        object { json in
            json.field("id", customer.id)
            json.field("name", customer.name)
            json.field("language", customer.language)
            json.field("zone", customer.zone)
            json.field("city", customer.city)
            json.field("region", customer.region)
            json.field("segment", customer.segment)
            if let contacts {
                json.array("contacts", contacts) { json, contact in
                    json.object {
                        $0.field("kind", contact.kind)
                        $0.field("value", contact.value)
                    }
                }
            }
        }
    }
}

extension Schema {
    static let customer = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("language", .nullable(.text)),
        SchemaField("zone", .nullable(.text)), SchemaField("city", .nullable(.text)),
        SchemaField("region", .nullable(.text)), SchemaField("segment", .nullable(.text)),
        .optional("contacts", .array(.object([SchemaField("kind", .text), SchemaField("value", .text)]))),
    ])
}

/// Customers for programs: find, look, add, change.
enum CustomerAPI {
    static let routes: [APIRoute] = [
        .get(
            "/customers", "Customers by words of their name, or by e-mail address or phone", tag: "Customers",
            needs: .seeOrders, query: [QueryField("q", .text, "What to look for.")],
            answers: .object([
                SchemaField("items", .array(.named("Customer"))), SchemaField("next", .nullable(.text)),
            ]), find),
        .get("/customers/{id}", "One customer", tag: "Customers", needs: .seeOrders, answers: .named("Customer"), show),
        .post(
            "/customers", "Add a customer, or find the one with this pair or address", tag: "Customers",
            needs: .makeOrder, body: .named("CustomerDraft"), status: 201, answers: .named("Customer"), make),
        .put(
            "/customers/{id}", "Change what is known of a customer", tag: "Customers", needs: .makeOrder,
            body: .named("CustomerDraft"), answers: .named("Customer"), change),
    ]

    @Sendable private static func find(_ api: APIRequest) async throws -> APIAnswer {
        guard let text = api.query.text("q") else { throw InvalidInput("q", "requests.missing") }
        let found = try await api.read { try $0.customers(named: text) }
        return APIAnswer { json in
            json.object { json in
                json.array("items", found) { $0.write($1) }
                json.field("next", nil as String?)
            }
        }
    }

    @Sendable private static func show(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Customer.self)
        return try await api.read { try answer(id, in: $0) }
    }

    @Sendable private static func make(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let draft = CustomerDraft(fields)
        try fields.finish()
        return try await api.write { tx in
            try tx.permit(.makeOrder, .anyPlace)
            return try answer(tx.findOrMakeCustomer(draft).id, in: tx, status: 201)
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
