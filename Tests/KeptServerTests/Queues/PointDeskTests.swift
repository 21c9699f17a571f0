import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct PointDeskTests {
    @Test(arguments: TestStore.engines) func aClerkCallsServesMovesAndFinishes(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let (phone, staff) = (try await shop.customer(), try await shop.staff())
            let first = try await shop.joined(as: phone)
            let second = try await shop.joined(as: phone)
            let desk = Paths.point(shop.point.id)
            let next = try await staff.form(Paths.pointNext(shop.point.id), on: desk)
            #expect(try await staff.post(next).location == desk)
            // The same button pressed twice calls one.
            #expect(try await staff.post(next).location == desk)
            #expect(try await shop.visit(first).state == .called)
            #expect(try await shop.visit(second).state == .waiting)
            let id = try await shop.visit(first).id
            func does(_ action: VisitAction, _ fields: [String: String] = [:]) async throws -> SiteVisit.Answer {
                let token = try await staff.form(Paths.pointLeaving(shop.point.id), on: desk)["form_token"] ?? ""
                let pairs =
                    [("do", action.rawValue), ("point", "\(shop.point.id)")] + fields.map { ($0.key, $0.value) }
                return try await staff.post(Paths.visitWork(id), token: token, pairs: pairs)
            }
            #expect(try await does(.absent).status == 409, "they may still come")
            #expect(try await does(.recall).location == desk)
            #expect(try await does(.park).location == desk)
            #expect(try await does(.unpark).location == desk)
            #expect(try await does(.call, ["reason": "frail", "why": "On crutches"]).location == desk)
            #expect(try await does(.start).location == desk)
            #expect(try await does(.transfer, ["queue": "\(shop.other.id)"]).status == 422, "without a reason")
            #expect(try await does(.transfer, ["queue": "\(shop.other.id)", "why": "Needs advice"]).location == desk)
            let moved = try await shop.visit(first)
            #expect(moved.queue == shop.other.id && moved.state == .waiting)
            #expect(try await phone.get(first).text.contains("Advice"))
            #expect(try await staff.post(Paths.visitWork(id), from: desk, ["do": "fly"]).status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func aDelayIsToldInTwoTapsAndSeenByAll(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let (phone, staff) = (try await shop.customer(), try await shop.staff())
            let path = try await shop.joined(as: phone)
            let reason = try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                try tx.addDelayReason(
                    DelayReasonDraft(
                        name: ["en": "Printer"], said: ["en": "The printer is being mended.", "zh-Hans": "打印机在修理。"]))
            }
            let desk = Paths.point(shop.point.id)
            var tap = try await staff.form(Paths.queueDelay(shop.queue.id), on: desk)
            tap["reason"] = "\(reason.id)"
            #expect(try await staff.post(tap).location == desk)
            #expect(try await phone.get(path).text.contains("The printer is being mended."))
            #expect(try await phone.get(path + "?lang=zh-Hans").text.contains("打印机在修理。"))
            #expect(try await phone.get(Paths.queueBoard("returns")).text.contains("The printer is being mended."))
            let over = try await staff.form(Paths.queueDelayEnd(shop.queue.id), on: desk)
            #expect(try await staff.post(over).location == desk)
            #expect(try await !phone.get(path).text.contains("The printer is being mended."))
        }
    }

    @Test(arguments: TestStore.engines) func theBoardShowsTicketsAndNobodysName(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let phone = try await shop.customer()
            _ = try await shop.joined(["name": "Ann Ash"], as: phone)
            let second = try await shop.joined(["name": "Bea Birch"], as: phone)
            let (id, point) = (try await shop.visit(second).id, shop.point.id)
            try await shop.does { _ = try $0.callVisit(id, to: point, reason: .frail, why: "Faint") }
            let board = try await phone.get(Paths.queueBoard("returns")).text
            #expect(board.contains("A2") && board.contains("Counter 1") && board.contains("请 A2 到"))
            #expect(board.contains("1 was called out of order today"))
            #expect(!board.contains("Ann") && !board.contains("Bea") && !board.contains("Faint"))
            let staff = try await shop.staff()
            let page = try await staff.get(Paths.queue(shop.queue.id)).text
            #expect(page.contains("Faint") && page.contains("Ann Ash"))
        }
    }

    @Test(arguments: TestStore.engines) func aKioskGivesANumberWithThePictureOfItsPage(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let kiosk = Paths.queueKiosk("returns")
            let visit = try await SiteVisit.customer(on: shop.site, shop.client, at: kiosk)
            let answer = try await visit.post(visit.form(kiosk, on: kiosk))
            let location = try #require(answer.location)
            let page = try await visit.get(location).text
            #expect(page.contains("A1") && page.contains("class=\"qr\"") && page.contains("/v/"))
            #expect(try await visit.get(kiosk + "?ticket=nonsense").status == 200)
            #expect(try await visit.get(kiosk).text.contains("Advice"))
        }
    }

    @Test(arguments: TestStore.engines) func onlyThoseWhoRunQueuesCall(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let staff = try await shop.staff(.qualityManager)
            let desk = Paths.point(shop.point.id)
            #expect(try await !staff.get(desk).text.contains(Paths.pointNext(shop.point.id)))
            #expect(try await staff.post(Paths.pointNext(shop.point.id), from: Paths.newQueue, [:]).status == 403)
            let phone = try await shop.customer()
            #expect([303, 401, 403].contains(try await phone.get(desk).status))
            #expect([303, 401, 403].contains(try await phone.get(Paths.queues).status))
            let clerk = try await shop.staff()
            #expect(try await clerk.get(Paths.newQueue).status == 403)
        }
    }

    @Test(arguments: TestStore.engines) func queuesPointsAndReasonsAreSetUpByForms(on engine: Engine) async throws {
        try await QueueVisit.with(engine) { shop in
            let owner = try await shop.staff(.owner)
            var form = try await owner.form(Paths.queues, on: Paths.newQueue)
            (form["name.en"], form["letter"], form["slug"]) = ("Pick-up", "a", "Pick Up")
            let refused = try await owner.post(form)
            #expect(refused.status == 422 && refused.text.contains("Pick-up"))
            (form["letter"], form["slug"]) = ("c", "pick-up")
            (form["questions[0].label.en"], form["questions[0].key"]) = ("Which size?", "size")
            form["questions[0].kind"] = "choice"
            form["questions[0].choices.en"] = "Small\nLarge"
            let path = try #require(try await owner.post(form).location)
            let queue = try await shop.site.store.read { try $0.queue(at: "pick-up") }
            #expect(path == Paths.queue(queue.id) && queue.letter == "C" && queue.questions[0].choices.count == 2)
            let settings = Paths.queueSettings(queue.id)
            var change = try await owner.form(settings, on: settings)
            change["farewell.en"] = "See you."
            #expect(try await owner.post(change).location == path)
            #expect(try await owner.post(change).status == 409, "somebody else changed it meanwhile")
            let kept = try await shop.site.store.read { try $0.queue(at: "pick-up") }
            #expect(
                kept.questions == queue.questions && kept.rules == queue.rules && kept.farewell == ["en": "See you."])
            var point = try await owner.form(Paths.points, on: Paths.newPoint)
            point["name.en"] = "Table 1"
            #expect(try await owner.post(point).status == 422, "it serves nothing")
            point["serves.\(queue.id)"] = "1"
            #expect(try await owner.post(point).status == 303)
            #expect(try await owner.get(Paths.queueSheet(queue.id)).text.contains("class=\"qr\""))
            var reason = try await owner.form(Paths.delayReasons, on: Paths.delayReasons)
            (reason["name.en"], reason["said.en"]) = ("Till", "We open another till.")
            #expect(try await owner.post(reason).location == Paths.delayReasons)
            #expect(try await owner.get(Paths.delayReasons).text.contains("We open another till."))
        }
    }
}
