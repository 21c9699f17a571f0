import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// When a delivery is late: by the first word about it, and by no other.
@Suite struct LateDeliveryTests {
    private static let rule = GuaranteeRule(
        name: "Late", trigger: .deliveredLate, gifts: [.init(.coupon, .amount(Guaranteed.euros(500)))])

    private static func move(
        _ order: ID<Order>, by span: Span, asked: Bool, _ one: Guaranteed
    ) async throws {
        let word = try #require(try await one.shop.promises(order).last)
        try await one.shop.write { tx in
            _ = try tx.renegotiatePromise(
                word.id,
                with: PromiseDraft(
                    about: .promise(word.id), said: "later", language: "en", zone: "Europe/Berlin",
                    due: .at(word.due + span), askedByCustomer: asked), why: "the lorry")
        }
    }

    /// One minute before its time we say another: the customer still waits longer than they were told.
    @Test(arguments: TestStore.engines) func aWordThatWeMovedCountsFromTheFirst(on engine: Engine) async throws {
        try await Guaranteed.with(engine, Self.rule) { one in
            let orders = try await one.orders(2)
            one.shop.time.advance(by: .minutes(11 * 60 + 59))
            try await Self.move(orders[0], by: .hours(24), asked: false, one)
            try await Self.move(orders[1], by: .hours(24), asked: true, one)
            one.shop.time.advance(by: .hours(2))
            for order in orders { try await one.shop.tell(.delivered, of: order) }
            let uses = try await one.uses()
            #expect(uses.map(\.order) == [orders[0]], "the customer asked for the other time")
            #expect(try await one.findings() == [])
        }
    }

    /// Nothing broke, so that no case stood open: whoever can be written to is written to all the same.
    @Test(arguments: TestStore.engines) func whoWaitedForAMovedWordIsWrittenTo(on engine: Engine) async throws {
        try await Guaranteed.with(engine, Self.rule) { one in
            let place = one.shop.place
            _ = try await one.shop.write { try $0.addChannel(MailDesk.draft(at: place)) }
            var orders: [ID<Order>] = []
            for name in ["eve", "bo"] {
                let customer = CustomerDraft(name: name, email: "\(name)@example.org")
                orders.append(try await one.shop.order(one.shop.draft(name, customer: customer)).order.id)
            }
            let asked = orders[1]
            let open = try await one.shop.write {
                try $0.openCase(kind: .question, subject: "when?", customer: nil, order: asked, place: nil).id
            }
            one.shop.time.advance(by: .hours(11))
            for order in orders { try await Self.move(order, by: .hours(24), asked: false, one) }
            one.shop.time.advance(by: .hours(2))
            for order in orders { try await one.shop.tell(.delivered, of: order) }
            let contacts = try await one.shop.store.read { reading in
                try reading.rows("SELECT contact FROM sends WHERE receiver = 'customer' ORDER BY contact") { $0.text() }
            }
            #expect(contacts == ["bo@example.org", "eve@example.org"])
            let uses = try await one.uses()
            #expect(uses.count == 2 && uses.allSatisfy { $0.case != nil })
            #expect(uses.first { $0.order == asked }?.case == open, "the case of the matter goes on")
            #expect(try await one.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func aDeliveryToldBeforeTheBreakWasSeenIsLateThen(on engine: Engine)
        async throws
    {
        try await Guaranteed.with(engine, Self.rule) { one in
            let order = try await one.orders(1)[0]
            one.shop.time.advance(by: .hours(13))
            try await one.shop.tell(.delivered, of: order)
            try await one.shop.lapse()
            let uses = try await one.uses()
            #expect(uses.map(\.order) == [order])
            #expect(try await one.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func aWordAboutACallMakesNoDeliveryLate(on engine: Engine) async throws {
        try await Guaranteed.with(engine, Self.rule) { one in
            let orders = try await one.orders(2)
            one.shop.time.advance(by: .hours(1))
            try await one.shop.write { tx in
                for order in orders {
                    _ = try tx.makePromise(
                        PromiseDraft(
                            about: .order(order), said: "We call you back.", language: "en", zone: "Europe/Berlin",
                            due: .at(tx.now + .hours(1))))
                }
            }
            one.shop.time.advance(by: .hours(3))
            try await one.shop.lapse()
            try await one.shop.tell(.delivered, of: orders[0])
            #expect(try await one.uses().isEmpty, "it came in time; only the call did not")
            one.shop.time.advance(by: .hours(10))
            try await one.shop.lapse()
            try await one.shop.tell(.delivered, of: orders[1])
            let uses = try await one.uses()
            #expect(uses.map(\.order) == [orders[1]], "the earliest broken word is not the one that counts")
        }
    }

    /// What would have been given is what is given.
    @Test(arguments: TestStore.engines) func theTrialCountsWhatLifeGives(on engine: Engine) async throws {
        try await Guaranteed.with(engine, Self.rule) { one in
            let orders = try await one.orders(4)
            one.shop.time.advance(by: .hours(11))
            try await one.shop.tell(.delivered, of: orders[0])
            try await Self.move(orders[1], by: .hours(24), asked: false, one)
            one.shop.time.advance(by: .hours(2))
            try await one.shop.tell(.delivered, of: orders[1])
            try await one.shop.lapse()
            try await one.shop.tell(.delivered, of: orders[2])
            let trial = try await one.shop.store.read { [now = one.shop.time.now] in
                try $0.tryGuarantee(Self.rule, at: now)
            }
            let uses = try await one.uses()
            #expect(uses.count == 2 && trial.applied == 2, "\(uses.count) and \(trial.applied)")
            #expect(trial.known == 1 && !trial.isInRecord)
        }
    }
}
