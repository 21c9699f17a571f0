import Foundation
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Numbers and times at the edges of what can be counted, put into every field of every form and every question of a
/// page. Arithmetic that overflows ends the whole process, so that this test would not come to its end.
@Suite struct ExtremeFormTests {
    static let values = [
        "9223372036854775807", "-9223372036854775808", "99999999999999999999", "2147483648", "24:00",
        "9999-12-31T23:59",
    ]

    private static let pages = [
        "/today", "/orders", "/promises", "/cases", "/deliveries", "/standards", "/standards/new", "/calendars",
        "/calendars/new", "/carriers", "/windows", "/places", "/people", "/journal", "/password", "/import",
    ]

    @Test func noFormEndsTheServer() async throws {
        try await OrderVisit.withShop(.sqlite) { site, shop, made, client in
            let standard = try await shop.addStandard("Next day", target: "day+1@12:00")
            let calendar = try await shop.store.read { try $0.place(orDefault: nil).calendar }
            let visit = try await SiteVisit.staff([Grant(role: .administrator)], on: site, client)
            let all =
                Self.pages + ["/orders/\(made.order.id)", "/standards/\(standard.id)", "/calendars/\(calendar)"]
            for page in all {
                let forms = ShownForm.all(on: try await visit.get(page).text)
                #expect(!forms.isEmpty, "\(page) has no form")
                for form in forms where form.isHarmless {
                    for field in form.counted.sorted() {
                        for value in Self.values { try await Self.send(form, field, value, from: page, visit) }
                    }
                }
            }
        }
    }

    /// The calculator: each unit with each number.
    @Test func noTargetEndsTheServer() async throws {
        try await OrderVisit.withShop(.sqlite) { site, shop, _, client in
            let calendar = try await shop.store.read { try $0.place(orDefault: nil).calendar }
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            for unit in TargetFields.Unit.allCases {
                for count in Self.values + ["99999", "1000000"] {
                    let answer = try await visit.get(
                        Paths.query(
                            "/calendars/\(calendar)",
                            [
                                ("target_unit", unit.rawValue), ("target_count", count), ("target_time", "12:00"),
                                ("from", "2026-11-22T10:00"),
                            ]))
                    #expect(answer.status < 500, "\(unit) \(count)")
                }
            }
        }
    }

    @Test func theFirstStartTakesNoWindowThatBeginsAtTheEndOfTheDay() async throws {
        try await TestSite.with(.sqlite) { site in
            try await buildApplication(site).test(.router) { client in
                let browser = Browser(client)
                for (field, value) in [("opens", "24:00"), ("closes", "25:00"), ("opens", "9"), ("closes", "09:00")] {
                    let fields = Browser.setUp.filter { $0.key != field }
                    let refused = try await browser.send(
                        "/setup", pairs: fields.map { ($0.key, $0.value) } + [(field, value)], from: "/setup")
                    #expect(refused.status == 422, "\(field) \(value)")
                    #expect(refused.text.contains("id=\"f-\(field)-problem\""), "\(field) \(value)")
                }
                #expect(try await browser.send("/setup", Browser.setUp, from: "/setup").status == 303)
            }
        }
    }

    private static func send(
        _ form: ShownForm, _ field: String, _ value: String, from page: String, _ visit: SiteVisit
    ) async throws {
        var fields = form.fields
        fields[field] = value
        if form.isPosted {
            let token = fields.removeValue(forKey: "form_token") ?? ""
            let answer = try await visit.post(form.action, token: token, pairs: fields.map { ($0.key, $0.value) })
            #expect(answer.status < 500, "POST \(form.action) \(field)=\(value): \(answer.status)")
        } else {
            let answer = try await visit.get(Paths.query(form.action, fields.map { ($0.key, $0.value) }))
            #expect(answer.status < 500, "GET \(form.action) \(field)=\(value): \(answer.status)")
        }
    }
}

/// A form as a page has it, with what it would send: untouched where something stands, else something short.
struct ShownForm {
    let action: String
    let isPosted: Bool
    var fields: [String: String] = [:]
    /// Those that are read as numbers, times or ids.
    private(set) var counted: Set<String> = []

    /// Signing out, files and what stands on every page are left to other tests.
    var isHarmless: Bool { !["/sign-out", "/preferences"].contains(action) && !action.hasPrefix("/import") }

    static func all(on page: String) -> [ShownForm] {
        page.matches(of: /<form([^>]*)>([\s\S]*?)<\/form>/).map { match in
            let head = String(match.1)
            var form = ShownForm(
                action: attribute("action", of: head) ?? "/today", isPosted: head.contains("method=\"post\""))
            for input in match.2.matches(of: /<(input|select|textarea|button)([^>]*)>([^<]*)/) {
                let head = String(input.2)
                guard let name = attribute("name", of: head) else { continue }
                let type = attribute("type", of: head) ?? "text"
                if type == "checkbox", !head.contains(" checked") { continue }
                let value = attribute("value", of: head) ?? String(input.3)
                let usual = ["number": "1", "time": "12:00", "text": "x"]
                form.fields[name] = value.isEmpty ? usual[type] ?? "" : value
                if countedTypes.contains(type), name != "form_token" { form.counted.insert(name) }
            }
            for select in match.2.matches(of: /<select([^>]*)>([\s\S]*?)<\/select>/) {
                guard let name = attribute("name", of: String(select.1)) else { continue }
                let options = select.2.matches(of: /<option value="([^"]*)"([^>]*)>/)
                let chosen = options.first { $0.2.contains("selected") } ?? options.first
                form.fields[name] = chosen.map { String($0.1) } ?? ""
            }
            return form
        }
    }

    private static let countedTypes: Set = ["number", "time", "date", "datetime-local", "hidden"]

    private static func attribute(_ name: String, of text: String) -> String? {
        text.split(separator: " \(name)=\"", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
            .map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&").replacing("&#43;", with: "+") }
    }
}
