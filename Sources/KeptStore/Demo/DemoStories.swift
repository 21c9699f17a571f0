import KeptDomain

/// What was written, said and done in the demonstration's morning. All invented.
enum DemoStories {
    static let all: [DemoTalks.Step] =
        heldBack + dedication + corner + invoice + address + thanks + contact + mail + unsorted + formerDesk + tracked

    /// Two messages of one customer become one case, and a colleague answers by e-mail; the last word is still to be answered.
    private static let heldBack: [DemoTalks.Step] = [
        .init(150, .customer) { talk in
            try talk.asks(
                "owl", .question, talk.cast.english[0], by: .email, "Is the owl book in stock?",
                "Good morning,\n\nis “The Owl Who Was Late” in the shop? It is for a birthday on Saturday.\n\nThank you",
                owner: talk.cast.tom)
        },
        .init(128, .tom) { talk in
            try talk.answers(
                "owl", by: .email,
                "Two copies are here. I can hold one for you until Saturday evening: shall I?\n\nTom Ferris")
        },
        .init(44, .customer) { talk in
            try talk.asks(
                "owl-again", .question, talk.cast.english[0], by: .form, "My mail about the owl",
                "I wrote this morning and am not sure that it went through. Yes please, hold one for me!",
                owner: talk.cast.tom)
        },
        .init(40, .tom) { talk in
            try talk.tx.mergeCase(talk.id("owl-again"), into: talk.id("owl"), why: "The same book")
            try talk.tx.addTag("hold", to: talk.id("owl"))
        },
    ]

    /// A letter in Chinese that waits for the publisher and is put off until tomorrow.
    private static let dedication: [DemoTalks.Step] = [
        .init(115, .customer) { talk in
            try talk.asks(
                "signed", .request, talk.cast.chinese[0], by: .email, "想要《雨巷来信》签名本", "你好，请问《雨巷来信》有签名本吗？可以寄到家吗？",
                owner: talk.cast.lina)
        },
        .init(111, .lina) { talk in
            try talk.answers(
                "signed", by: .email, "您好，签名本店里已售完。我问一下出版社还能不能订到，明天上午告诉您。——李娜", next: .thirdParty)
        },
        .init(108, .lina) { talk in
            try talk.tx.addNote(to: talk.id("signed"), text: "已发邮件给出版社，@Maya Chen 陈美雅 若他们打来电话请转给我。")
            try talk.tx.snoozeCase(talk.id("signed"), until: talk.tx.now + .hours(22))
        },
    ]

    /// The form says "question" and the address is new: somebody has yet to see that it is a complaint of a customer whom we
    /// know, about an order.
    private static let unsorted: [DemoTalks.Step] = [
        .init(33, .customer) { talk in try talk.asksUnsorted(talk.cast.english[4]) }
    ]

    /// A complaint at the counter with hard words: what was said is written down, and a colleague asks for relief.
    private static let corner: [DemoTalks.Step] = [
        .init(70, .tom) { talk in
            try talk.asks(
                "corner", .complaint, talk.cast.english[1], by: .counter, "Corner crushed, and it was a present",
                "The corner of the book is crushed. It was a present and had to be given like that.",
                owner: talk.cast.tom)
        },
        .init(69, .customer) { talk in try talk.gives("corner", to: talk.cast.tom) },
        .init(66, .tom) { talk in
            var fact = ConductDraft(
                .abusive, .quoted, "“You people are useless, I will stand here until the last one knows it.”")
            fact.happenedAt = talk.tx.now
            try talk.tx.noteConduct(fact, on: talk.id("corner"))
        },
        .init(61, .tom) { talk in
            try talk.tx.addNote(
                to: talk.id("corner"),
                text: "Offered a new copy today. Wants the wrapping replaced too: @Maya Chen 陈美雅, may I?")
        },
        .init(20, .customer) { talk in
            try talk.tx.rate(.case(talk.id("signed")), .ease, value: 4)
            try talk.tx.rate(.case(talk.id("signed")), .accuracy, value: 2)
        },
        .init(9, .tom) { talk in
            try talk.tx.askForRelief(
                on: talk.id("corner"), why: "Back at the counter; I was with it for twenty minutes.")
        },
    ]

    /// One call about two matters: the second becomes a case of its own.
    private static let invoice: [DemoTalks.Step] = [
        .init(95, .lina) { talk in
            try talk.asks(
                "call", .complaint, talk.cast.english[2], by: .phone, "Parcel left in the rain",
                "The parcel stood in the rain; the books are dry, the box is not.", owner: talk.cast.lina)
            try talk.writes("call", by: .phone, "And the invoice has the old company name on it. A new one, please.")
        },
        .init(94, .customer) { talk in try talk.gives("call", to: talk.cast.lina) },
        .init(92, .lina) { talk in
            let messages = try talk.tx.thread(of: talk.id("call")).map(\.message)
            guard let second = messages.last(where: { $0.direction == .incoming }) else { return }
            let part = try talk.tx.splitCase(
                talk.id("call"), messages: [second.id], kind: .request, subject: "Invoice with the new company name",
                why: "Another matter")
            talk.cases["invoice"] = part.id
            try talk.tx.addTag("invoice", to: part.id)
        },
        .init(30, .lina) { talk in
            try talk.answers(
                "call", by: .phone, "Called back: sorry, the carrier now rings first. All is well.", next: nil)
            try talk.tx.closeCase(talk.id("call"), cause: "left without ringing")
        },
    ]

