import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Opening a case by hand: what somebody says at the counter or on the phone.
enum NewCaseRoutes {
    static func routes(_ site: Site) -> [Route] {
        [.page(.get, "/cases/new", site, fresh), .page(.post, "/cases", site, open)]
    }

    private static func fresh(_ page: PageRequest) async throws -> Response {
        try page.permit(.workCase)
        let view = try await view(page)
        return try await page.page { newCasePage(view, $0) }
    }

    /// Opens it, or joins the one that stands open on the same matter; both lead to its page.
    private static func open(_ page: PageRequest) async throws -> Response {
        try page.permit(.workCase)
        let sent = try await page.submitted()
        let asked = try await candidates(for: sent, page)
        return try await page.respond(to: sent) { form in
            let kind: Case.Kind = try form.choice("kind")
            let text = form["text"]
            let subject = try form["subject"] ?? text?.firstLine ?? form.required("subject")
            let channel: Message.Channel = try form["channel"] == nil ? .counter : form.choice("channel")
            let awaitsAnswer = form.isTicked("awaits_answer")
            let words = page.site.vocabulary
            let place: ID<Place>? = try form.id("place")
            let number = try orderNumber(form)
            let customer = number == nil ? try chosen(form, among: asked) : nil
            let id = try await page.write { tx in
                let order = try number.map { number in
                    guard let order = try tx.order(numbered: number) else {
                        throw InvalidInput("order", "problems.no-such-order", [Fact("number", number)])
                    }
                    return order.id
                }
                guard let text else {
                    return try tx.openCase(
                        kind: kind, subject: subject, customer: customer, order: order, place: place
                    ).id
                }
                var message = MessageDraft(channel, text)
                if awaitsAnswer { message.awaitsAnswer = true }
                var inquiry = InquiryDraft(kind: kind, message: message)
                (inquiry.subject, inquiry.customer) = (subject, customer)
                (inquiry.order, inquiry.place) = (order, place)
                return try tx.takeInquiry(inquiry, words: words).case.id
            }
            return .seeOther(Paths.case(id))
        } orShow: { context, values in
            var view = try await view(page)
            if asked.count > 1 { view.candidates = asked.map { Field.Choice("\($0.id)", label(of: $0)) } }
            return newCasePage(view, context, values: values)
        }
    }

    private static func orderNumber(_ form: SubmittedForm) throws -> Int? {
        guard let text = form["order"] else { return nil }
        guard let number = Int(text.first == "#" ? text.dropFirst() : text[...]) else {
            throw InvalidInput("order", "problems.no-such-order", [Fact("number", text)])
        }
        return number
    }

    /// Who is meant by what was typed: the only one found, or the one chosen of several.
    private static func chosen(_ form: SubmittedForm, among found: [Customer]) throws -> ID<Customer>? {
        guard let text = form["customer"] else { throw InvalidInput("order", "cases.about-whom") }
        guard let only = found.first else {
            throw InvalidInput("customer", "problems.no-such-customer", [Fact("name", text)])
        }
        if found.count == 1 { return only.id }
        if let id = try form.id("customer_id", of: Customer.self), found.contains(where: { $0.id == id }) { return id }
        throw InvalidInput("customer_id", "problems.several-customers")
    }

    private static func candidates(for form: SubmittedForm, _ page: PageRequest) async throws -> [Customer] {
        guard let text = form["customer"] else { return [] }
        return try await page.read { try $0.customers(named: text, limit: 20) }
    }

    private static func label(of customer: Customer) -> String {
        [customer.name, customer.city, customer.segment].compactMap { $0 }.joined(separator: " · ")
    }

    private static func view(_ page: PageRequest) async throws -> NewCaseView {
        let asked = page.query
        let reached = try page.reached(for: .workCase)
        let (places, order) = try await page.read { reading in
            (
                try reading.places().filter { reached.contains($0.id) },
                try asked["order"].flatMap { ID<Order>($0) }.flatMap { try reading.order($0)?.number }
            )
        }
        return NewCaseView(
            order: order.map(String.init), customer: asked["customer"],
            places: places.map { Field.Choice("\($0.id)", $0.name) })
    }
}
