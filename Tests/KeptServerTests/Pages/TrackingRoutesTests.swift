import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// The customer's page, over HTTP: what whoever holds its link can do, and how often.
@Suite struct TrackingRoutesTests {
    private typealias FormCase = OrderVisit.FormCase

    @Test(arguments: TestStore.engines) func aCustomerChoosesAndAsks(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            let shown = try await visit.get(key.path)
            #expect(shown.status == 200)
            #expect(!shown.text.contains("\(made.order.id)") && !shown.text.contains("\(shop.place)"))
            let unknown = try await visit.get(TrackingKey.random().path)
            #expect(unknown.status == 404)
            #expect(try await visit.get("/t/nothing").status == 404)
            try await OrderVisit.check(
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
            try await OrderVisit.check(
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

    @Test(arguments: TestStore.engines) func thePageIsInTheCustomersLanguage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let chinese = CustomerDraft(name: "王小明", language: "zh-Hans")
            let order = try await shop.order(shop.draft("B-1", customer: chinese)).order
            let key = TrackingKey(bytes: try #require(order.trackingKey))
            let fresh = SiteVisit(site: site, client: client, cookie: "kept-none=1")
            #expect(try await fresh.get(key.path).text.contains("<html lang=\"zh-Hans\""))
            #expect(try await fresh.get(key.path + "?lang=en").text.contains("<html lang=\"en\""))
            let chosen = SiteVisit(site: site, client: client, cookie: "kept-language=en")
            #expect(try await chosen.get(key.path).text.contains("<html lang=\"en\""))
            let unknown = try await shop.order(shop.draft("B-2")).order
            let other = TrackingKey(bytes: try #require(unknown.trackingKey))
            #expect(try await fresh.get(other.path).text.contains("<html lang=\"en\""))
            try await shop.write { $0.set(.customerLanguage, to: "zh-Hans") }
            #expect(try await fresh.get(other.path).text.contains("<html lang=\"zh-Hans\""))
        }
    }

    @Test(arguments: TestStore.engines) func aLeadCorrectsOnThePages(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let (lead, front) = (
                try await SiteVisit.staff([Grant(role: .lead)], on: site, client),
                try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            )
            let promise = try #require(made.promise)
            let page = Paths.order(made.order.id)
            shop.time.move(to: promise.due + .seconds(1))
            try await shop.lapse()
            let label = "It had been kept in time"
            #expect(try await lead.get(page).text.contains(label))
            #expect(try await !front.get(page).text.contains(label))
            let path = Paths.correction(promise.id)
            try await OrderVisit.check(
                [
                    FormCase(path: path, from: page, fields: ["evidence": "signed"], status: 422),
                    FormCase(
                        path: path, from: page, fields: ["at": "2026-11-06T12:00", "evidence": "signed"], status: 303,
                        location: page),
                ], lead)
            #expect(try await shop.promises(made.order.id).map(\.state) == [.kept])
            let wait = try await shop.write { tx in
                try tx.makePromise(
                    PromiseDraft(
                        about: .order(made.order.id), said: "In four hours.", language: "en", zone: "Europe/Berlin",
                        due: .target(.wall(.hours(4)), calendar: nil)))
            }
            _ = try await shop.write { try $0.pausePromise(wait.id, because: .outOfOurHands) }
            shop.time.advance(by: .hours(1))
            _ = try await shop.write { try $0.resumePromise(wait.id) }
            let pause = try #require(try await shop.store.read { try $0.pauses(of: wait.id) }.first)
            try await OrderVisit.check(
                [
                    FormCase(
                        path: Paths.pauseCorrection(wait.id), from: page, fields: ["pause": "\(pause.id)"], status: 422),
                    FormCase(
                        path: Paths.pauseCorrection(wait.id), from: page,
                        fields: ["pause": "\(pause.id)", "why": "the clock had run"], status: 303, location: page),
                ], lead)
            let due = try await shop.store.read { try $0.knownPromise(wait.id).due }
            #expect(due == wait.due)
        }
    }

    @Test(arguments: TestStore.engines) func whoLeavesNoAddressReadsTheAnswerOnThePage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            let asked = try await visit.post(key.path + "/question", from: key.path, ["question": "Is it <b>blue</b>?"])
            #expect(asked.status == 303)
            let found = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            let staff = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let page = Paths.case(found.id)
            let noted = try await staff.post(Paths.caseNotes(found.id), from: page, ["text": "Only among us."])
            let answered = try await staff.post(
                Paths.caseReplies(found.id), from: page, ["channel": "form", "body": "It is blue."])
            #expect(noted.status == 303 && answered.status == 303)
            let shown = try await visit.get(key.path).text
            #expect(shown.contains("Is it &lt;b&gt;blue") && shown.contains("It is blue."))
            #expect(!shown.contains("Only among us"))
        }
    }

    @Test(arguments: TestStore.engines) func whoeverHoldsALinkSendsNoMoreThanACustomerNeeds(on engine: Engine)
        async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
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
        try await OrderVisit.withShop(engine) { site, shop, made, _ in
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
        try await OrderVisit.withShop(engine) { site, shop, _, client in
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
}
