import KeptDomain
import KeptStore
import KeptWords

extension JSONWriter {
    /// - Parameter said: the plain sentence by language.
    mutating func write(_ guarantee: Guarantee, said: [(language: String, sentence: String)]) {
        object { json in
            json.field("id", guarantee.id)
            json.members(guarantee.rule)
            json.field("on", guarantee.isOn)
            json.field("tried", guarantee.isTried)
            json.field("version", guarantee.number)
            json.field("revision", guarantee.revision)
            json.field("said", Dictionary(uniqueKeysWithValues: said.map { ($0.language, $0.sentence) }))
        }
    }

    /// A rule as one sends it to write a guarantee.
    mutating func writeDraft(_ rule: GuaranteeRule) { object { $0.members(rule) } }

    private mutating func members(_ rule: GuaranteeRule) {
        field("name", rule.name)
        field("called", rule.called)
        field("trigger", rule.trigger)
        field("about", rule.about)
        object("scope") { $0.members(of: rule.scope) }
        field("standard", rule.standard)
        field("breaks", rule.breaks)
        write(rule.worthAtLeast, "worth_minor", "worth_currency")
        field("late_by_seconds", rule.lateBy.map { Int($0.seconds) })
        array("gifts", rule.gifts) { $0.write($1) }
        field("most_per_customer", rule.mostPerCustomer)
        field("days", rule.days)
        field("most_per_day", rule.mostPerDay)
        field("coupon_days", rule.couponDays)
    }

    mutating func write(_ gift: Guarantee.Gift) {
        object { json in
            json.field("kind", gift.kind)
            switch gift.size {
            case .amount(let amount): json.write(amount)
            case .percent(let percent): json.field("percent", percent)
            case .difference(let percent): json.field("difference_percent", percent)
            }
        }
    }

    mutating func write(_ trial: GuaranteeTrial) {
        object { json in
            json.field("days", trial.days)
            json.field("known_days", trial.isInRecord ? trial.days : trial.known)
            json.field("in_record", trial.isInRecord)
            json.field("looked", trial.looked)
            json.field("applied", trial.applied)
            json.field("customers", trial.customers)
            json.field("held", trial.held)
            json.array("costs", trial.costs) { json, cost in json.object { $0.write(cost) } }
        }
    }

    mutating func write(_ use: GuaranteeUseRecord) {
        object { json in
            json.field("id", use.id)
            json.field("guarantee", use.guarantee)
            json.field("order", use.order)
            json.field("case", use.case)
            json.field("promise", use.promise)
            json.field("customer", use.customer)
            json.field("place", use.place)
            json.field("state", use.state)
            json.array("gifts", use.gifts) { json, gift in
                json.object { json in
                    json.field("kind", gift.kind)
                    json.write(gift.amount)
                }
            }
            json.field("used_at", use.usedAt)
            json.field("recorded_by", use.recordedBy)
            json.field("paid_minor", use.paid.map { Int($0) })
            json.field("seen_minor", use.seen.map { Int($0) })
            json.field("held_because", use.heldBecause)
        }
    }

    mutating func write(_ held: HeldGuarantee) {
        object { json in
            json.field("guarantee", held.guarantee.id)
            json.field("name", held.guarantee.rule.name)
            json.field("count", held.count)
            json.array("costs", held.costs) { json, cost in json.object { $0.write(cost) } }
            json.field("since", held.since)
            json.field("first", held.first)
        }
    }
}

extension Schema {
    private static let gift = Schema.object([
        SchemaField("kind", .word(RemedyKind.self)), .optional("amount_minor", .integer), .optional("currency", .text),
        .optional("percent", .integer, "1 to 200, of what the order cost."),
        .optional("difference_percent", .integer, "100 to 200, of the difference between two prices."),
    ])
    private static let guaranteeFields: [SchemaField] = [
        SchemaField("name", .text), .optional("called", .map(.text), "As customers know it, by language."),
        SchemaField("trigger", .word(Guarantee.Trigger.self)),
        .optional("about", .nullable(.words(Guarantee.About.allCases.map(\.rawValue)))),
        .optional("scope", .scope()), .optional("standard", .nullable(.id)),
        .optional("breaks", .integer, "From so many broken words on a matter on; 1 when left out."),
        .optional("worth_minor", .nullable(.integer), "Only orders of so much or more."),
        .optional("worth_currency", .nullable(.text)), .optional("late_by_seconds", .nullable(.integer)),
        SchemaField("gifts", .array(gift)),
        .optional("most_per_customer", .nullable(.integer), "Within days; left out: as often as it happens."),
        .optional("days", .integer), .optional("most_per_day", .integer, "Beyond these a lead is asked."),
        .optional("coupon_days", .integer),
    ]

    static let guaranteeDraft = Schema.object(guaranteeFields + [.optional("why", .text, "Why it changes.")])
    static let guarantee = Schema.object(
        [SchemaField("id", .id)] + guaranteeFields + [
            SchemaField("on", .boolean),
            SchemaField("tried", .boolean, "Whether this version was tried against the record."),
            SchemaField("version", .integer), SchemaField("revision", .integer),
            SchemaField("said", .map(.text), "The rule as a plain sentence, by language."),
        ])
    static let guaranteeTrial = Schema.object([
        SchemaField("days", .integer),
        SchemaField(
            "known_days", .nullable(.integer),
            "Of these, how many the record itself tells of; null for what no record tells of."),
        SchemaField("in_record", .boolean, "Whether the record tells of such things, and of all these days."),
        SchemaField("looked", .integer),
        SchemaField("applied", .integer), SchemaField("customers", .integer),
        SchemaField("held", .integer, "Of these, how many would have waited for a lead."),
        SchemaField(
            "costs",
            .array(.object([SchemaField("amount_minor", .integer), SchemaField("currency", .text)])),
            "By currency."),
    ])
    static let guaranteeUse = Schema.object([
        SchemaField("id", .id), SchemaField("guarantee", .id), SchemaField("order", .nullable(.id)),
        SchemaField("case", .nullable(.id)), SchemaField("promise", .nullable(.id)),
        SchemaField("customer", .nullable(.id)), SchemaField("place", .id),
        SchemaField("state", .word(GuaranteeUseRecord.State.self)),
        SchemaField(
            "gifts",
            .array(
                .object([
                    SchemaField("kind", .word(RemedyKind.self)), SchemaField("amount_minor", .integer),
                    SchemaField("currency", .text),
                ]))), SchemaField("used_at", .instant),
        SchemaField("recorded_by", .nullable(.text), "Who recorded it; null where a fact of the record set it off."),
        SchemaField("paid_minor", .nullable(.integer), "As they typed it."),
        SchemaField("seen_minor", .nullable(.integer)),
        SchemaField(
            "held_because", .nullable(.words(Guarantee.HeldBecause.allCases.map(\.rawValue))),
            "Why it waits, or waited, for a lead."),
    ])
    static let heldGuarantee = Schema.object([
        SchemaField("guarantee", .id), SchemaField("name", .text), SchemaField("count", .integer),
        SchemaField(
            "costs", .array(.object([SchemaField("amount_minor", .integer), SchemaField("currency", .text)])),
            "What they would cost, by currency."),
        SchemaField("since", .instant, "Since when the oldest waits."),
        SchemaField("first", .id, "The oldest, with which the next part begins."),
    ])
    static let readyGuarantee = Schema.object([
        SchemaField("ready", .word(ReadyGuarantee.self)), .optional("draft", .named("GuaranteeDraft")),
    ])
}
