import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Two people edit one thing: whoever sends second is told, and loses nothing of what they typed.
@Suite struct StaleFormTests {
    /// A form, the field to change, and what makes it complete.
    private struct Edit: Sendable {
        let path: String
        let field: String
        var needed: [String: String] = [:]
    }

    @Test(arguments: TestStore.engines) func theSecondToSaveIsToldAndLosesNothing(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            let standard = try await shop.addStandard("Same city", target: "day+1@12:00").id
            let (calendar, person) = try await shop.write { tx in
                (
                    try tx.place(orDefault: nil).calendar,
                    try tx.addPerson(
                        PersonFacts(name: "Mo", email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                )
            }
            let edits = [
                Edit(path: "/standards/\(standard)", field: "name", needed: ["why": "clearer"]),
                Edit(path: "/calendars/\(calendar)", field: "name"), Edit(path: "/people/\(person)", field: "name"),
            ]
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
                for edit in edits {
                    var first = try await visit.form(edit.path, on: edit.path)
                    for (name, value) in edit.needed { first[name] = value }
                    var second = first
                    first[edit.field] = "From the first"
                    second[edit.field] = "From the second"
                    #expect(try await visit.post(first).status == 303, "\(edit.path)")
                    let told = try await visit.post(second)
                    #expect(told.status == 409 && told.text.contains("in the meantime"), "\(edit.path)")
                    #expect(told.text.contains("value=\"From the second\""), "\(edit.path): what was typed stands")
                    let now = try await visit.form(edit.path, on: edit.path)
                    #expect(now[edit.field] == "From the first", "\(edit.path)")
                    // Having seen it, they may send theirs.
                    #expect(try await visit.post(PageForm(edit.path, in: told.text)).status == 303, "\(edit.path)")
                }
            }
        }
    }
}
