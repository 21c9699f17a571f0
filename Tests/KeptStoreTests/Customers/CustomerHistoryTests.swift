import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CustomerHistoryTests {
    /// What Ada went through: a broken word, mails, a note, an answer, two cases that became one, an apology that was taken
    /// back, ratings, and the question whether it was made good.
    private struct Life {
        let customer: ID<Customer>
        let order: ID<Order>
        let found: ID<Case>
        let merged: ID<Case>
    }

    private static let owner = Actor.person(ID(5), grants: [Grant(role: .owner)])

    private func lived(_ desk: RecoveryDesk) async throws -> Life {
        let (shop, words) = (desk.shop, desk.shop.words)
        let order = try await desk.order()
        _ = try await desk.order("B-1", email: "bo@example.org")
        let found = try await desk.broken(order)
        let customer = try #require(found.customer)
        func next<T: Sendable>(
            as actor: Actor, _ body: @escaping @Sendable (Transaction) throws -> T
        ) async throws -> T {
            shop.time.advance(by: .hours(1))
            return try await shop.write(as: actor, body)
        }
        var mail = MessageDraft(.email, "\n  \nWhere is it?\nI waited all day.")
        mail.contact = "ada@example.org"
        _ = try await next(as: .system("mail")) { [mail] in
            try $0.takeMessage(mail, on: found.id, words: words)
        }
        _ = try await next(as: desk.tom) { try $0.addNote(to: found.id, text: "Called the courier") }
        _ = try await next(as: desk.tom) { try $0.reply(to: found.id, with: MessageDraft(.phone, "Tomorrow")) }
        var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.form, "Did my mail arrive?"))
        (inquiry.customer, inquiry.isAcknowledged) = (customer, false)
        let merged = try await next(as: .system("form")) { [inquiry] in
            try $0.takeInquiry(inquiry, words: words).case.id
        }
        _ = try await next(as: desk.tom) { try $0.mergeCase(merged, into: found.id, why: "the same book") }
        let given = try await next(as: desk.tom) {
            try $0.giveRemedy(RemedyDraft(.apology), on: found.id, words: words)
        }
        _ = try await next(as: desk.tom) { try $0.reverseRemedy(given.id, why: "not yet said", words: words) }
        _ = try await next(as: .customer(nil)) { tx in
            try tx.rate(.case(found.id), .ease, value: 4)
            try tx.rate(.order(order), .ease, value: 5)
        }
        shop.time.advance(by: .hours(1))
        try await desk.close(found.id)
        shop.time.advance(by: .days(4))
        let key = try #require(try await desk.ask().first)
        shop.time.advance(by: .hours(1))
        try await desk.answer(key, .yes, words: "Thank you")
        return Life(customer: customer, order: order, found: found.id, merged: merged)
    }

    private func history(
        _ desk: RecoveryDesk, of customer: ID<Customer>, _ kind: HistoryKind? = nil, as actor: Actor = owner,
        page: Int = 200
    ) async throws -> [HistoryEntry] {
        var (all, cursor) = ([HistoryEntry](), ListCursor?.none)
        repeat {
            let found = try await desk.shop.store.read { [cursor] reading in
                try reading.history(of: customer, kind, within: CustomerReach(actor), after: cursor, limit: page)
            }
            #expect(found.entries.count <= page)
            all += found.entries
            cursor = found.next
        } while cursor != nil
        return all
    }

    @Test(arguments: TestStore.engines) func everythingStandsThereOnceTheNewestFirst(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let life = try await lived(desk)
            let all = try await history(desk, of: life.customer)
            #expect(zip(all, all.dropFirst()).allSatisfy { ($0.at, $0.id) > ($1.at, $1.id) })
            #expect(Set(all.map { "\($0.kind) \($0.id)" }).count == all.count)
            #expect(
                all.map(\.kind) == [
                    .followUp, .message, .rating, .rating, .remedy, .remedy, .message, .message, .message, .message,
                    .case, .promise, .order,
                ], "\(all.map { "\($0.kind) \($0.what)" })")
            for page in [1, 3, 4] { #expect(try await history(desk, of: life.customer, page: page) == all) }
            for kind in HistoryKind.allCases {
                #expect(try await history(desk, of: life.customer, kind, page: 2) == all.filter { $0.kind == kind })
            }
            #expect(all.first?.what == .followUp(.yes, words: "Thank you"))
            #expect(all.last?.order?.id == life.order)
            #expect(!all.contains { $0.kind == .order && $0.order?.id != life.order }, "nothing of others")
        }
    }

    @Test(arguments: TestStore.engines) func aMergedCaseIsToldOnceWithItsMessages(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let life = try await lived(desk)
            let all = try await history(desk, of: life.customer)
            #expect(all.compactMap { $0.kind == .case ? $0.case?.id : nil } == [life.found])
            let messages = all.filter { $0.kind == .message }
            #expect(messages.allSatisfy { $0.case?.id == life.found })
            let lines = messages.compactMap { entry -> HistoryEntry.OfMessage? in
                if case .message(let message) = entry.what { message } else { nil }
            }
            #expect(lines.count { $0.firstLine == "Did my mail arrive?" } == 1)
            #expect(lines.contains { $0.firstLine == "Where is it?" && $0.direction == .incoming })
            let note = try #require(lines.first { $0.direction == .internal })
            #expect(note.firstLine == "Called the courier" && note.channel == nil)
            #expect(messages.first { $0.what == .message(note) }?.colleague == "Tom")
            let page = try await desk.shop.store.read {
                try $0.customerPage(life.customer, within: CustomerReach(Self.owner))
            }
            #expect(page?.figures.cases == 1 && page?.figures.openCases == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseOfNobodyThatTookOneInIsNamed(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (words, order) = (desk.shop.words, try await desk.order())
            let customer = try #require(try await desk.shop.store.read { try $0.order(order)?.customer })
            let (mine, nobodys) = try await desk.shop.write(as: desk.tom) { tx in
                var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.form, "Which size?"))
                (inquiry.customer, inquiry.isAcknowledged) = (customer, false)
                let mine = try tx.takeInquiry(inquiry, words: words).case
                let other = try tx.takeInquiry(
                    InquiryDraft(kind: .question, message: MessageDraft(.counter, "Of somebody")), words: words
                ).case
                _ = try tx.mergeCase(mine.id, into: other.id, why: "the same size")
                return (mine, other)
            }
            let all = try await history(desk, of: customer)
            let told = try #require(all.first { $0.kind == .case })
            guard case .case(let found) = told.what else { return }
            #expect(told.case?.id == mine.id && found.mergedInto == nobodys.number)
            let messages = all.filter { $0.kind == .message }
            #expect(messages.count == 1 && messages.first?.case?.id == nobodys.id, "where it stands now")
        }
    }

    @Test(arguments: TestStore.engines) func figuresAreOfWhatStands(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let life = try await lived(desk)
            let second = try await desk.order("A-2")
            try await desk.shop.tell(.cancelled, of: second)
            let third = try await desk.order("A-3")
            try await desk.shop.tell(.delivered, of: third)
            let page = try #require(
                try await desk.shop.store.read {
                    try $0.customerPage(life.customer, within: CustomerReach(Self.owner))
                })
            let figures = page.figures
            #expect(figures.orders == 3 && figures.spent == [Money(minor: 3_800, currency: Currency("EUR")!)])
            #expect(figures.promises.kept == 1 && figures.promises.broken == 1 && figures.promises.released == 1)
            #expect(figures.promises.chains == 2 && figures.promises.firstWordKept == 1)
            #expect(figures.remedies == 0 && figures.given.isEmpty, "what was taken back does not stand")
            #expect(figures.ratings.map(\.value) == [5], "the last to each question")
            #expect(page.since == .at("2026-11-02T10:00:00+01:00"))
            #expect(page.contacts.map(\.value) == ["ada@example.org"] && page.reference == nil)
            #expect(
                try await desk.shop.store.read { try $0.customerPage(ID(1), within: CustomerReach(Self.owner)) == nil })
        }
    }

    @Test(arguments: TestStore.engines) func whatWasElsewhereIsForThoseWhoReachIt(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let life = try await lived(desk)
            let second = try await desk.shop.write { tx in
                let main = try tx.place(orDefault: nil)
                return try tx.addPlace(
                    PlaceDraft(name: "Second", zone: "Europe/Berlin", calendar: main.calendar)
                ).id
            }
            var draft = desk.shop.draft("C-1", customer: CustomerDraft(name: "Ada", email: "ada@example.org"))
            draft.place = second
            let order = try await desk.shop.order(draft).order.id
            let there = Actor.person(ID(6), grants: [Grant(role: .frontLine, place: second)])
            let seen = try await history(desk, of: life.customer, as: there)
            #expect(seen.map(\.order?.id) == [order] && seen.map(\.place) == [second])
            let here = try await history(desk, of: life.customer, as: desk.tom)
            #expect(here.count == 13 && here.allSatisfy { $0.place == desk.shop.place })
            let page = try #require(
                try await desk.shop.store.read { try $0.customerPage(life.customer, within: CustomerReach(there)) })
            #expect(page.figures.orders == 1 && page.figures.cases == 0 && page.figures.promises.broken == 0)
            #expect(try CustomerReach(there).isNarrowed && !CustomerReach(Self.owner).isNarrowed)
            #expect(throws: NotPermitted.self) {
                try CustomerReach(.person(ID(7), grants: [Grant(role: .partner)]))
            }
        }
    }

    @Test(arguments: TestStore.engines) func aListFindsByNameAddressAndNumberElsewhere(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let ids = try await shop.write { tx in
                try (1...5).map { number in
                    try tx.findOrMakeCustomer(
                        CustomerDraft(
                            source: number < 4 ? "erp" : "shop", externalID: "K-\(number)", name: "Ada \(number)",
                            email: "a\(number)@example.org")
                    ).id
                }
            }
            func found(_ text: String?, before: ID<Customer>? = nil, limit: Int = 50) async throws -> [ID<Customer>] {
                try await shop.store.read {
                    try $0.customerList(text, before: before, limit: limit).map(\.customer.id)
                }
            }
            #expect(try await found(nil) == ids.reversed())
            #expect(try await found(nil, before: ids[3], limit: 2) == [ids[2], ids[1]])
            #expect(try await found("ada") == ids.reversed())
            #expect(try await found("ada", before: ids[2]) == [ids[1], ids[0]])
            #expect(try await found("K-2") == [ids[1]])
            #expect(try await found("K-5") == [ids[4]])
            #expect(try await found("K-5", before: ids[2]).isEmpty)
            #expect(try await found("a3@example.org") == [ids[2]])
            #expect(try await found("nobody").isEmpty)
            let listed = try await shop.store.read { try $0.customerList("K-1", limit: 5) }
            #expect(listed.map(\.reachedBy) == [["a1@example.org"]])
        }
    }
}
