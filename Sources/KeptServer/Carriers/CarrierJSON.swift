import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ carrier: Carrier) {
        object { json in
            json.field("id", carrier.id)
            json.field("name", carrier.name)
            json.field("phone", carrier.phone)
            json.field("tracking_url", carrier.trackingURL)
            json.field("closed_at", carrier.closedAt)
            json.field("revision", carrier.revision)
        }
    }

    mutating func write(_ window: DeliveryWindow) {
        object { json in
            json.field("id", window.id)
            json.field("name", window.name)
            json.field("place", window.place)
            json.field("carrier", window.carrier)
            json.field("weekdays", Weekday.allCases.filter(window.weekdays.contains).map(\.key))
            json.field("starts", ClockTime.text(minutes: window.starts))
            json.field("ends", ClockTime.text(minutes: window.ends))
            json.field("notice_minutes", window.noticeMinutes)
            json.field("closed_at", window.closedAt)
            json.field("revision", window.revision)
        }
    }
}

extension Schema {
    static let carrier = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("phone", .nullable(.text)),
        SchemaField("tracking_url", .nullable(.text), "With {code} where the parcel's code goes."),
        SchemaField("closed_at", .nullable(.instant), "Since when no new order goes with it."),
        SchemaField("revision", .integer),
    ])
    static let window = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text),
        SchemaField("place", .nullable(.id), "Null for every place."),
        SchemaField("carrier", .nullable(.id), "Null for every carrier."),
        SchemaField("weekdays", .array(.words(Weekday.allCases.map(\.key)))), SchemaField("starts", .text, "18:00."),
        SchemaField("ends", .text),
        SchemaField("notice_minutes", .integer, "How long before its start it can be chosen."),
        SchemaField("closed_at", .nullable(.instant), "Since when it can no longer be chosen."),
        SchemaField("revision", .integer),
    ])
    static let windowOpening = Schema.object([
        SchemaField("opening", .text, "What to send back to choose it."), SchemaField("name", .text),
        SchemaField("starts_at", .instant), SchemaField("ends_at", .instant), SchemaField("window", .id),
    ])
}
