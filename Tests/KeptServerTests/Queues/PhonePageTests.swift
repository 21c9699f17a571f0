import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct PhonePageTests {
    @Test(arguments: TestStore.engines) func somebodyJoinsWithoutScriptsAndFollowsTheirTicket(
        on engine: Engine
    ) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let form = try await visit.get(QueueVisit.path).text
            #expect(form.contains("0 parties wait now") && !form.contains("<script"))
            let path = try await shop.joined(["name": "<b>Ann</b>", "party_size": "2"], as: visit)
            let page = try await visit.get(path).text
            #expect(page.contains(">A1<") || page.contains("</span>A1"))
            #expect(page.contains("You are next.") && page.contains("http-equiv=\"refresh\"") == false)
            #expect(page.contains("https://shop.example/menu") && page.contains("Have you the receipt?"))
            #expect(!page.contains("<b>Ann"), "nobody's name stands on the page")
            let (queue, point) = (shop.queue, shop.point)
            try await shop.does { _ = try $0.callNext(at: point.id) }
            let called = try await visit.get(path).text
            #expect(called.contains("Please come to <strong>Counter 1</strong>") && called.contains("data-call="))
            #expect(try await visit.get(path + "?lang=zh-Hans").text.contains("请到"))
            let id = try await shop.visit(path).id
            try await shop.does { tx in
                _ = try tx.startServing(id)
                _ = try tx.finishVisit(id, owing: "the receipt")
            }
            let served = try await visit.get(path).text
            #expect(
                served.contains("You still get from us: the receipt") && served.contains("How long did the wait feel"))
            var tap = try await visit.form(path + "/rating", on: path)
            tap["felt"] = "longer"
            #expect(try await visit.post(tap).location == path)
            #expect(try await shop.visit(path).perceived == .longer)
            #expect(try await visit.get(path).text.contains("You said:"))
            #expect(try await shop.site.store.read { try $0.queueScene(queue.id, at: shop.site.now) }.owed.count == 1)
        }
    }

    @Test(arguments: TestStore.engines) func oneSentTwiceJoinsOnce(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let form = try await visit.form(QueueVisit.path, on: QueueVisit.path)
            let first = try #require(try await visit.post(form).location)
            #expect(try await visit.post(form).location == first)
            #expect(try await shop.visit(first).ticket == "A1")
        }
    }

    @Test(arguments: TestStore.engines) func whatCannotBeTakenSaysWhy(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            for size in ["500", "0", "-1", "two", "1e3"] {
                var form = try await visit.form(QueueVisit.path, on: QueueVisit.path)
                form["party_size"] = size
                #expect(try await visit.post(form).status == 422, "\(size)")
            }
            #expect(try await visit.get(Paths.queueJoining("nowhere")).status == 404)
            #expect(try await visit.get(Paths.visit(TrackingKey.random().text)).status == 404)
            #expect(try await visit.get(Paths.visitLive(TrackingKey.random().text)).status == 404)
            #expect(try await visit.get(Paths.visit("x")).status == 404)
            let queue = shop.queue.id
            try await shop.does { _ = try $0.shutQueue(queue, why: "The till is being counted.") }
            let shut = try await visit.get(QueueVisit.path)
            #expect(shut.status == 200 && shut.text.contains("The till is being counted."))
            #expect(!shut.text.contains("name=\"sending\""))
        }
    }

    @Test(arguments: TestStore.engines) func onePhoneCannotJoinWithoutEnd(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            for _ in 0..<shop.queue.rules.perPhone { _ = try await shop.joined(as: visit) }
            let form = try await visit.form(QueueVisit.path, on: QueueVisit.path)
            let answer = try await visit.post(form)
            #expect(answer.status == 429 && answer.retryAfter != nil)
        }
    }

    @Test(arguments: TestStore.engines) func whoStepsAwayKeepsTheirPlaceAndWhoLeavesDoesNot(
        on engine: Engine
    ) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.joined(as: visit)
            let second = try await shop.joined(as: visit)
            #expect(try await visit.get(second).text.contains("1 party before you"))
            _ = try await visit.post(visit.form(path + "/parking", on: path))
            #expect(try await visit.get(path).text.contains("Your place is kept"))
            #expect(try await visit.get(second).text.contains("You are next."))
            _ = try await visit.post(visit.form(path + "/return", on: path))
            #expect(try await visit.get(second).text.contains("1 party before you"))
            _ = try await visit.post(visit.form(path + "/leaving", on: path))
            #expect(try await visit.get(path).text.contains("You have left the line"))
            // The button of a page that is old by now is refused kindly.
            let again = try await visit.post(path + "/parking", from: second, [:])
            #expect(again.status == 409 && again.text.contains("gone"))
        }
    }

    @Test(arguments: TestStore.engines) func whatIsFilledInWhileWaitingIsOnTheClerksScreen(
        on engine: Engine
    ) async throws {
        try await QueueVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.joined(as: visit)
            var form = try await visit.form(path + "/answers", on: path)
            (form["answers.receipt"], form["answers.what"]) = ("perhaps", "A <lamp>")
            #expect(try await visit.post(form).status == 422)
            form["answers.receipt"] = "yes"
            #expect(try await visit.post(form).location == path)
            let wish = try await visit.form(path + "/company", on: path)
            #expect(try await visit.post(wish).location == path)
            let found = try await shop.visit(path)
            #expect(found.answers == ["receipt": "yes", "what": "A <lamp>"] && found.wantsCompany)
            let staff = try await shop.staff()
            let point = Paths.point(shop.point.id)
            #expect(try await staff.get(point).text.contains("would like company"))
            _ = try await staff.post(staff.form(Paths.pointNext(shop.point.id), on: point))
            let desk = try await staff.get(point).text
            #expect(desk.contains("A &lt;lamp&gt;") && desk.contains("Have you the receipt?"))
        }
    }
}
