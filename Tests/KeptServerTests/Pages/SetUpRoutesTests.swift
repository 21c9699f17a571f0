import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Carriers, windows and places, over HTTP.
@Suite struct SetUpRoutesTests {
    @Test(arguments: TestStore.engines) func theyAreAddedChangedAndClosed(on engine: Engine) async throws {
        try await TestSite.with(engine, time: MovedTime("2026-11-05T09:00:00Z")) { site in
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .administrator)], on: site, client)
                let calendar = try await site.store.read { try $0.place(orDefault: nil).calendar }
                let cases:
                    [(path: String, from: String, fields: KeyValuePairs<String, String>, status: Int, has: String)] = [
                        (
                            "/carriers", "/carriers",
                            ["name": "Heron", "tracking_url": "https://heron.example/{code}"], 303, ""
                        ),
                        ("/carriers", "/carriers", ["name": "Heron"], 422, "This name is taken."),
                        ("/carriers", "/carriers", ["name": "", "phone": "1"], 422, "This is missing."),
                        (
                            "/windows", "/windows",
                            [
                                "name": "Evening", "starts": "18:00", "ends": "21:00", "weekday_mon": "1",
                                "notice_minutes": "60",
                            ], 303,
                            ""
                        ),
                        (
                            "/windows", "/windows", ["name": "Night", "starts": "18:00", "ends": "21:00"], 422,
                            "day of the week"
                        ),
                        (
                            "/windows", "/windows", ["name": "Odd", "starts": "soon", "ends": "21:00"], 422,
                            "no such time"
                        ),
                        (
                            "/places", "/places",
                            ["name": "North", "zone": "Europe/Berlin", "calendar": "\(calendar)"], 303, ""
                        ),
                        (
                            "/places", "/places", ["name": "West", "zone": "Mars/Base", "calendar": "\(calendar)"], 422,
                            "no time zone"
                        ),
                    ]
                for one in cases {
                    let answer = try await visit.post(one.path, from: one.from, one.fields)
                    #expect(answer.status == one.status, "\(one.path) \(one.fields): \(answer.text.prefix(400))")
                    #expect(answer.text.contains(one.has), "\(one.path) \(one.fields) lacks \(one.has)")
                }
                #expect(try await visit.post("/carriers", token: "none", ["name": "Crow"]).status == 403)
                let carrier = try #require(try await site.store.read { try $0.carriers().first })
                let window = try #require(try await site.store.read { try $0.windows().first })
                let places = try await site.store.read { try $0.places() }
                let usual = try #require(places.first), north = try #require(places.last)
                let changes: [(path: String, fields: KeyValuePairs<String, String>, status: Int)] = [
                    (Paths.carrier(carrier.id), ["name": "Grey Heron", "revision": "1"], 303),
                    (Paths.carrier(carrier.id), ["name": "Blue Heron", "revision": "1"], 409),
                    (Paths.carrierClosing(carrier.id), ["revision": "2"], 303),
                    (
                        Paths.window(window.id),
                        ["name": "Late", "starts": "19:00", "ends": "24:00", "weekday_tue": "1", "revision": "1"], 303
                    ),
                    (Paths.windowClosing(window.id), ["revision": "2"], 303),
                    (Paths.placeClosing(usual.id), ["revision": "1"], 409),
                    (Paths.placeClosing(north.id), ["revision": "1"], 303),
                ]
                for one in changes {
                    let answer = try await visit.post(one.path, from: "/carriers", one.fields)
                    #expect(answer.status == one.status, "\(one.path) \(one.fields): \(answer.text.prefix(400))")
                }
                #expect(try await visit.get("/carriers").text.contains("No carrier yet"))
                let lead = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
                let token = try #require(
                    try await lead.get("/today").text.split(separator: "name=\"form_token\" value=\"").dropFirst()
                        .first?
                        .prefix { $0 != "\"" })
                #expect(try await lead.post("/carriers", token: String(token), ["name": "Crow"]).status == 403)
            }
        }
    }
}
