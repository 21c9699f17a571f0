import KeptDomain
import KeptStore

extension Schema {
    static let quote = Schema.object([
        SchemaField("quoted", .boolean, "False where nothing can be quoted yet; why says so."),
        .optional("why", .words(["too-few", "beyond-bounds"])),
        .optional("needed", .integer, "How many more deliveries it takes."),
        .optional("day", .day, "Kept until its end in the order's zone."), .optional("due_at", .instant),
        .optional("days", .integer, "From the purchase."),
        .optional("median_day", .nullable(.day), "By when it is as likely there as not."),
        .optional("precedents", .integer, "How many deliveries it rests on."),
        .optional(
            "like",
            .nullable(
                .object([
                    SchemaField("count", .integer), SchemaField("days", .integer), SchemaField("span_days", .integer),
                    SchemaField("by_region", .boolean), SchemaField("by_carrier", .boolean),
                ])), "Like orders of late: how many, and within how many days the wanted share of them came."),
        .optional("region_new", .boolean, "Nothing was ever delivered to the region: the quote is the general one."),
        .optional("pace", .word(DeliveryQuote.Pace.self)),
        .optional("learned_to", .day, "The last day that was over when the record was learned from."),
        SchemaField("confidence", .number, "The share of such quotes that is to be kept."),
        SchemaField(
            "held",
            .object([
                SchemaField("told", .integer), SchemaField("known", .integer), SchemaField("kept", .integer),
                SchemaField("share", .nullable(.number)), SchemaField("days", .integer),
            ]), "Quotes that were told of late, and how they held."),
        SchemaField("sentence", .map(.text), "What it rests on, or why there is none, by language."),
    ])

    static let likelyLate = Schema.object([
        SchemaField("order", .id), SchemaField("number", .integer), SchemaField("promise", .id),
        SchemaField("customer", .nullable(.text)), SchemaField("carrier", .nullable(.text)),
        SchemaField("region", .nullable(.text)), SchemaField("due_at", .instant),
        SchemaField("chance", .number, "To be delivered after that."), SchemaField("read_at", .instant),
        SchemaField("since", .nullable(.instant), "At the threshold or above."),
        SchemaField("stage", .word(OrderRisk.Stage.self)), SchemaField("days", .integer, "In the stage."),
        SchemaField("foreseen_at", .nullable(.instant), "When its customer was warned because of this."),
    ])

    static let quoteRule = Schema.object([
        SchemaField("place", .nullable(.id), "Null for the whole business."),
        SchemaField("confidence", .number), SchemaField("promises", .boolean), SchemaField("foresees", .boolean),
        SchemaField("threshold", .number),
    ])
}
