import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QuoteAPITests {
    @Test(arguments: TestStore.engines) func withoutDeliveriesItSaysHowManyAreMissing(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let answer = try await shop.post("/quotes/delivery", #"{"region":"SP","confidence":0.95}"#)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["quoted"] as? Bool == false && answer.json["needed"] as? Int == 400)
            #expect(answer.text("why") == "too-few" && answer.json["confidence"] as? Double == 0.95)
            #expect(answer.object("sentence")["zh-Hans"] as? String != nil)
            let id = try await shop.makeOrder()
            let order = try await shop.get("/orders/\(id)/quote?confidence=0.5")
            #expect(order.status == 200 && order.json["needed"] as? Int == 40, "\(order.text)")
            #expect(try await shop.get("/quotes/late").list("items").isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatCannotBeReadIsNamed(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let id = try await shop.makeOrder()
            for confidence in ["1", "0.4", "0.9999", "\"much\"", "-0.9"] {
                let answer = try await shop.post("/quotes/delivery", #"{"confidence":\#(confidence)}"#)
                #expect(answer.status == 422 && answer.text.contains("confidence"), "\(confidence): \(answer.text)")
            }
            #expect(try await shop.get("/orders/\(id)/quote?confidence=nine").status >= 400)
            let future = try await shop.post("/quotes/delivery", #"{"ordered_at":"2040-01-01T00:00:00Z"}"#)
            #expect(future.status == 422 && future.text.contains("ordered_at"))
            let none = try await shop.post("/quotes/delivery", #"{"carrier":"123"}"#)
            #expect(none.status == 422 && none.text.contains("carrier"), "\(none.text)")
            #expect(try await shop.get("/orders/123/quote").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func rulesAreSetAndRead(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let usual = try await shop.get("/quotes/rules").list("items")
            #expect(usual.count == 1 && usual[0]["confidence"] as? Double == 0.9)
            #expect(usual[0]["promises"] as? Bool == false && usual[0]["threshold"] as? Double == 0.5)
            let body = #"{"confidence":0.95,"promises":true,"foresees":false,"threshold":0.6}"#
            let set = try await shop.post("/quotes/rules", body)
            #expect(set.status == 200, "\(set.text)")
            let changed = try await shop.get("/quotes/rules").list("items")
            #expect(changed[0]["promises"] as? Bool == true && changed[0]["foresees"] as? Bool == false)
            let bad = try await shop.post(
                "/quotes/rules", #"{"confidence":0.95,"promises":true,"foresees":false,"threshold":1}"#)
            #expect(bad.status == 422 && bad.text.contains("threshold"))
            #expect(try await shop.post("/quotes/rules", "{}").status == 422)
            #expect(try await shop.post("/quotes/warnings", "").status == 404, "nothing is held")
        }
    }
}
