import KeptDomain

extension Place {
    static let columns: SQL = "id, name, city, region, zone, calendar_id, is_default, revision, phone, email, closed_at"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), city: row.optionalText(), region: row.optionalText(), zone: row.text(),
            calendar: row.id(), isDefault: row.flag(), revision: row.int(), phone: row.optionalText(),
            email: row.optionalText(), closedAt: row.optionalInstant())
    }
}
