import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Orders, their promises and cases, over HTTP.
@Suite struct OrderRoutesTests {
    private typealias FormCase = OrderVisit.FormCase

    @Test(arguments: TestStore.engines) func ordersAreFoundAndWorkedOn(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let id = made.order.id
            let page = Paths.order(id)
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let pages: [(String, Int, String)] = [
                ("/orders", 200, "A-1"), ("/orders?q=A-1", 200, "Ada"), ("/orders?q=nobody", 200, "No order fits"),
                ("/orders?state=delivered", 200, "No order fits"), ("/orders?state=open&from=2026-11-05", 200, "A-1"),
                ("/orders?after=zzz", 400, "zzz"), (page, 200, "What we said"), ("/orders/1", 404, "Not found"),
                ("/orders/x", 404, "Not found"), ("/promises", 200, "Order"),
                ("/promises?state=kept", 200, "No promise fits"),
                ("/promises?q=Ada&state=open", 200, "Order"), ("/cases", 200, "No case here"),
            ]
            for (path, status, part) in pages {
                let answer = try await visit.get(path)
                #expect(answer.status == status, "\(path): \(answer.text.prefix(400))")
                #expect(answer.text.contains(part), "\(path) lacks \(part)")
            }
            let promise = try #require(try await shop.promises(id).first)
            try await OrderVisit.check(
                [
                    FormCase(
                        path: Paths.orderEvents(id), from: page,
                        fields: ["kind": "dispatched", "at": "2026-11-05T09:30"],
                        status: 303, location: page),
                    FormCase(
                        path: Paths.orderEvents(id), from: page,
                        fields: ["kind": "delivered", "at": "2030-01-01T00:00"],
                        status: 422, has: ["It lies in the future."]),
                    FormCase(
                        path: Paths.orderPromises(id), from: page, fields: ["said": "Soon."], status: 422,
                        has: ["This is missing.", "Soon."]),
                    FormCase(
                        path: Paths.orderPromises(id), from: page,
                        fields: ["said": "Soon.", "due_at": "2026-11-04T12:00"], status: 409, has: ["flash-problem"]),
                    FormCase(
                        path: Paths.orderPromises(id), from: page,
                        fields: ["said": "We call you by 18:00.", "due_at": "2026-11-05T18:00"], status: 303),
                    FormCase(
                        path: Paths.pause(promise.id), from: page, fields: ["reason": "waiting-for-customer"],
                        status: 303, location: page),
                    FormCase(path: Paths.pause(promise.id), from: page, fields: ["reason": "tired"], status: 422),
                    FormCase(path: Paths.resume(promise.id), from: page, fields: [:], status: 303),
                    FormCase(
                        path: Paths.keeping(promise.id), from: page, fields: ["evidence": "x", "revision": "1"],
                        status: 409,
                        has: ["in the meantime"]),
                    FormCase(
                        path: Paths.renegotiation(promise.id), from: page,
                        fields: ["said": "Saturday.", "due_at": "2026-11-07T12:00", "why": "The van broke down"],
                        status: 303, location: page),
                    FormCase(path: Paths.orderWindow(id), from: page, fields: ["window": "never"], status: 409),
                    FormCase(path: Paths.orderWindow(id), from: page, fields: [:], status: 422),
                ], visit)
            let shown = try await visit.get(page).text
            for part in ["We call you by 18:00.", "The van broke down", "Saturday."] { #expect(shown.contains(part)) }
            #expect(shown.contains("· Ida</span>"), "who told of the event")
            #expect(try await visit.get("/orders").text.contains("1 order."))
            #expect(try await visit.get("/promises").text.contains("3 promises."))
            let foreign = try await visit.post(Paths.orderEvents(id), token: "none", ["kind": "lost"])
            #expect(foreign.status == 403)
            let reached = try await visit.get(Paths.promise(promise.id))
            #expect(reached.location == page + "#said")
        }
    }

    @Test(arguments: TestStore.engines) func rolesReachTheirPlaceOnly(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let other = try await shop.write { tx in
                let calendar = try tx.place(orDefault: nil).calendar
                return try tx.addPlace(PlaceDraft(name: "Elsewhere", zone: "Europe/Berlin", calendar: calendar)).id
            }
            let elsewhere = try await SiteVisit.staff([Grant(role: .frontLine, place: other)], on: site, client)
            #expect(try await elsewhere.get(Paths.order(made.order.id)).status == 403)
            #expect(try await !elsewhere.get("/orders").text.contains("A-1"))
            let partner = try await SiteVisit.staff([Grant(role: .partner)], on: site, client)
            #expect(try await partner.get("/orders").status == 403)
            let nobody = SiteVisit(site: site, client: client, cookie: "kept-none=1")
            #expect(try await nobody.get("/orders").location == "/sign-in?next=%2Forders")
        }
    }

    @Test(arguments: TestStore.engines) func theNavigationCountsWhatWaitsForItsReader(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            func badge(_ path: String) async throws -> String? {
                let text = try await visit.get("/orders").text
                let link = text.split(separator: "href=\"\(path)\"").dropFirst(path == "/today" ? 2 : 1).first ?? ""
                return link.prefix { $0 != "\n" }.firstMatch(of: /badge num">([^<]*)</).map { String($0.1) }
            }
            #expect(try await badge("/cases") == nil)
            shop.time.advance(by: .days(3))
            try await shop.lapse()
            let found = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            let ida = try await shop.store.read { reading in
                try reading.people().first { $0.person.name == "Ida" }?.person.id
            }
            _ = try await shop.write { try $0.handOverCase(found.id, to: try #require(ida), why: "hers") }
            #expect(try await badge("/cases") == "1")
            #expect(try await badge("/today") == "1")
            let page = Paths.case(found.id)
            let moved = try await visit.post(
                Paths.caseMove(found.id), from: page, ["whose_move": "customer", "why": "asked for the floor"])
            #expect(moved.status == 303)
            #expect(try await badge("/cases") == nil, "counted anew after the reader's own change")
            #expect(try await visit.get(page).text.contains("customer"))
        }
    }
}
