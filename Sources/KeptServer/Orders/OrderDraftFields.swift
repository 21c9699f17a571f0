import KeptDomain
import KeptStore

extension OrderDraft {
    /// From the fields that a program sent.
    init(_ fields: JSONFields) {
        let sent = fields.objects("lines", limit: OrderDraft.mostLines)
        let lines = sent.map { OrderLine($0) }
        let told = sent.enumerated().compactMap { index, line in
            line.promisedBy("promised_by").map { (index, $0) }
        }
        if !fields.has("lines") { fields.refuse("lines", "requests.missing") }
        let customer = fields.object("customer").map { CustomerDraft($0) }
        if !fields.has("customer") { fields.refuse("customer", "requests.missing") }
        self.init(
            source: fields.text("source", limit: 200), externalID: fields.text("external_id", limit: 200),
            customer: customer, place: fields.optionalID("place"), carrier: fields.optionalID("carrier"),
            channel: fields.optionalText("channel", limit: 200), lines: lines.compactMap(\.self),
            orderedAt: fields.instant("ordered_at"), promisedBy: fields.promisedBy("promised_by"),
            linePromises: Dictionary(told) { first, _ in first },
            splitDelivery: fields.optionalFlag("split_delivery") ?? false)
    }
}

extension OrderLine {
    /// `nil` after a problem with its currency.
    fileprivate init?(_ fields: JSONFields) {
        let (name, quantity) = (fields.text("name"), fields.whole("quantity", in: 1...1_000_000))
        let minor = fields.whole("price_minor", in: -1_000_000_000_000...1_000_000_000_000)
        let code = fields.text("currency", limit: 10)
        let (sku, group) = (fields.optionalText("sku"), fields.optionalText("product_group"))
        let isGoods = fields.optionalFlag("goods") ?? true
        guard let currency = Currency(listed: code) else {
            if !code.isEmpty { fields.refuse("currency", "requests.unknown-currency", [Fact("name", code)]) }
            return nil
        }
        self.init(
            name: name, sku: sku, productGroup: group, quantity: Int(quantity),
            price: Money(minor: minor, currency: currency), isGoods: isGoods)
    }
}

extension CustomerDraft {
    init(_ fields: JSONFields) {
        self.init(
            source: fields.optionalText("source", limit: 200),
            externalID: fields.optionalText("external_id", limit: 200),
            name: fields.text("name", limit: 200), email: fields.optionalText("email", limit: 254),
            phone: fields.optionalText("phone", limit: 60), language: fields.optionalText("language", limit: 40),
            zone: fields.optionalText("zone", limit: 64), segment: fields.optionalText("segment", limit: 200),
            address: Address(
                street: fields.optionalText("street"), city: fields.optionalText("city", limit: 200),
                region: fields.optionalText("region", limit: 200), country: fields.optionalText("country", limit: 10),
                postcode: fields.optionalText("postcode", limit: 40)))
    }
}

extension JSONFields {
    /// A day, which counts until its end, or an instant.
    fileprivate func promisedBy(_ name: String) -> OrderDraft.PromisedBy? {
        guard let text = optionalText(name, limit: 64) else { return nil }
        do {
            if text.utf8.count == 10 { return .day(try Day(iso: text)) }
            return .instant(try Instant(iso: text))
        } catch {
            refuse(name, error)
            return nil
        }
    }
}
