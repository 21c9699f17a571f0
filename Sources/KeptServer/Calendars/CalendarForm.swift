import KeptDomain

/// A calendar as its form tells it: windows of each day in one field, holidays a line each.
enum CalendarForm {
    static func draft(_ form: SubmittedForm) throws -> CalendarDraft {
        let zone = try form.required("zone")
        if form.isTicked("always") { return CalendarDraft(zone: zone, opening: .always, holidays: []) }
        var problems: [FieldProblem] = []
        var windows: [Weekday: [OpeningWindow]] = [:]
        for day in Weekday.allCases {
            let field = "hours_" + day.key
            for text in (form[field] ?? "").split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "，" || $0 == "、" })
            {
                do {
                    windows[day, default: []].append(try OpeningWindow(text.filter { !$0.isWhitespace }))
                } catch {
                    let fault = CalendarTextFault.window(day, text: String(text), error)
                    problems.append(FieldProblem(field, fault.key, fault.facts))
                }
            }
        }
        var holidays: [Day] = []
        for line in (form["holidays"] ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            do { holidays.append(try Day(iso: line)) } catch {
                let fault = CalendarTextFault.holiday(text: String(line), error)
                problems.append(FieldProblem("holidays", fault.key, fault.facts))
            }
        }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        return CalendarDraft(zone: zone, opening: .weekly(WeeklyHours(windows)), holidays: holidays)
    }
}
