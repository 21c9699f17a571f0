import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite("What is written is found") struct SearchTests {
    private func found(
        _ text: String, in store: Store, _ change: (inout SearchAsk) -> Void = { _ in },
        reach: SearchReach = SearchReach(cases: .business, orders: .business), after: ListCursor? = nil,
        limit: Int = 20
    ) async throws -> SearchAnswer {
        var ask = SearchAsk(text)
        change(&ask)
        try await store.takeInAllTexts(at: Counter.at("2026-03-06 10:00"))
        return try await store.read { [ask] in try $0.search(ask, within: reach, after: after, limit: limit) }
    }

    private func kinds(_ answer: SearchAnswer) -> [SearchKind] { answer.hits.map(\.kind) }

    @Test("Messages, notes and subjects in both languages, in any order of words", arguments: TestStore.engines)
    func words(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            try await talk.takes(Conversation.mail("我要退款，水壶坏了。"), at: "2026-03-05 11:00")
            _ = try await store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) { [id = talk.id] in
                try $0.addNote(to: id, text: "Müller's kettle, see SF-1234-5678")
            }
            #expect(kinds(try await found("退款", in: store)) == [.message])
            #expect(kinds(try await found("款", in: store)) == [.message], "one character")
            #expect(kinds(try await found("水壶坏", in: store)) == [.message])
            #expect(kinds(try await found("坏水", in: store)).isEmpty)
            #expect(kinds(try await found("size whi", in: store)).contains(.message), "any order, the last unfinished")
            let note = try #require(try await found("kettle muller", in: store).hits.first)
            #expect(
                note.direction == .internal
                    && note.snippet?.pieces.filter(\.isMarked).map(\.text) == ["Müller", "kettle"])
            #expect(kinds(try await found("SF12345678", in: store)) == [.message])
            #expect(kinds(try await found("sf 1234", in: store)) == [.message])
            for nothing in ["\" OR \"", "*", "'; --", "a:b", "NEAR(退款)", "\u{0}", "的", "zzz"] {
                #expect(try await found(nothing, in: store).hits.isEmpty, "\(nothing)")
            }
            let all = try await found("ann", in: store).hits
            #expect(all.contains { $0.subject == .case(talk.id) }, "by whose it is")
        }
    }

    @Test("The list of cases finds what the search box finds, within its filters", arguments: TestStore.engines)
    func list(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let ids = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) { tx in
                let nils = try tx.findOrMakeCustomer(
                    CustomerDraft(name: "Nils", email: "nils@example.org", phone: "+49 30 555017")
                ).id
                let ids = try ["Müller's kettle", "水壶坏了", "The kettle again"].map {
                    try tx.openCase(kind: .question, subject: $0, customer: nils, order: nil, place: nil).id
                }
                try tx.addTag("limescale", to: ids[2])
                _ = try tx.closeCase(ids[0], cause: "glue")
                return ids
            }
            try await store.takeInAllTexts(at: Counter.at("2026-03-05 12:00"))
            func listed(
                _ text: String, _ change: (inout CaseFilter) -> Void = { _ in }
            ) async throws -> [ID<Case>] {
                var filter = CaseFilter()
                filter.text = text
                change(&filter)
                return try await store.read { [filter] reading in
                    let found = try reading.cases(filter, limit: 50).map(\.id)
                    #expect(try reading.totalCases(filter).count == found.count, "\(text)")
                    return found
                }
            }
            #expect(try await listed("muller kett") == [ids[0]])
            #expect(try await listed("ettle").isEmpty)
            #expect(try await listed("水壶") == [ids[1]])
            #expect(try await listed("glue") == [ids[0]])
            #expect(try await listed("kettle") == [ids[2], ids[0]])
            #expect(try await listed("kettle") { $0.status = .open } == [ids[2]])
            #expect(try await listed("kettle") { $0.tag = "limescale" } == [ids[2]])
            #expect(try await listed("kettle") { $0.places = [] }.isEmpty)
            #expect(try await listed("nils").count == 3)
            #expect(try await listed("030/555017").count == 3)
            #expect(try await listed("nils@example.org").count == 3)
            let number = try await store.read { [ids] in try $0.knownCase(ids[1]).number }
            #expect(try await listed("#\(number)") == [ids[1]])
            for nothing in ["*", "\" OR \"", "zzz", "\u{0}"] {
                #expect(try await listed(nothing).isEmpty, "\(nothing)")
            }
            // It goes on where the page ended.
            var filter = CaseFilter()
            filter.text = "kettle"
            let rest = try await store.read { [filter, ids] in try $0.cases(filter, before: ids[2], limit: 50) }
            #expect(rest.map(\.id) == [ids[0]])
        }
    }

    @Test("Of a kind, names and subjects come before texts, and the newest first", arguments: TestStore.engines)
    func ranks(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            func opened(_ subject: String, _ text: String, at minute: Int) async throws -> ID<Case> {
                var message = Conversation.mail(text)
                message.subject = subject
                var draft = InquiryDraft(kind: .question, message: message)
                (draft.subject, draft.customer, draft.isAcknowledged) = (subject, talk.counter.customer, false)
                let time = Counter.at("2026-03-05 11:\(minute)")
                return try await store.write(as: .system("mail"), at: time) { [draft, words = talk.words] in
                    try $0.takeInquiry(draft, words: words).case.id
                }
            }
            let whole = try await opened("Copper kettle", "It is here.", at: 10)
            let within = try await opened("My copper kettle leaks", "What now?", at: 20)
            let chinese = try await opened("铜水壶漏水", "怎么办？", at: 30)
            var texts: [ID<Case>] = []
            for number in 0..<8 {
                texts.append(try await opened("Something \(number)", "The copper kettle, 铜水壶。", at: 40 + number))
            }
            func messages(_ text: String, limit: Int) async throws -> [ID<Case>] {
                try await found(text, in: store, limit: limit).hits.compactMap { hit in
                    if case .message(_, let id) = hit.subject { id } else { nil }
                }
            }
            #expect(try await messages("copper kettle", limit: 4) == [whole, within, texts[7], texts[6]])
            #expect(try await messages("Copper KETTLE", limit: 1) == [whole], "called just so, though the oldest")
            #expect(try await messages("kettle copp", limit: 3) == [within, whole, texts[7]], "the last unfinished")
            #expect(try await messages("铜水壶", limit: 2) == [chinese, texts[7]])
            let cases = try await found("copper kettle", in: store, limit: 5).hits.filter { $0.kind == .case }
            #expect(cases.map(\.subject) == [.case(whole), .case(within)])
            // A list of one kind goes on by time: nothing is told twice, and nothing left out.
            var (all, next): ([ID<Case>], ListCursor?) = ([], nil)
            repeat {
                let page = try await found("copper kettle", in: store, { $0.kind = .message }, after: next, limit: 4)
                all += page.hits.compactMap { if case .message(_, let id) = $0.subject { id } else { nil } }
                next = page.next
            } while next != nil
            #expect(all.count == 10 && Set(all) == Set(texts + [whole, within]))
        }
    }

    @Test("Numbers and addresses as people type them come first", arguments: TestStore.engines)
    func numbers(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let customer = CustomerDraft(name: "王芳", email: "fang@example.org", phone: "+86 138 0013-8000")
            let made = try await shop.order(shop.draft("WEB-77", customer: customer)).order
            try await shop.write {
                _ = try $0.addParcel(to: made.id, carrier: nil, trackingCode: "SF 1234-5678", lines: [])
            }
            let store = shop.store
            for text in [
                "\(made.number)", "#\(made.number)", "order \(made.number)", "订单\(made.number)", "WEB-77", "web-77",
                "sf12345678", "SF-1234-5678",
            ] {
                let hit = try #require(try await found(text, in: store).hits.first, "\(text)")
                #expect(hit.subject == .order(made.id) && hit.isExact, "\(text)")
            }
            for text in [
                "13800138000", "138 0013 8000", "+8613800138000", "0086-138-0013-8000", "8000", "fang@example.org",
                "FANG@exa",
            ] {
                let hits = try await found(text, in: store).hits
                #expect(hits.first?.kind == .customer && hits.first?.isExact == true, "\(text): \(hits)")
            }
            #expect(kinds(try await found("王芳", in: store)) == [.customer, .order])
            #expect(try await found("case \(made.number)", in: store).hits.isEmpty)
        }
    }

    @Test("A merge, a new name and a new message change what is found", arguments: TestStore.engines)
    func changes(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            #expect(kinds(try await found("which size", in: store)).contains(.message))
            let other = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                [customer = talk.counter.customer] in
                try $0.openCase(kind: .request, subject: "Another kettle", customer: customer, order: nil, place: nil)
            }
            _ = try await store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) { [id = talk.id] in
                try $0.mergeCase(id, into: other.id, why: "the same")
            }
            let moved = try await found("which size", in: store).hits.first { $0.kind == .message }
            #expect(moved?.number == other.number, "the message is the other case's now")
            let id = talk.counter.customer
            let stands = try await store.read { try $0.customerRevision(id) }
            let revision = try #require(stands)
            try await store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                [customer = talk.counter.customer] in
                try $0.changeCustomer(customer, to: CustomerDraft(name: "Zoë Quist"), revision: revision)
            }
            #expect(Set(kinds(try await found("zoe quist", in: store))).isSuperset(of: [.customer, .case, .message]))
            #expect(try await found("quist which", in: store).hits.contains { $0.kind == .message })
            #expect(try await store.examine { _ in } == 0)
        }
    }

    @Test("Nobody finds what they may not see, and filters narrow", arguments: TestStore.engines)
    func reach(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let here = try await talk.found().place
            let nowhere = SearchReach(cases: .these([ID(1)]), orders: nil)
            let only = SearchReach(cases: .these([here]), orders: nil)
            #expect(!kinds(try await found("which size", in: store, reach: only)).isEmpty)
            #expect(try await found("which size", in: store, reach: nowhere).hits.isEmpty)
            let number = try await talk.found().number
            #expect(try await found("\(number)", in: store, reach: nowhere).hits.isEmpty)
            #expect(try await found("which", in: store, { $0.place = ID(1) }).hits.isEmpty)
            #expect(try await found("which", in: store, { $0.state = .closed }).hits.isEmpty)
            let narrowed1 = try await found(
                "which", in: store,
                {
                    $0.state = .open; $0.kind = .message
                })
            #expect(Set(kinds(narrowed1)) == [.message])
            #expect(try await found("which", in: store, { $0.since = Counter.at("2026-03-05 10:01") }).hits.isEmpty)
            let narrowed2 = try await found(
                "which", in: store,
                {
                    $0.since = Counter.at("2026-03-05 09:59"); $0.kind = .message
                })
            #expect(Set(kinds(narrowed2)) == [.message])
        }
    }

    @Test("A list of one kind goes on where it ended, the newest first", arguments: TestStore.engines)
    func pages(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            for minute in 10..<25 {
                try await talk.takes(Conversation.mail("kettle number \(minute)"), at: "2026-03-05 11:\(minute)")
            }
            var (told, cursor): ([String], ListCursor?) = ([], nil)
            repeat {
                let page = try await found(
                    "kettle", in: talk.counter.store, { $0.kind = .message }, after: cursor, limit: 4)
                told += page.hits.compactMap { $0.snippet?.text }
                cursor = page.next
            } while cursor != nil
            #expect(told == (10..<25).reversed().map { "kettle number \($0)" })
            let several = try await found("kettle", in: talk.counter.store, limit: 4)
            #expect(several.hits.count == 4 && several.more == [.message] && several.next == nil)
        }
    }

    @Test("Reading all texts anew leaves nothing out and nothing twice", arguments: TestStore.engines)
    func rebuilding(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let before = try await found("which size", in: store).hits.map(\.subject)
            try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                _ = try $0.run("DELETE FROM message_texts")
            }
            var findings: [Finding] = []
            _ = try await store.examine { findings.append($0) }
            #expect(findings.map(\.kind).contains(.textMissing))
            #expect(try await store.read { try $0.textsWaiting() } == 0)
            try await store.readAllTextsAnew(as: .shell, at: Counter.at("2026-03-05 12:00"))
            #expect(try await found("which size", in: store).hits.map(\.subject) == before)
            #expect(try await store.examine { _ in } == 0)
        }
    }
}
