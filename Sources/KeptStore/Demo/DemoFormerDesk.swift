import KeptDomain

/// A case that was begun at the shop's former desk, was imported, and is gone on with here; and a conversation on the tracking
/// page of an order.
extension DemoStories {
    static let formerDesk: [DemoTalks.Step] = [
        .init(170, .customer) { talk in try talk.importsFromFormerDesk() },
        .init(104, .tom) { talk in
            try talk.answers(
                "atlas", by: .email,
                "The bindery writes that your atlas is sewn and dries until tomorrow. I look at it myself before it goes out, "
                    + "and write to you when it does.\n\nTom Ferris", next: .thirdParty)
        },
    ]

    static let tracked: [DemoTalks.Step] = [
        .init(88, .customer) { talk in
            try talk.asksOnTracking(
                "tracked", "Hello, I am at work until six. Can the parcel be left with the neighbours at number 12?")
        },
        .init(79, .lina) { talk in
            guard talk.cases["tracked"] != nil else { return }
            try talk.answers(
                "tracked", by: .form,
                "Yes. I have told the courier: number 12, by name, and nowhere else. You find it on this page when they took it.",
                next: .customer)
        },
        .init(73, .customer) { talk in try talk.asksOnTracking("tracked", "Thank you, that is perfect.") },
        .init(72, .lina) { talk in
            guard let id = talk.cases["tracked"] else { return }
            _ = try talk.tx.setMove(of: id, to: .thirdParty, why: "The courier delivers.")
        },
    ]
}

extension DemoTalk {
    /// Begun elsewhere six days ago, answered there, given from one colleague to another, and still open.
    mutating func importsFromFormerDesk() throws {
        let zone = try tx.zones.zone(tx.businessZone())
        let begun = tx.now - .days(6) - .hours(2)
        func row(
            _ kind: CaseHistoryEvent.Kind, after span: Span, _ activity: String, by who: String?,
            _ text: (String, Message.Direction)? = nil
        ) -> CaseFileRow {
            CaseFileRow(
                Self.formerNumber, in: zone, subject: "Rebinding of a school atlas", owner: "Tom Ferris",
                events: [CaseHistoryEvent(kind, at: begun + span, activity: activity, resource: who)],
                text: text.map { (body: $0.0, direction: $0.1, at: begun + span) })
        }
        let rows = [
            row(
                .opened, after: .seconds(0), "Created", by: nil,
                ("My old school atlas has come apart. Do you have somebody who sews it again?", .incoming)),
            row(
                .replied, after: .hours(3), "Answered", by: "desk 2",
                ("Yes: a bindery in town does that for us, in about a week. Bring it whenever you like.", .outgoing)),
            row(.handedOver, after: .days(1), "Moved to Tom", by: "desk 2"),
            row(.noted, after: .days(2), "Taken to the bindery", by: "Tom"),
            row(
                .noted, after: .days(5), "Customer wrote", by: nil,
                ("Is there news of my atlas? The exhibition opens on Friday.", .incoming)),
        ]
        _ = try tx.importCases(rows, source: "former-desk", memo: ImportMemo())
        let found = try tx.row(
            "SELECT case_id FROM case_origins WHERE source = 'former-desk' AND external_id = \(Self.formerNumber)"
        ) { $0.id(Case.self) }
        guard let found else { throw StoreError.notFound("case \(Self.formerNumber)") }
        // The former desk knew no customers: whose it is was said here.
        try tx.sortCase(found, CaseSorting(customer: cast.english[5]))
        cases["atlas"] = found
    }

    private static let formerNumber = "T-20417"

    /// Whoever follows a parcel that is on its way writes on its page: the newest of somebody to whom no case stands open.
    mutating func asksOnTracking(_ name: String, _ text: String) throws {
        let known = try cases[name].flatMap { try tx.knownCase($0).order }
        let order =
            try known
            ?? tx.row(
                """
                SELECT o.id FROM orders o JOIN customers u ON u.id = o.customer_id WHERE u.language = 'en'
                AND o.status = \(OrderStatus.inTransit)
                AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.customer_id = o.customer_id AND c.status = 'open')
                ORDER BY o.ordered_at DESC, o.id DESC LIMIT 1
                """
            ) { $0.id(Order.self) }
        guard let order else { return }
        cases[name] = try tx.askQuestion(text, replyTo: nil, about: tx.knownOrder(order), words: words).id
        try deliver()
    }
}
