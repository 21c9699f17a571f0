import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RemedyAPITests {
    /// A case on an order of 39.98 EUR, with limits in euro; its id and a token that gives as the front line.
    private static func prepared(_ shop: Shop) async throws -> (found: String, worker: String) {
        let order = try await shop.makeOrder()
        let found = try await shop.post("/cases", #"{"kind":"complaint","subject":"late","order":"\#(order)"}"#)
        #expect(found.status == 201, "\(found.text)")
        let limits = try await shop.post("/remedy-limits/first", #"{"currency":"EUR"}"#)
        #expect(limits.status == 201 && limits.list("items").count > 10, "\(limits.text)")
        return (found.text("id"), try await TestSite.token(.write, on: shop.site))
    }

    @Test(arguments: TestStore.engines) func aProgramGivesWithinTheFrontLinesLimits(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (found, worker) = try await Self.prepared(shop)
            let offers = try await shop.send(.get, "/cases/\(found)/authority", token: worker)
            let refund = offers.list("items").first { $0["kind"] as? String == "refund" }
            #expect(refund?["up_to_minor"] as? Int == 2_500, "\(offers.text)")
            let given = try await shop.send(
                .post, "/cases/\(found)/remedies", #"{"kind":"refund","amount_minor":2000}"#, token: worker)
            #expect(given.status == 201 && given.text("currency") == "EUR", "\(given.text)")
            let beyond = try await shop.send(
                .post, "/cases/\(found)/remedies", #"{"kind":"refund","amount_minor":501}"#, token: worker)
            #expect(beyond.status == 409 && beyond.text("detail").contains("€5.00"), "\(beyond.text)")
            let asked = try await shop.send(
                .post, "/cases/\(found)/remedy-requests",
                #"{"kind":"refund","amount_minor":1500,"why":"a gift that came too late"}"#, token: worker)
            #expect(asked.status == 201 && asked.text("state") == "waiting", "\(asked.text)")
            let id = asked.text("id")
            let refused = try await shop.send(.post, "/remedy-requests/\(id)/approval", "{}", token: worker)
            #expect(refused.status == 403)
            let approved = try await shop.post("/remedy-requests/\(id)/approval", #"{"amount_minor":1000}"#)
            #expect(approved.status == 201 && approved["amount_minor"] as? Int == 1_000, "\(approved.text)")
            let again = try await shop.post("/remedy-requests/\(id)/refusal", #"{"word":"no"}"#)
            #expect(again.status == 409, "\(again.text)")
            let ledger = try await shop.get("/cases/\(found)/remedies")
            #expect(ledger.list("items").count == 2)
            let back = try await shop.post("/remedies/\(given.text("id"))/reversal", #"{"why":"typed twice"}"#)
            #expect(back.status == 201 && back["amount_minor"] as? Int == -2_000, "\(back.text)")
            let all = try await shop.get("/remedies?limit=2")
            #expect(all.list("items").count == 2 && all.text("next") != "")
            // Given, asked, approved, taken back.
            let told = try await shop.get("/cases/\(found)/tellings").list("items")
            #expect(told.count == 4, "\(told)")
            for one in told {
                #expect((one["message"] as? String == nil) != (one["untold"] as? String == nil), "\(one)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func faultyRemediesAreRefusedByField(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (found, _) = try await Self.prepared(shop)
            for body in [
                #"{"kind":"refund"}"#, #"{"kind":"refund","amount_minor":0}"#, #"{"kind":"hug"}"#,
                #"{"kind":"refund","amount_minor":1.5}"#, #"{"kind":"refund","amount_minor":5,"currency":"XXX"}"#,
                #"{"kind":"apology","amount_minor":5}"#, #"{"kind":"refund","amount_minor":99999999999999999999}"#,
            ] {
                let answer = try await shop.post("/cases/\(found)/remedies", body)
                #expect(answer.status == 422, "\(body): \(answer.text)")
            }
            let unknown = try await shop.post("/cases/1/remedies", #"{"kind":"apology"}"#)
            #expect(unknown.status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func aCouponIsTakenOnceByTheSameSale(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (found, _) = try await Self.prepared(shop)
            let given = try await shop.post("/cases/\(found)/remedies", #"{"kind":"coupon","amount_minor":1000}"#)
            #expect(given.status == 201, "\(given.text)")
            let code = try #require(try await shop.get("/coupons").list("items").first?["code"] as? String)
            let check = try await shop.get("/coupons/check?code=\(code.lowercased())")
            #expect(check.text("state") == "valid", "\(check.text)")
            func take(_ till: String, _ reference: String) async throws -> Shop.Answer {
                try await shop.post(
                    "/coupons/redemptions", #"{"code":"\#(code)","till":"\#(till)","reference":"\#(reference)"}"#)
            }
            let first = try await take("1", "a")
            let again = try await take("1", "a")
            let other = try await take("2", "a")
            #expect(first.status == 201 && again.status == 200 && other.status == 409, "\(other.text)")
            #expect(first.text("id") == again.text("id"))
            let back = try await shop.post("/coupons/redemptions/\(first.text("id"))/reversal", #"{"why":"void"}"#)
            #expect(back.status == 200, "\(back.text)")
            #expect(try await take("2", "a").status == 201)
            #expect(try await shop.get("/coupons/check?code=K7QM-2XRW-9TPB").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func limitsAreReadAndChangedByRevision(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            _ = try await Self.prepared(shop)
            let first = try #require(try await shop.get("/remedy-limits").list("items").first)
            let id = try #require(first["id"] as? String)
            let changed = try await shop.send(
                .put, "/remedy-limits/\(id)", #"{"per_case_minor":700,"why":"season"}"#, headers: [.ifMatch: "\"1\""])
            #expect(changed.status == 200 && changed["per_case_minor"] as? Int == 700, "\(changed.text)")
            let stale = try await shop.send(
                .put, "/remedy-limits/\(id)", #"{"per_case_minor":800,"why":"season"}"#, headers: [.ifMatch: "\"1\""])
            #expect(stale.status == 412)
            for target in ["P99999WD", "PT0S", "day+99999", "soon"] {
                let answer = try await shop.post("/remedy-answer-time", #"{"target":"\#(target)"}"#)
                #expect(answer.status == 422, "\(target): \(answer.text)")
            }
            let time = try await shop.post("/remedy-answer-time", #"{"target":"PT30M","why":"faster"}"#)
            #expect(time.status == 200, "\(time.text)")
            #expect(try await shop.get("/remedy-answer-time").text("target") == "PT30M")
        }
    }
}
