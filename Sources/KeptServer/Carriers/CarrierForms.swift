import KeptDomain
import KeptWords

extension CarrierDraft {
    /// From a form with the fields `name`, `phone` and `tracking_url`.
    init(_ form: SubmittedForm) throws {
        self.init(name: try form.required("name"), phone: form["phone"], trackingURL: form["tracking_url"])
    }
}

extension WindowDraft {
    /// From a form with the fields `name`, `weekday_mon` … `weekday_sun`, `starts`, `ends`, `notice_minutes`, `place` and
    /// `carrier`; the last two are empty for all.
    init(_ form: SubmittedForm) throws {
        guard let starts = try form.minuteOfDay("starts") else { throw InvalidInput("starts", "problems.required") }
        guard let ends = try form.minuteOfDay("ends") else { throw InvalidInput("ends", "problems.required") }
        self.init(
            name: try form.required("name"), place: try form.id("place"), carrier: try form.id("carrier"),
            weekdays: Set(Weekday.allCases.filter { form.isTicked("weekday_" + $0.key) }), starts: starts, ends: ends,
            noticeMinutes: try form.whole("notice_minutes", in: 0...20_160) ?? 0)
    }
}

extension PlaceDraft {
    /// From a form with the fields `name`, `city`, `region`, `zone`, `calendar`, `phone` and `email`.
    init(_ form: SubmittedForm) throws {
        guard let calendar = try form.id("calendar", of: CalendarRecord.self) else {
            throw InvalidInput("calendar", "problems.required")
        }
        self.init(
            name: try form.required("name"), city: form["city"], region: form["region"],
            zone: try form.required("zone"), calendar: calendar, phone: form["phone"], email: form["email"])
    }
}

extension SubmittedForm {
    /// The revision of a record that the form changes; every such form carries it.
    func knownRevision() throws -> Int {
        guard let revision = try revision() else { throw InvalidInput("revision", "problems.required") }
        return revision
    }
}
