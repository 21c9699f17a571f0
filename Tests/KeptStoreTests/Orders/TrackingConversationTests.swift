import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// On the tracking page of an order stands what was asked there, with the answers to it, and nothing else.
@Suite struct TrackingConversationTests {
    private func shown(_ order: ID<Order>, _ shop: Bookshop) async throws -> [String] {
        try await shop.store.read { try $0.conversation(onTrackingOf: order).map(\.message.body) }
    }

    private func asks(_ text: String, about order: Order, _ shop: Bookshop) async throws -> Case {
        shop.time.advance(by: .minutes(5))
        return try await shop.write(as: .customer(order.customer)) {
            try $0.askQuestion(text, replyTo: nil, about: order)
        }
    }

    private func answers(_ text: String, on id: ID<Case>, _ shop: Bookshop) async throws {
        shop.time.advance(by: .minutes(5))
        _ = try await shop.write { try $0.reply(to: id, with: MessageDraft(.form, text)) }
    }

    /// What a program tells of a form of its own.
    private func tells(
        _ text: String, subject: String, of customer: ID<Customer>?, about order: ID<Order>? = nil, _ shop: Bookshop
    ) async throws -> MessageFiled {
        shop.time.advance(by: .minutes(5))
        var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.form, text))
        (inquiry.subject, inquiry.customer, inquiry.order, inquiry.isAcknowledged) = (subject, customer, order, false)
        return try await shop.write { [inquiry, words = shop.words] in try $0.takeInquiry(inquiry, words: words) }
    }

    @Test(arguments: TestStore.engines) func whatAProgramTellsIsNotAskedThere(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T09:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order
            let told = try await tells("Private.", subject: "x", of: nil, about: order.id, shop)
            #expect(try await shown(order.id, shop).isEmpty)
            await #expect(throws: CaseRefusal.self, "no page would show it") {
                try await answers("An answer.", on: told.case.id, shop)
            }
            _ = try await asks("Is it blue?", about: order, shop)
            try await answers("It is.", on: told.case.id, shop)
            #expect(try await shown(order.id, shop) == ["Is it blue?", "It is."])
        }
    }

    @Test(arguments: TestStore.engines) func aMergeBringsNothingOntoIt(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T09:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order
            let asked = try await asks("Is it blue?", about: order, shop)
            try await answers("It is.", on: asked.id, shop)
            let other = try await tells("Private.", subject: "Mine", of: order.customer, shop)
            _ = try await shop.write { try $0.mergeCase(other.case.id, into: asked.id, why: "the same") }
            #expect(try await shown(order.id, shop) == ["Is it blue?", "It is."])
            await #expect(throws: CaseRefusal.self, "the last word was not asked there") {
                try await answers("Private answer.", on: asked.id, shop)
            }
            // Asked on the page of an order whose case is part of another: the answer stands there all the same.
            let third = try await shop.write {
                try $0.openCase(kind: .request, subject: "Wrap", customer: order.customer, order: nil, place: nil)
            }
            _ = try await shop.write { try $0.mergeCase(asked.id, into: third.id, why: "the same") }
            let again = try await asks("And in red?", about: order, shop)
            #expect(again.id == third.id, "the question goes where the conversation went")
            try await answers("In red too.", on: third.id, shop)
            #expect(try await shown(order.id, shop) == ["Is it blue?", "It is.", "And in red?", "In red too."])
        }
    }

    @Test(arguments: TestStore.engines) func aSplitTakesNothingAway(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T09:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order
            let asked = try await asks("Is it blue?", about: order, shop)
            let second = try await asks("Where is my invoice?", about: order, shop)
            #expect(second.id == asked.id)
            let part = try await shop.write { tx in
                let last = try #require(try tx.thread(of: asked.id).last)
                return try tx.splitCase(
                    asked.id, messages: [last.message.id], kind: .request, subject: "Invoice", why: "two matters")
            }
            try await answers("By mail.", on: part.id, shop)
            #expect(try await shown(order.id, shop) == ["Is it blue?", "Where is my invoice?", "By mail."])
        }
    }
}
