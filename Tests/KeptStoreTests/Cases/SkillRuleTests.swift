import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("What a case asks of whoever takes it") struct SkillRuleTests {
    @Test func theRuleThatAsksForTheMostHolds() {
        let rules = [
            SkillRule(id: ID(1), skill: "mail", channel: .email), SkillRule(id: ID(2), skill: "zh", language: "zh"),
            SkillRule(id: ID(3), skill: "zh-complaints", kind: .complaint, language: "zh"),
        ]
        func skill(_ kind: Case.Kind, _ channel: Message.Channel?, _ language: String?) -> String? {
            SkillRule.skill(for: SkillFacts(kind: kind, channel: channel, language: language), by: rules)
        }
        #expect(skill(.complaint, .email, "zh-Hans") == "zh-complaints")
        #expect(skill(.question, .email, "zh-Hans") == "mail", "of equals the oldest")
        #expect(skill(.question, .chat, "ZH-hans") == "zh" && skill(.question, .chat, "zha") == nil)
        #expect(skill(.question, .chat, nil) == nil && skill(.praise, nil, "de") == nil)
        #expect(SkillRuleDraft(skill: "x").problems().map(\.field) == ["channel"])
    }

    @Test(arguments: TestStore.engines) func aCaseAsksForTheSkillThatItsFactsCallFor(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            try await desk.does(at: "2026-03-01 10:01") { tx in
                _ = try tx.addSkillRule(SkillRuleDraft(skill: "chat", channel: .chat))
                _ = try tx.addSkillRule(SkillRuleDraft(skill: "forms", form: desk.form.id))
                _ = try tx.addSkillRule(SkillRuleDraft(skill: "zh", form: desk.form.id, language: "zh"))
                _ = try tx.addSkillRule(SkillRuleDraft(skill: "quarrels", form: desk.form.id, kind: .complaint))
            }
            func skill(_ id: ID<Case>) async throws -> String? {
                try await desk.counter.store.read { try $0.knownCase(id).skill }
            }
            let english = try await desk.sends(ContactDesk.draft("Hello", .form, sending: "a")).case.id
            #expect(try await skill(english) == "forms")
            var draft = ContactDesk.draft("你好", .form, contact: "lei@example.org", sending: "b")
            draft.language = "zh-Hans"
            #expect(try await skill(desk.sends(draft).case.id) == "zh")
            // It turns out to be a complaint: the rules say anew.
            try await desk.does(at: "2026-03-05 11:00") { tx in
                _ = try tx.sortCase(english, CaseSorting(kind: .complaint))
            }
            #expect(try await skill(english) == "quarrels")
            // What a person says stays, and can be taken away.
            try await desk.does(at: "2026-03-05 11:05") { tx in
                _ = try tx.setSkill(of: english, to: " sewing ")
                _ = try tx.sortCase(english, CaseSorting(kind: .question), why: "she only asks")
            }
            #expect(try await skill(english) == "sewing")
            try await desk.does(at: "2026-03-05 11:10") { _ = try $0.setSkill(of: english, to: nil) }
            #expect(try await skill(english) == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aSkillThatNobodyHasKeepsNoCaseWaiting(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let ida = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:30")) { tx in
                let people = try ["Ida", "Bo"].map {
                    try tx.addPerson(
                        PersonFacts(name: $0, email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                }
                let line = try tx.addLine(
                    LineDraft(
                        name: "Desk", place: try tx.defaultPlace(), keeper: try tx.knownCase(talk.id).owner,
                        members: people))
                try tx.setSkills(of: people[1], to: ["zh"])
                try tx.transferCase(talk.id, to: line.id, why: "in Chinese", skill: "zh")
                return people[0]
            }
            func takes() async throws -> ID<Case>? {
                try await talk.counter.store.write(
                    as: .person(ida, grants: [Grant(role: .frontLine)]), at: Counter.at("2026-03-05 11:00")
                ) { try $0.takeNextCase()?.id }
            }
            #expect(try await takes() == nil, "somebody else has it")
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:30")) {
                try $0.setSkill(of: talk.id, to: "klingon")
            }
            #expect(try await takes() == talk.id)
        }
    }
}
