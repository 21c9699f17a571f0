import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Orders, their promises, cases and tracking pages, over HTTP.
@Suite struct OrderRoutesTests {
    /// A form as it is sent, and what must come of it.
    struct FormCase: Sendable {
        let path: String
        let from: String
        let fields: KeyValuePairs<String, String>
        let status: Int
        var has: [String] = []
        var location: String?
    }

    private func withShop(
        _ engine: Engine,
        _ body: @escaping @Sendable (Site, Bookshop, OrderMade, any TestClientProtocol) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            try await shop.write { tx in
                _ = try tx.addWindow(
                    WindowDraft(name: "Evening", weekdays: Set(Weekday.allCases), starts: 1_080, ends: 1_260))
            }
            let day = try #require(Day("2026-11-06"))
            let made = try await shop.order(shop.draft("A-1", promisedBy: .day(day)))
            try await buildApplication(site).test(.router) { try await body(site, shop, made, $0) }
        }
    }

    private func check(_ cases: [FormCase], _ visit: SiteVisit) async throws {
        for one in cases {
            let answer = try await visit.post(one.path, from: one.from, one.fields)
            #expect(answer.status == one.status, "\(one.path) \(one.fields): \(answer.text.prefix(600))")
            for part in one.has { #expect(answer.text.contains(part), "\(one.path) \(one.fields) lacks \(part)") }
            if let location = one.location { #expect(answer.location == location) }
        }
    }

    @Test(arguments: TestStore.engines) func ordersAreFoundAndWorkedOn(on engine: Engine) async throws {
        try await withShop(engine) { site, shop, made, client in
            let id = made.order.id
            let page = Paths.order(id)
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let pages: [(String, Int, String)] = [
                ("/orders", 200, "A-1"), ("/orders?q=A-1", 200, "Ada"), ("/orders?q=nobody", 200, "No order fits"),
                ("/orders?state=delivered", 200, "No order fits"), ("/orders?state=open&from=2026-11-05", 200, "A-1"),
                ("/orders?after=zzz", 200, "A-1"), (page, 200, "What we said"), ("/orders/1", 404, "Not found"),
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
            try await check(
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
        try await withShop(engine) { site, shop, made, client in
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

    @Test(arguments: TestStore.engines) func aCustomerChoosesAndAsks(on engine: Engine) async throws {
        try await withShop(engine) { site, shop, made, client in
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            let shown = try await visit.get(key.path)
            #expect(shown.status == 200)
            #expect(!shown.text.contains("\(made.order.id)") && !shown.text.contains("\(shop.place)"))
            let unknown = try await visit.get(TrackingKey.random().path)
            #expect(unknown.status == 404)
            #expect(try await visit.get("/t/nothing").status == 404)
            try await check(
                [
                    FormCase(
                        path: key.path + "/window", from: key.path, fields: ["window": "2026-11-06.1080-1260"],
                        status: 303,
                        location: key.path),
                    FormCase(
                        path: key.path + "/window", from: key.path, fields: ["window": "2020-11-06.1080-1260"],
                        status: 409),
                    FormCase(path: key.path + "/question", from: key.path, fields: ["question": " "], status: 422),
                    FormCase(
                        path: key.path + "/question", from: key.path,
                        fields: ["question": "Is it <b>wrapped</b>?", "reply_to": "ada@example.org"], status: 303,
                        location: key.path + "?asked=1"),
                ], visit)
            #expect(try await visit.post(key.path + "/question", token: "none", ["question": "?"]).status == 403)
            let words = try await shop.promises(made.order.id)
            #expect(words.last?.askedByCustomer == true && words.first?.state == .renegotiated)
            #expect(try await visit.get(key.path + "?asked=1").text.contains("Your question is with us"))
            let staff = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let found = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            let page = Paths.case(found.id)
            #expect(try await staff.get("/cases?state=open&q=wrapped").text.contains("Is it &lt;b&gt;wrapped"))
            #expect(try await staff.get(page).text.contains("ada@example.org"))
            try await check(
                [
                    FormCase(path: Paths.caseNotes(found.id), from: page, fields: ["text": "Yes."], status: 303),
                    FormCase(path: Paths.caseNotes(found.id), from: page, fields: [:], status: 422),
                    FormCase(
                        path: Paths.casePromises(found.id), from: page,
                        fields: ["said": "We write today.", "due_at": "2026-11-05T17:00"], status: 303, location: page),
                    FormCase(
                        path: Paths.caseMove(found.id), from: page, fields: ["whose_move": "customer"], status: 422,
                        has: ["This is missing."]),
                    FormCase(
                        path: Paths.caseMove(found.id), from: page, fields: ["whose_move": "nobody", "why": "x"],
                        status: 422),
                    FormCase(
                        path: Paths.caseMove(found.id), from: page,
                        fields: ["whose_move": "third-party", "why": "asked the carrier"], status: 303, location: page),
                    FormCase(path: Paths.caseHandover(found.id), from: page, fields: ["why": "x"], status: 422),
                    FormCase(
                        path: Paths.caseHandover(found.id), from: page,
                        fields: ["owner": "\(found.owner)", "why": "Hers"],
                        status: 303),
                    FormCase(
                        path: Paths.caseClosing(found.id), from: page, fields: ["cause": "Asked", "revision": "0"],
                        status: 409),
                    FormCase(path: Paths.caseClosing(found.id), from: page, fields: ["cause": "Asked"], status: 303),
                    FormCase(path: Paths.caseClosing(found.id), from: page, fields: ["cause": "Again"], status: 409),
                ], staff)
            #expect(try await staff.get(page).text.contains("Closed. Cause: Asked."))
        }
    }

    @Test(arguments: TestStore.engines) func whoeverHoldsALinkSendsNoMoreThanACustomerNeeds(on engine: Engine)
        async throws
    {
        try await withShop(engine) { site, shop, made, client in
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            let (ask, choose) = (key.path + "/question", key.path + "/window")
            for number in 1...TrackingSends.byOneLink {
                let isWindow = number.isMultiple(of: 2)
                let answer =
                    isWindow
                    ? try await visit.post(choose, from: key.path, ["window": "2020-11-06.1080-1260"])
                    : try await visit.post(ask, from: key.path, ["question": "Question \(number)?"])
                #expect(answer.status == (isWindow ? 409 : 303), "\(number): \(answer.text.prefix(300))")
            }
            for language in ["en", "zh-Hans"] {
                _ = try await visit.get(key.path + "?lang=\(language)")
                let inLanguage = SiteVisit(
                    site: site, client: client, cookie: visit.cookie + "; kept-language=\(language)")
                let barred = try await inLanguage.post(ask, from: key.path, ["question": "One more?"])
                #expect(
                    barred.status == 429 && barred.retryAfter == "3600", "\(barred.status) \(barred.retryAfter ?? "-")")
                #expect(barred.text.contains(language == "en" ? "Try again in 60 minutes" : "60 分钟"))
                #expect(barred.text.contains("One more?"), "what was typed is not lost")
            }
            let window: KeyValuePairs = ["window": "2026-11-06.1080-1260"]
            #expect(try await visit.post(choose, from: key.path, window).status == 429)
            #expect(try await visit.get(key.path).status == 200, "reading is not sending")
            shop.time.advance(by: .minutes(60))
            #expect(try await visit.post(choose, from: key.path, window).status == 303)
        }
    }

    @Test(arguments: TestStore.engines) func oneAddressIsNotTheWholeTown(on engine: Engine) async throws {
        try await withShop(engine) { site, shop, made, _ in
            let now = shop.time.now
            for number in 0..<TrackingSends.fromOneAddress {
                try await site.store.write(as: .customer(nil), at: now) {
                    try $0.countTrackingSend(about: ID(Int64(number)), from: "192.0.2.1")
                }
            }
            await #expect(throws: TooManySends(wait: TrackingSends.span)) {
                try await site.store.write(as: .customer(nil), at: now) {
                    try $0.countTrackingSend(about: made.order.id, from: "192.0.2.1")
                }
            }
            try await site.store.write(as: .customer(nil), at: now) {
                try $0.countTrackingSend(about: made.order.id, from: "192.0.2.2")
            }
        }
    }

    @Test(arguments: TestStore.engines) func aChosenWindowIsTheFirstWordWhereNoneWasGiven(on engine: Engine)
        async throws
    {
        try await withShop(engine) { site, shop, _, client in
            let made = try await shop.order(shop.draft("A-2"))
            #expect(made.promise == nil)
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            #expect(try await visit.get(key.path).text.contains("You hear from us"))
            let chosen = try await visit.post(
                key.path + "/window", from: key.path, ["window": "2026-11-06.1080-1260"])
            #expect(chosen.status == 303)
            let words = try await shop.promises(made.order.id)
            #expect(words.count == 1 && words[0].isOpen && words[0].replaces == nil && words[0].askedByCustomer)
            #expect(words[0].due == .at("2026-11-06T21:00:00+01:00"))
            #expect(try await visit.get(key.path).text.contains("Your order arrives"))
        }
    }

    @Test(arguments: TestStore.engines) func theNavigationCountsWhatWaitsForItsReader(on engine: Engine) async throws {
        try await withShop(engine) { site, shop, made, client in
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
