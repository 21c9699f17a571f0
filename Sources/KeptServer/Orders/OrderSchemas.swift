import KeptDomain
import KeptStore

extension Schema {
    static let order = Schema.object(
        [
            SchemaField("id", .id), SchemaField("number", .integer, "What people read aloud."),
            SchemaField("source", .text), SchemaField("external_id", .text),
            SchemaField("status", .word(OrderStatus.self)), SchemaField("customer", .nullable(.named("Customer"))),
            SchemaField("place", .id), SchemaField("carrier", .nullable(.id)), SchemaField("channel", .nullable(.text)),
            SchemaField("segment", .nullable(.text)), SchemaField("city", .nullable(.text)),
            SchemaField("region", .nullable(.text)), SchemaField("zone", .text, "In which its days begin and end."),
            SchemaField("split_delivery", .boolean),
            SchemaField("history", .boolean, "Imported; made no live promise."),
            SchemaField("ordered_at", .instant),
        ]
            + ["promised_at", "approved_at", "prepared_at", "dispatched_at", "in_transit_at", "delivered_at"].map {
                SchemaField($0, .nullable(.instant))
            } + [
                SchemaField("attempts", .integer),
                SchemaField(
                    "tracking_url", .nullable(.text), "The customer's page, opened by its unguessable end alone."),
                SchemaField("lines", .array(.named("OrderLine"))), SchemaField("parcels", .array(.named("Parcel"))),
                SchemaField("events", .array(.named("TrackingEvent"))),
                SchemaField("promise", .nullable(.named("Promise")), "The word that holds."),
                SchemaField("promises", .array(.named("Promise")), "Every word, the oldest first."),
                SchemaField("revision", .integer),
            ])

    static let orderLine = Schema.object([
        SchemaField("position", .integer), SchemaField("name", .text), SchemaField("sku", .nullable(.text)),
        SchemaField("product_group", .nullable(.text)), SchemaField("quantity", .integer),
        SchemaField("filled_quantity", .nullable(.integer)), SchemaField("price_minor", .integer),
        SchemaField("currency", .text), SchemaField("goods", .boolean), SchemaField("promised_at", .nullable(.instant)),
        SchemaField("parcel", .nullable(.id)),
    ])

    static let parcel = Schema.object([
        SchemaField("id", .id), SchemaField("carrier", .nullable(.id)), SchemaField("tracking_code", .nullable(.text)),
    ])

    static let trackingEvent = Schema.object([
        SchemaField("kind", .word(TrackingEvent.Kind.self)), SchemaField("at", .instant, "When it happened."),
        SchemaField("learned_at", .instant, "When we were told."), SchemaField("parcel", .nullable(.id)),
        SchemaField("reason", .nullable(.text)),
        SchemaField(
            "told_by", .nullable(.text),
            "person:…, token:…, or file: and the source; null for what came with an import."),
    ])

    static let orderItem = Schema.object([
        SchemaField("id", .id), SchemaField("number", .integer), SchemaField("status", .word(OrderStatus.self)),
        SchemaField("customer", .nullable(.text)), SchemaField("place", .text),
        SchemaField("carrier", .nullable(.text)),
        SchemaField("ordered_at", .instant), SchemaField("promised_at", .nullable(.instant)),
        SchemaField("delivered_at", .nullable(.instant)), SchemaField("attempts", .integer),
        SchemaField("history", .boolean), SchemaField("at_risk", .boolean),
        SchemaField("open_case", .nullable(.integer), "Its short number."),
        SchemaField("promise", .nullable(.named("Promise"))),
    ])

    static let orderDraft = Schema.object([
        SchemaField("source", .text, "The system that the order comes from."),
        SchemaField("external_id", .text, "Its id there; the same pair never makes a second order."),
        SchemaField("customer", .named("CustomerDraft")), SchemaField("lines", .array(.named("OrderLineDraft"))),
        SchemaField("ordered_at", .instant),
        .optional("promised_by", .text, "What the customer was told: an instant, or a day that counts until its end."),
        .optional("place", .id), .optional("carrier", .id), .optional("channel", .text),
        .optional("split_delivery", .boolean, "Whether goods may come apart, each with a promise of its own."),
    ])

    static let orderLineDraft = Schema.object([
        SchemaField("name", .text), SchemaField("quantity", .integer), SchemaField("price_minor", .integer),
        SchemaField("currency", .text, "ISO 4217."), .optional("sku", .text), .optional("product_group", .text),
        .optional("goods", .boolean, "False for fees, vouchers and services."),
        .optional(
            "promised_by", .text, "What was told about this line alone: an instant, or a day; as that of the order."),
    ])

    static let customerDraft = Schema.object([
        SchemaField("name", .text), .optional("email", .text), .optional("phone", .text),
        .optional("language", .text, "BCP 47."), .optional("zone", .text, "As the tz database names it."),
        .optional("segment", .text), .optional("source", .text), .optional("external_id", .text),
        .optional("street", .text), .optional("city", .text), .optional("region", .text),
        .optional("country", .text, "ISO 3166, two letters."), .optional("postcode", .text),
    ])
}
