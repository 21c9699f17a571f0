import KeptDomain

extension Carrier {
    static let columns: SQL = "id, name, phone, tracking_url, revision, closed_at"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), phone: row.optionalText(), trackingURL: row.optionalText(),
            revision: row.int(), closedAt: row.optionalInstant())
    }
}

extension DeliveryWindow {
    static let columns: SQL =
        "id, name, place_id, carrier_id, weekdays, starts_minute, ends_minute, notice_minutes, revision, closed_at"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), place: row.optionalID(), carrier: row.optionalID(),
            weekdays: Set(bits: row.int()), starts: row.int(), ends: row.int(), noticeMinutes: row.int(),
            revision: row.int(), closedAt: row.optionalInstant())
    }
}

extension Set<Weekday> {
    /// Monday is the lowest bit.
    init(bits: Int) { self = Set(Weekday.allCases.filter { bits & (1 << $0.rawValue) != 0 }) }

    var bits: Int { reduce(0) { $0 | (1 << $1.rawValue) } }
}
