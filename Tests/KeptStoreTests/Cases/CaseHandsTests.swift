import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Working fast") struct CaseHandsTests {
    private func somebody(_ name: String, _ talk: Conversation) async throws -> ID<Person> {
        try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:01")) {
            try $0.addPerson(PersonFacts(name: name, email: nil, language: "en", grants: [Grant(role: .frontLine)]))
        }
    }

    private func write<T: Sendable>(
        _ talk: Conversation, _ person: ID<Person>, at time: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let actor = Actor.person(person, grants: [Grant(role: .frontLine)])
        return try await talk.counter.store.write(as: actor, at: Counter.at(time), body)
    }

    @Test func aTextKnowsItsFields() throws {
        let text = try ReplyTemplate("Dear {customer}, case {case} is answered by {due}.")
        #expect(text.fields == [.customer, .number, .due])
        #expect(
            try text.filled([.customer: "Ann", .number: "7", .due: "noon"]) == "Dear Ann, case 7 is answered by noon.")
        #expect(throws: CaseRefusal.nothingFor(.due)) { try text.filled([.customer: "Ann", .number: "7"]) }
        #expect(text.filledAsFar(as: [.customer: "Ann"]) == "Dear Ann, case {case} is answered by {due}.")
        #expect(throws: UnknownReplyField(name: "custmer")) { try ReplyTemplate("Dear {custmer}") }
        #expect(SavedReply.problems(name: "x", body: "{nobody}").map(\.field) == ["body"])
    }

    @Test(arguments: TestStore.engines) func aMacroDoesAllItsStepsOrNone(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let ida = try await somebody("Ida", talk)
            let (good, bad) = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:05")) { tx in
                (
                    try tx.addMacro(
                        name: "Size",
                        steps: [
                            .reply("Dear {customer}: large. {me}"), .tag("Size"), .note("told"), .move(.customer),
                        ]
                    ).id,
                    try tx.addMacro(name: "Parcel", steps: [.tag("parcel"), .reply("Order {order} is on its way.")]).id
                )
            }
            let words = talk.words
            await #expect(throws: CaseRefusal.nothingFor(.order)) {
                try await write(talk, ida, at: "2026-03-05 11:00") { try $0.runMacro(bad, on: talk.id, words: words) }
            }
            #expect(try await talk.counter.store.read { try $0.tags(of: [talk.id]) }.isEmpty)
            try await write(talk, ida, at: "2026-03-05 11:00") { try $0.runMacro(good, on: talk.id, words: words) }
            let thread = try await talk.counter.store.read { try $0.thread(of: talk.id) }
            let answer = try #require(thread.first { $0.message.body.hasPrefix("Dear") })
            #expect(answer.message.body == "Dear Ann: large. Ida" && answer.send?.contact == "ann@example.org")
            #expect(try await talk.counter.store.read { try $0.tags(of: [talk.id])[talk.id] } == ["size"])
            #expect(try await talk.found().whoseMove == .customer)
        }
    }

    @Test(arguments: TestStore.engines) func aDraftIsKeptForEachPersonUntilItIsSent(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, bo) = (try await somebody("Ida", talk), try await somebody("Bo", talk))
            let store = talk.counter.store
            for text in ["La", "Large"] {
                _ = try await write(talk, ida, at: "2026-03-05 11:00") { try $0.keepDraft(text, on: talk.id) }
            }
            #expect(try await store.read { try $0.draft(of: ida, on: talk.id)?.body } == "Large")
            #expect(try await store.read { try $0.draft(of: bo, on: talk.id) } == nil)
            let seen = try await store.read {
                try $0.answering(talk.id, besides: bo, at: Counter.at("2026-03-05 11:01"))
            }
            #expect(seen == ["Ida"])
            let later = try await store.read {
                try $0.answering(talk.id, besides: bo, at: Counter.at("2026-03-05 11:05"))
            }
            #expect(later.isEmpty, "nobody answers for ever")
            #expect(try await talk.counter.journalCount("case.answering") == 1, "told once")
            _ = try await write(talk, ida, at: "2026-03-05 11:01") {
                try $0.reply(to: talk.id, with: MessageDraft(.phone, "Large"))
            }
            #expect(try await store.read { try $0.draft(of: ida, on: talk.id) } == nil)
            #expect(try await talk.counter.count("SELECT count(*) FROM presences") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aNoteTellsWhomItNames(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, bo, bob) = (
                try await somebody("Ida", talk), try await somebody("Bo Berg", talk), try await somebody("Bo", talk)
            )
            let store = talk.counter.store
            _ = try await write(talk, ida, at: "2026-03-05 11:00") {
                try $0.addNote(to: talk.id, text: "@bo berg, please look; @Ida does not. a@bo.example")
            }
            func mentions(_ person: ID<Person>) async throws -> Int {
                try await store.read { try $0.mentions(of: person).count }
            }
            #expect(try await mentions(bo) == 1)
            #expect(try await mentions(ida) == 0, "whoever wrote it knows")
            _ = bob
            try await write(talk, bo, at: "2026-03-05 11:10") { try $0.seeMentions(on: talk.id) }
            #expect(try await mentions(bo) == 0)
        }
    }

    @Test func aNameBeginsAndEndsWhereWordsDo() throws {
        func person(_ id: Int64, _ name: String) -> Person {
            Person(id: ID(id), name: name, email: nil, language: "en", zone: nil, grants: [])
        }
        let people = [person(1, "Bo"), person(2, "Bo Berg"), person(3, "王芳"), person(4, "Zoë-Li")]
        func named(_ text: String) -> [Int64] { Mentions.of(text, among: people).map(\.rawValue) }
        #expect(named("ann@bo.example").isEmpty && named("x_@Bo").isEmpty)
        #expect(named("@Boston is far, and @Bo2 is none").isEmpty)
        #expect(named("@Bo Bergmann") == [1] && named("(@Bo Berg)") == [2] && named("@bo's") == [1])
        #expect(named("请@王芳看一下，@Bo也看") == [1, 3] && named("@王芳芳") == [3])
        #expect(named("@zoë-li") == [4] && named("@zoë-lia").isEmpty)
    }

    @Test(arguments: TestStore.engines) func aCaseIsGivenToWhoeverMayWorkOnIt(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (carrier, elsewhere, here, line) = try await talk.counter.store.write(
                as: .shell, at: Counter.at("2026-03-05 10:05")
            ) { tx in
                let place = try tx.defaultPlace()
                let calendar = try tx.place(orDefault: place).calendar
                let depot = try tx.addPlace(PlaceDraft(name: "Depot", zone: "Europe/Berlin", calendar: calendar)).id
                func add(_ name: String, _ grant: Grant) throws -> ID<Person> {
                    try tx.addPerson(PersonFacts(name: name, email: nil, language: "en", grants: [grant]))
                }
                let elsewhere = try add("Else", Grant(role: .frontLine, place: depot))
                return (
                    try add("Carrier", Grant(role: .partner)), elsewhere,
                    try add("Here", Grant(role: .frontLine, place: place)),
                    try tx.addLine(LineDraft(name: "Depot", place: depot, keeper: elsewhere, members: [])).id
                )
            }
            func gives(to person: ID<Person>) async throws {
                _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:10")) {
                    try $0.handOverCase(talk.id, to: person, why: "busy")
                }
            }
            await #expect(throws: CaseRefusal.mayNotWork("Carrier")) { try await gives(to: carrier) }
            await #expect(throws: CaseRefusal.mayNotWork("Else")) { try await gives(to: elsewhere) }
            await #expect(throws: CaseRefusal.mayNotWork("Else")) {
                _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:10")) {
                    try $0.transferCase(talk.id, to: line, why: "theirs")
                }
            }
            try await gives(to: here)
            #expect(try await talk.found().owner == here)
            let found = try await talk.found()
            let people = try await talk.counter.store.read { try $0.people().map(\.person) }
            let offered = people.filter { $0.mayWork(on: found) }.map(\.name)
            #expect(offered.contains("Here") && !offered.contains("Else"))
        }
    }

    @Test(arguments: TestStore.engines) func whoSaidWhoseMoveItIsAndWhyStaysKnown(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let ida = try await somebody("Ida", talk)
            #expect(try await talk.found().moveSaidBy == "system:mail")
            _ = try await talk.counter.store.write(
                as: .person(ida, grants: [Grant(role: .lead)]), at: Counter.at("2026-03-05 10:30")
            ) { try $0.setMove(of: talk.id, to: .customer, why: "which size?") }
            let asked = try await talk.found()
            #expect(asked.moveSaidBy == "person:\(ida)" && asked.moveWhy == "which size?")
            try await talk.takes(Conversation.mail("Large."), at: "2026-03-05 11:00")
            let ours = try await talk.found()
            #expect(ours.whoseMove == .us && ours.moveSaidBy == "system:mail" && ours.moveWhy == nil)
        }
    }

    @Test(arguments: TestStore.engines) func manyAreWorkedTogetherOrNotAtAll(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let others = try await store.write(as: .shell, at: Counter.at("2026-03-05 10:05")) { tx in
                try (1...3).map { number in
                    try tx.openCase(
                        kind: .praise, subject: "Thanks \(number)", customer: talk.counter.customer, order: nil,
                        place: nil
                    ).id
                }
            }
            try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                try $0.workCases(others, .close(cause: "nice"))
            }
            #expect(try await talk.counter.count("SELECT count(*) FROM cases WHERE status = 'closed'") == 3)
            await #expect(throws: CaseRefusal.notOpen) {
                try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                    try $0.workCases([talk.id] + others, .close(cause: "again"))
                }
            }
            #expect(try await talk.found().status == .open)
        }
    }

    @Test(arguments: TestStore.engines) func aViewIsOnesOwnOrEverybodys(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, bo) = (try await somebody("Ida", talk), try await somebody("Bo", talk))
            let view = try await write(talk, ida, at: "2026-03-05 11:00") {
                try $0.saveView("Complaints", query: "state=open&kind=complaint")
            }
            #expect(try await talk.counter.store.read { try $0.savedViews(of: ida) } == [view])
            #expect(try await talk.counter.store.read { try $0.savedViews(of: bo) }.isEmpty)
            await #expect(throws: NotPermitted.self) {
                _ = try await write(talk, ida, at: "2026-03-05 11:00") {
                    try $0.saveView("All", query: "", isForAll: true)
                }
            }
            await #expect(throws: NotPermitted.self) {
                try await write(talk, bo, at: "2026-03-05 11:00") { try $0.forgetView(view.id) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func everybodysViewsLeaveEachTheirFifty(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, at) = (try await somebody("Ida", talk), Counter.at("2026-03-05 11:00"))
            try await talk.counter.store.write(as: .shell, at: at) { tx in
                for number in 1...50 { try tx.saveView("All \(number)", query: "", isForAll: true) }
            }
            try await write(talk, ida, at: "2026-03-05 11:00") { tx in
                for number in 1...50 { try tx.saveView("Own \(number)", query: "") }
            }
            #expect(try await talk.counter.store.read { try $0.savedViews(of: ida) }.count == 100)
            await #expect(throws: InvalidInput.self) {
                _ = try await write(talk, ida, at: "2026-03-05 11:00") { try $0.saveView("One more", query: "") }
            }
            await #expect(throws: InvalidInput.self) {
                try await talk.counter.store.write(as: .shell, at: at) { tx in
                    _ = try tx.saveView("One more", query: "", isForAll: true)
                }
            }
        }
    }
}
