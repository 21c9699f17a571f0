import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite("Difficult conduct") struct ConductTests {
    static func somebody(_ name: String, _ talk: Conversation, as role: Role = .frontLine) async throws -> Actor {
        let grants = [Grant(role: role)]
        let id = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:01")) {
            try $0.addPerson(PersonFacts(name: name, email: nil, language: "en", grants: grants))
        }
        return .person(id, grants: grants)
    }

    static func write<T: Sendable>(
        _ talk: Conversation, as actor: Actor = .shell, at time: String = "2026-03-05 11:00",
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await talk.counter.store.write(as: actor, at: Counter.at(time), body)
    }

    private static let insult = ConductDraft(.abusive, .quoted, "You are all thieves.")

    @Test(arguments: TestStore.engines) func aFactStandsBesideTheCaseAndTheCustomersOthers(on engine: Engine)
        async throws
    {
        try await Conversation.with(engine) { talk in
            let words = talk.words[.english]
            let message = try await talk.counter.store.read { try $0.thread(of: talk.id)[0].message.id }
            var draft = Self.insult
            draft.message = message
            let fact = try await Self.write(talk) { [draft] in try $0.noteConduct(draft, on: talk.id) }
            #expect(fact.customer == talk.counter.customer && fact.message == message)
            let other = try await Self.write(talk) { [customer = talk.counter.customer] in
                try $0.openCase(kind: .praise, subject: "Thanks", customer: customer, order: nil, place: nil)
            }
            let (own, beside) = try await talk.counter.store.read { reading in
                let now = Counter.at("2026-03-05 12:00")
                return (
                    try reading.conductBeside(reading.knownCase(talk.id), words: words, now: now),
                    try reading.conductBeside(other, words: words, now: now)
                )
            }
            #expect(own.facts.map(\.fact) == [fact] && beside.facts.map(\.fact) == [fact])
            #expect(own.playbooks.map(\.kind) == [.abusive] && own.playbooks[0][.steps].count >= 4)
            draft.message = ID(77)
            await #expect(throws: InvalidInput.self) {
                _ = try await Self.write(talk) { [draft] in try $0.noteConduct(draft, on: talk.id) }
            }
        }
    }

    @Test(arguments: TestStore.engines) func factsExpireFromView(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await Self.write(talk) { _ = try $0.noteConduct(Self.insult, on: talk.id) }
            func shown(at time: String) async throws -> Int {
                try await talk.counter.store.read { reading in
                    let now = Counter.at(time)
                    let beside = try reading.conductBeside(
                        reading.knownCase(talk.id), words: talk.words[.english], now: now)
                    let listed = try reading.conductFacts(at: nil, now: now, limit: 10)
                    #expect(beside.facts.count == listed.count)
                    return listed.count
                }
            }
            #expect(try await shown(at: "2026-09-01 10:00") == 1)
            #expect(try await shown(at: "2026-09-02 10:00") == 0, "180 days")
            try await Self.write(talk) { try $0.setConductDays(10) }
            #expect(try await shown(at: "2026-03-15 10:59") == 1)
            #expect(try await shown(at: "2026-03-16 11:01") == 0, "at once for those that stand")
            await #expect(throws: InvalidInput.self) { try await Self.write(talk) { try $0.setConductDays(0) } }
        }
    }

    @Test(arguments: TestStore.engines) func aFactIsTakenBackByItsWriterOrALead(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, bo, lead) = (
                try await Self.somebody("Ida", talk), try await Self.somebody("Bo", talk),
                try await Self.somebody("Lea", talk, as: .lead)
            )
            let (first, second) = try await Self.write(talk, as: ida) {
                (try $0.noteConduct(Self.insult, on: talk.id).id, try $0.noteConduct(Self.insult, on: talk.id).id)
            }
            await #expect(throws: NotPermitted.self) {
                try await Self.write(talk, as: bo) { try $0.strikeConduct(first, why: "no") }
            }
            try await Self.write(talk, as: ida) { try $0.strikeConduct(first, why: "Another caller.") }
            try await Self.write(talk, as: lead) { try $0.strikeConduct(second, why: "Not so.") }
            await #expect(throws: ConductRefusal.struckAlready) {
                try await Self.write(talk, as: lead) { try $0.strikeConduct(second, why: "again") }
            }
            let left = try await talk.counter.store.read {
                try $0.conductFacts(at: nil, now: Counter.at("2026-03-05 12:00"), limit: 10).count
            }
            #expect(left == 0)
            #expect(try await talk.counter.journalCount("case.conduct-struck") == 2)
            let told = try await talk.counter.count(
                "SELECT count(*) FROM journal WHERE facts LIKE '%thieves%' OR why LIKE '%thieves%'")
            #expect(told == 0, "the words stay in the fact alone")
        }
    }

    @Test(arguments: TestStore.engines) func aThreatTellsALeadAtOnce(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (ida, lead) = (try await Self.somebody("Ida", talk), try await Self.somebody("Lea", talk, as: .lead))
            var draft = ConductDraft(.abusive, .quoted, "I wait for you outside.")
            draft.isThreat = true
            try await Self.write(talk, as: ida) { [draft] in _ = try $0.noteConduct(draft, on: talk.id) }
            func standing(_ actor: Actor, _ grants: [Grant]) async throws -> [CallLine] {
                try await talk.counter.store.read {
                    try $0.standingCalls(
                        taking: Permissions.places(for: .takeCase, with: grants),
                        leading: Permissions.places(for: .seeConduct, with: grants), besides: actor)
                }
            }
            #expect(try await standing(ida, [Grant(role: .frontLine)]).isEmpty)
            let calls = try await standing(lead, [Grant(role: .lead)])
            let call = try #require(calls.first)
            #expect(calls.count == 1 && call.call.kind == .threat && call.askedBy == "Ida")
            await #expect(throws: NotPermitted.self) {
                try await Self.write(talk, as: ida) { try $0.answerCall(call.call.id, word: "done") }
            }
            try await Self.write(talk, as: lead) { try $0.answerCall(call.call.id, word: "Walked her to the tram.") }
            #expect(try await standing(lead, [Grant(role: .lead)]).isEmpty)
            await #expect(throws: ConductRefusal.answeredAlready) {
                try await Self.write(talk, as: lead) { try $0.answerCall(call.call.id, word: "again") }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aColleagueIsRelievedAndTheCaseAlwaysHasOneOwner(on engine: Engine)
        async throws
    {
        try await Conversation.with(engine) { talk in
            let (ida, bo) = (try await Self.somebody("Ida", talk), try await Self.somebody("Bo", talk))
            let owner = try await talk.found().owner
            let call = try await Self.write(talk, as: ida) { try $0.askForRelief(on: talk.id) }
            let again = try await Self.write(talk, as: ida) { try $0.askForRelief(on: talk.id) }
            #expect(again == call, "one call a case")
            #expect(try await talk.found().owner == owner)
            await #expect(throws: ConductRefusal.ownCall) {
                _ = try await Self.write(talk, as: ida) { try $0.takeRelief(call.id, why: "relief") }
            }
            let taken = try await Self.write(talk, as: bo) { try $0.takeRelief(call.id, why: "relief") }
            #expect(taken.owner == bo.person && taken.status == .open)
            #expect(try await talk.counter.journalCount("case.relief-taken") == 1)
            let next = try await Self.write(talk, as: ida) { try $0.askForRelief(on: talk.id) }
            #expect(next.id != call.id)
            try await Self.write(talk, as: ida) { try $0.answerCall(next.id, word: "It is fine again.") }
        }
    }

    @Test(arguments: TestStore.engines) func aMatterGoesOnAwayFromOtherCustomers(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let lead = try await Self.somebody("Lea", talk, as: .lead)
            let leadID = try #require(lead.person)
            await #expect(throws: ConductRefusal.noApartLine) {
                _ = try await Self.write(talk) { try $0.carryApart(talk.id, to: nil, why: "loud") }
            }
            let place = try await talk.found().place
            let line = try await Self.write(talk) {
                try $0.addLine(LineDraft(name: "Back office", place: place, keeper: leadID, members: [leadID]))
            }
            let apart = try await Self.write(talk, as: lead) {
                try $0.setApart(place, line: line.id, room: "Second door")
            }
            #expect(apart.room == "Second door" && apart.revision == 1)
            let moved = try await Self.write(talk) { try $0.carryApart(talk.id, to: nil, why: "loud") }
            #expect(moved.line == line.id && moved.owner == leadID && moved.waitingSince != nil)
            await #expect(throws: StoreError.self) {
                _ = try await Self.write(talk) { try $0.setApart(place, line: nil, room: nil, revision: 7) }
            }
            let back = try await Self.write(talk, as: lead) { try $0.carryApart(talk.id, to: leadID, why: "mine") }
            #expect(back.owner == leadID && back.waitingSince == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aPlaybookIsWrittenAnewInVersions(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (english, chinese) = (
                talk.words[.english], try #require(talk.words.language(for: "zh-Hans").map { talk.words[$0] })
            )
            var draft = PlaybookDraft(
                kind: .domineering, language: "en", lines: english.deliveredPlaybook(.domineering).lines)
            draft.lines[.steps] = ["Listen.", "Say it back."]
            for _ in 1...2 { try await Self.write(talk) { [draft] in _ = try $0.changePlaybook(draft) } }
            let (own, other, versions) = try await talk.counter.store.read { reading in
                (
                    try reading.playbook(.domineering, words: english),
                    try reading.playbook(.domineering, words: chinese),
                    try reading.playbookVersions(.domineering, language: "en")
                )
            }
            #expect(own.version == 2 && own[.steps] == ["Listen.", "Say it back."])
            #expect(other.version == 0 && !other[.protection].isEmpty)
            #expect(versions.map(\.version) == [2, 1])
        }
    }
}
