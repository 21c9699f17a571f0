import Hummingbird
import KeptDomain
import KeptStore

/// Sorting a case on its page: fields `kind`, `order` (its number), `customer` (name, e-mail or phone) and `why`.
enum CaseSortingRoutes {
    static func sort(_ site: Site) -> Route {
        .page(.post, "/cases/{id}/sorting", site) { page in
            let id = try page.id(of: Case.self)
            return try await page.submit { form in
                let kind: Case.Kind = try form.choice("kind")
                let (number, customer) = (try orderNumber(form), form["customer"])
                let (why, revision) = (form["why"], try form.revision())
                try await page.write { tx in
                    let found = try tx.knownCase(id)
                    var sorting = CaseSorting(kind: kind == found.kind ? nil : kind)
                    sorting.order = try number.map { number in
                        guard let order = try tx.order(numbered: number) else {
                            throw InvalidInput("order", "problems.no-such-order", [Fact("number", number)])
                        }
                        return order.id
                    }
                    sorting.customer = try customer.map { try named($0, in: tx) }
                    _ = try tx.sortCase(id, sorting, why: why, revision: revision)
                }
                return Paths.case(id)
            } orShow: { context, values in
                try await CaseRoutes.show(id, page, context, values: values, opened: "sorting")
            }
        }
    }

    private static func orderNumber(_ form: SubmittedForm) throws -> Int? {
        guard let text = form["order"] else { return nil }
        guard let number = Int(text.first == "#" ? text.dropFirst() : text[...]) else {
            throw InvalidInput("order", "problems.no-such-order", [Fact("number", text)])
        }
        return number
    }

    private static func named(_ text: String, in reading: Reading) throws -> ID<Customer> {
        let found = try reading.customers(named: text, limit: 2)
        guard let only = found.first else {
            throw InvalidInput("customer", "problems.no-such-customer", [Fact("name", text)])
        }
        guard found.count == 1 else { throw InvalidInput("customer", "sorting.several", [Fact("name", text)]) }
        return only.id
    }
}

/// The same for programs.
enum CaseSortingAPI {
    static let routes: [APIRoute] = [
        .post(
            "/cases/{id}/sorting", "Say what it is: its kind, its order, and whose it is where nobody is known",
            tag: "Cases", needs: .workCase,
            body: .object([
                .optional("kind", .word(Case.Kind.self), "complaint begins a recovery; failure is refused."),
                .optional("order", .id, "Of the same customer; the case then stands on it, at its place."),
                .optional("customer", .id, "Where the case has none."),
                .optional("why", .text, "Needed where a complaint becomes something else."),
            ]), answers: .named("Case"), isRevised: true
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let sorting = CaseSorting(
                kind: fields.has("kind") ? fields.word("kind", Case.Kind.self) : nil,
                order: fields.optionalID("order"), customer: fields.optionalID("customer"))
            let why = fields.optionalText("why")
            try fields.finish()
            let revision = try api.expectedRevision
            return try await api.write { tx in
                let sorted = try tx.sortCase(id, sorting, why: why, revision: revision)
                return APIAnswer(revision: sorted.revision) { $0.write(sorted) }
            }
        }
    ]
}