    /// A special request in Chinese, and what a colleague saw of the conversation.
    private static let address: [DemoTalks.Step] = [
        .init(82, .customer) { talk in
            try talk.asks(
                "address", .request, talk.cast.chinese[1], by: .email, "能否改送到公司？",
                "您好：\n\n我的包裹今天能改送到公司吗？地址是玻璃厂路 18 号，前台可代收。\n\n谢谢", owner: talk.cast.lina)
        },
        .init(77, .lina) { talk in
            var fact = ConductDraft(.domineering, .observed, "电话里三次打断，并要求立刻找店长。")
            fact.happenedAt = talk.tx.now
            try talk.tx.noteConduct(fact, on: talk.id("address"))
            try talk.tx.noteSpecialRequest(SpecialRequestDraft(.change, "改送玻璃厂路 18 号，前台代收"), on: talk.id("address"))
        },
        .init(71, .lina) { talk in
            for request in try talk.tx.specialRequests(on: talk.id("address")) {
                try talk.tx.answerSpecialRequest(request.id, .agreed)
            }
            try talk.answers("address", by: .email, "您好，已请配送员改送玻璃厂路 18 号，今天 18:00 前送到前台。——李娜", next: nil)
        },
    ]

    private static let thanks: [DemoTalks.Step] = [
        .init(58, .customer) { talk in
            try talk.asks(
                "praise", .praise, talk.cast.chinese[2], by: .form, "谢谢包装", "书包得很漂亮，孩子很喜欢，谢谢！", owner: talk.cast.tom)
        },
        .init(52, .tom) { talk in
            try talk.answers("praise", by: .email, "谢谢您告诉我们，已转告负责包装的同事。", next: nil)
            try talk.tx.closeCase(talk.id("praise"), cause: "praise passed on")
        },
        .init(35, .customer) { talk in
            try talk.asks(
                "trains", .question, talk.cast.english[3], by: .email, "Slow Trains East, second edition",
                "Hello,\n\nwill there be a second edition of “Slow Trains East” before spring?", owner: talk.cast.maya)
        },
    ]
}

extension Transaction {
    /// How the demonstration's desk works: a line for what comes in, one away from other customers, texts and macros, and how
    /// fast a customer is answered.
    func addDemoDesk(at place: ID<Place>) throws {
        let people = try people().filter { $0.leftAt == nil }.map(\.person)
        let members = people.filter { $0.holds(.frontLine, at: place) || $0.holds(.lead, at: place) }.map(\.id)
        guard let lead = people.first(where: { $0.holds(.lead, at: place) })?.id else { return }
        var desk = LineDraft(name: "Service desk · 服务台", place: place, keeper: lead, members: members)
        desk.takesIncoming = true
        _ = try addLine(desk)
        let back = try addLine(
            LineDraft(name: "Reading room · 阅览室", place: place, keeper: lead, members: [lead]))
        for member in members.prefix(2) { try setSkills(of: member, to: ["中文"]) }
        _ = try addSkillRule(SkillRuleDraft(skill: "中文", language: "zh"))
        try setApart(place, line: back.id, room: "Reading room, first floor · 二楼阅览室")
        for (name, metric) in [("First answer", Standard.Metric.firstReply), ("Next answer", .nextReply)] {
            _ = try addStandard(
                StandardDraft(
                    name: name, metric: metric, target: "PT2H", warnings: [.usual],
                    said: ["en": "You have our answer by {due}.", "zh-Hans": "我们将于{due}前给您答复。"]))
        }
        try addSavedReply(
            name: "We hold it", body: "Dear {customer},\n\nwe hold it for you until Saturday evening.\n\n{me}, {place}")
        try addSavedReply(name: "订单已寄出", body: "{customer}您好：\n\n订单 {order} 已寄出，有消息马上告诉您。\n\n{me}")
        try addSavedReply(name: "Number for the phone", body: "Please name number {case} when you call us.")
        try addMacro(
            name: "Ask the publisher",
            steps: [
                .reply("We ask the publisher and tell you tomorrow before noon."), .tag("publisher"),
                .move(.thirdParty),
            ])
        try addMacro(name: "Praise passed on", steps: [.tag("praise"), .close(cause: "praise passed on")])
    }
}
