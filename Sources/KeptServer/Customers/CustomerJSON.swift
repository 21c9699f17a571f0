import KeptDomain
import KeptStore

extension JSONWriter {
    /// - Parameters:
    ///   - page: with what there was; `nil` in lists.
    ///   - reachedBy: in lists alone.
    mutating func write(
        _ customer: Customer, contacts: [CustomerContact]? = nil, page: CustomerPage? = nil, reachedBy: [String]? = nil
    ) {
        object { json in
            json.field("id", customer.id)
            json.field("name", customer.name)
            json.field("language", customer.language)
            json.field("zone", customer.zone)
            json.field("city", customer.city)
            json.field("region", customer.region)
            json.field("segment", customer.segment)
            if let reachedBy { json.field("reached_by", reachedBy) }
            if let contacts {
                let failing = Set(page?.failing.map(\.address) ?? [])
                json.array("contacts", contacts) { json, contact in
                    let address = contact.kind == .email ? CustomerDraft.normalizedEmail(contact.value) : nil
                    json.object {
                        $0.field("kind", contact.kind)
                        $0.field("value", contact.value)
                        if page != nil { $0.field("failing", address.map(failing.contains) ?? false) }
                    }
                }
            }
            if let page {
                json.field("source", page.reference?.source)
                json.field("external_id", page.reference?.externalID)
                json.field("since", page.since)
                json.object("figures") { $0.write(page.figures) }
            }
        }
    }

    private mutating func write(_ figures: CustomerFigures) {
        field("orders", figures.orders)
        array("spent", figures.spent) { json, sum in json.object { $0.write(sum) } }
        field("promises_kept", figures.promises.kept)
        field("promises_broken", figures.promises.broken)
        field("promise_chains", figures.promises.chains)
        field("first_word_kept", figures.promises.firstWordKept)
        field("cases", figures.cases)
        field("open_cases", figures.openCases)
        field("remedies", figures.remedies)
        array("remedies_given", figures.given) { json, sum in json.object { $0.write(sum) } }
        array("last_ratings", figures.ratings) { json, rating in
            json.object {
                $0.field("question", rating.question)
                $0.field("points", rating.value)
                $0.field("at", rating.ratedAt)
            }
        }
    }
}

extension Schema {
    private static let sum = Schema.object([
        SchemaField("amount_minor", .integer, "Whole minor units."), SchemaField("currency", .text, "ISO 4217."),
    ])

    private static let customerFigures = Schema.object([
        SchemaField("orders", .integer),
        SchemaField("spent", .array(sum), "What orders cost that were not cancelled, absent or returned."),
        SchemaField("promises_kept", .integer, "Of the words that they were told."),
        SchemaField("promises_broken", .integer),
        SchemaField("promise_chains", .integer, "Chains of words that ended kept or broken."),
        SchemaField("first_word_kept", .integer, "Of these, kept at the first word."),
        SchemaField("cases", .integer, "Without those that became part of another."),
        SchemaField("open_cases", .integer), SchemaField("remedies", .integer, "Given and not taken back."),
        SchemaField("remedies_given", .array(sum), "What these cost."),
        SchemaField(
            "last_ratings",
            .array(
                .object([
                    SchemaField("question", .word(Rating.Question.self)), SchemaField("points", .integer),
                    SchemaField("at", .instant),
                ])), "The last to each question."),
    ])

    static let customer = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("language", .nullable(.text)),
        SchemaField("zone", .nullable(.text)), SchemaField("city", .nullable(.text)),
        SchemaField("region", .nullable(.text)), SchemaField("segment", .nullable(.text)),
        .optional("reached_by", .array(.text), "E-mail addresses and phones, at most three. In lists alone."),
        .optional(
            "contacts",
            .array(
                .object([
                    SchemaField("kind", .text), SchemaField("value", .text),
                    .optional("failing", .boolean, "What is sent there does not arrive. Of one customer alone."),
                ]))),
        .optional(
            "source", .nullable(.text), "The system that knows them. This and what follows: of one customer alone."),
        .optional("external_id", .nullable(.text)),
        .optional("since", .instant, "The earliest that is known of them."),
        .optional("figures", customerFigures),
    ])
}
