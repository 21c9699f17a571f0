import KeptDomain
import KeptServer
import KeptWords
import Testing

@Suite struct QueuePageSnapshotTests {
    private static let names = ["en": "Repairs", "zh-Hans": "维修"]

    private static func queue() -> Queue {
        var rules = QueueRules()
        rules.offersCompany = true
        return Queue(
            id: ID(3), place: ID(1), letter: "A", slug: "repairs", name: names, rules: rules,
            offers: [QueueOffer(label: ["en": "Our menu", "zh-Hans": "菜单"], address: "https://shop.example/menu")],
            questions: [
                QueueQuestion(key: "what", label: ["en": "What is broken?", "zh-Hans": "什么坏了？"]),
                QueueQuestion(key: "ours", label: ["en": "Bought here?", "zh-Hans": "在这里买的吗？"], kind: .yesNo),
            ])
    }

    private static let point = ServicePoint(
        id: ID(5), place: ID(1), kind: .counter, name: ["en": "Counter 2", "zh-Hans": "2号柜台"], capacity: 4,
        serves: [.init(queue: ID(3))], openedAt: Snapshot.at("2026-11-05T09:00"), person: ID(7))

    private static func visit(_ id: Int64, _ state: Visit.State = .waiting, name: String? = nil) -> Visit {
        var visit = Visit(
            id: ID(id), queue: ID(3), place: ID(1), ticket: "A\(id)", way: .phone, name: name,
            partySize: id == 17 ? 2 : 1,
            language: "en", answers: ["what": "A <lamp>", "ours": "yes"], wantsCompany: id == 18,
            joinedAt: Snapshot.at("2026-11-05T14:10"), placedAt: Snapshot.at("2026-11-05T14:10"))
        visit.state = state
        if state == .called || state == .serving {
            (visit.calledAt, visit.recalledAt) = (Snapshot.at("2026-11-05T14:18"), Snapshot.at("2026-11-05T14:19"))
            visit.point = ID(5)
        }
        return visit
    }

    private static let quote = WaitQuote(median: 720, keptWithin: 1_080, confidence: 0.9, precedents: 84, basis: [])

    private static func phone(_ visit: Visit) -> PhoneView {
        var view = PhoneView(key: "k3y", visit: visit, queue: queue(), place: "Main street")
        view.phone = "+49 30 5550 10"
        view.told = [
            .init(due: Snapshot.at("2026-11-05T14:25"), at: Snapshot.at("2026-11-05T14:10"), isReplaced: true),
            .init(due: Snapshot.at("2026-11-05T14:38"), at: Snapshot.at("2026-11-05T14:20")),
        ]
        view.calledNow = [.init(ticket: "A14", point: point.name, call: "14.0")]
        return view
    }

    @Test(arguments: Snapshot.languages) func aPhoneThatWaits(_ language: String) throws {
        var view = Self.phone(Self.visit(17))
        (view.ahead, view.outlook, view.isSlow, view.others) = (3, .quoted(Self.quote), true, 1)
        view.explained = ["en": "The printer is being mended.", "zh-Hans": "打印机在修理。"]
        view.explainedAt = Snapshot.at("2026-11-05T14:15")
        let context = Snapshot.context(language, path: "/v/k3y", isPublic: true)
        try Snapshot.expect(phonePage(view, context), "queue-phone-waiting", language)
    }

    @Test(arguments: Snapshot.languages) func aPhoneThatIsCalled(_ language: String) throws {
        var view = Self.phone(Self.visit(17, .called))
        view.point = Self.point.name
        let context = Snapshot.context(language, path: "/v/k3y", isPublic: true)
        try Snapshot.expect(phonePage(view, context), "queue-phone-called", language)
    }

    @Test(arguments: Snapshot.languages) func joining(_ language: String) throws {
        var view = JoinView(
            queue: Self.queue(), place: "Main street", isTaking: true, outlook: .tooFew(needed: 4), sending: "once")
        view.waiting = 3
        let context = Snapshot.context(language, path: "/q/repairs", isPublic: true)
        try Snapshot.expect(joinPage(view, context), "queue-join", language)
        let ticket = KioskTicket(
            ticket: "A18", due: Snapshot.at("2026-11-05T14:38"), address: "https://kept.example/v/k3y")
        try Snapshot.expect(kioskPage(view, ticket: ticket, context), "queue-kiosk-ticket", language)
    }

    @Test(arguments: Snapshot.languages) func theBoardOfTheRoom(_ language: String) throws {
        let line = BoardView.Line(
            queue: Self.queue(), waiting: 4, isTaking: true, outlook: .quoted(Self.quote),
            explained: ["en": "The printer is being mended."], next: ["A15", "A16", "A17"])
        let view = BoardView(
            slug: "repairs", place: "Main street", lines: [line],
            called: [.init(ticket: "A14", point: Self.point.name, call: "14.0")], exceptions: 2)
        let context = Snapshot.context(language, path: "/q/repairs/board", isPublic: true)
        try Snapshot.expect(boardPage(view, context), "queue-board", language)
    }

    @Test(arguments: Snapshot.languages) func theDeskOfAPoint(_ language: String) throws {
        var view = PointDeskView(point: Self.point, person: "Lin Yue", place: "Main street")
        var current = PointDeskView.Current(visit: Self.visit(14, .serving, name: "Ann"), queue: Self.queue())
        current.told = Snapshot.at("2026-11-05T14:15")
        view.current = current
        view.next = Self.visit(17, name: "Bea & sons")
        view.nextQueue = Self.queue()
        view.queues = [Self.queue()]
        view.reasons = [DelayReason(id: ID(2), name: ["en": "Printer"], said: ["en": "It is mended."], position: 1)]
        view.sending = "once"
        var line = PointDeskView.Line(
            queue: Self.queue(),
            waiting: [
                .init(
                    visit: Self.visit(17, name: "Bea & sons"), position: 1, told: Snapshot.at("2026-11-05T14:38"),
                    isSlow: true, outlook: .quoted(Self.quote)),
                .init(visit: Self.visit(18), position: 2, told: nil, isSlow: false, outlook: .nobodyServes),
            ])
        line.parked = [Self.visit(12, .parked)]
        view.lines = [line]
        let context = Snapshot.context(language, path: "/points/5")
        try Snapshot.expect(pointDeskPage(view, context), "queue-desk", language)
    }
}
