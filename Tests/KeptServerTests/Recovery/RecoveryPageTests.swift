import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct RecoveryPageTests {
    private static func at(_ text: String) -> Instant { Snapshot.at(text) }

    private static func failure(_ id: Int64, _ kind: Failure.Kind, at text: String, words: String? = nil) -> Failure {
        Failure(
            id: ID(id), case: ID(77), episode: 1, kind: kind, customer: ID(4), order: ID(42), place: ID(1),
            promise: kind == .brokenPromise ? ID(id) : nil, foreseenAt: nil, happenedAt: at(text), learnedAt: at(text),
            words: words, toldBy: "system:deadlines", standing: .happened)
    }

    private static var followUp: FollowUp {
        FollowUp(
            id: ID(9), case: ID(77), episode: 1, kind: .brokenPromise, state: .answered,
            due: at("2026-11-04T09:00"), sentAt: at("2026-11-04T09:00"), closesAt: at("2026-11-18T09:00"),
            answer: .partly, words: "The <b>coupon</b> came late", answeredAt: at("2026-11-05T08:00"), changes: 1)
    }

    private static var recovery: Recovery {
        Recovery(
            case: ID(77), episode: 1,
            failures: [
                failure(5, .brokenPromise, at: "2026-11-01T12:00"),
                failure(6, .damaged, at: "2026-11-01T15:00", words: "corner <crushed>"),
            ],
            facts: [
                RecoveryFact(
                    .acknowledge, at: at("2026-11-01T12:10"), by: "person:8", evidence: .message(ID(20))),
                RecoveryFact(.apologise, at: at("2026-11-01T12:10"), by: "person:8", evidence: .message(ID(20))),
                RecoveryFact(.solve, at: at("2026-11-02T10:00"), by: "system:deadlines", evidence: .promise(ID(7))),
                RecoveryFact(
                    .followUp, at: at("2026-11-05T08:00"), by: "customer", evidence: .followUp(ID(9), .partly)),
                RecoveryFact(.learn, at: at("2026-11-02T11:00"), by: "person:8", evidence: .cause(ID(3))),
            ],
            leftOut: [
                StepLeftOut(
                    step: .makeAmends, reason: "wants <nothing>", by: "person:8", at: at("2026-11-02T11:00"))
            ], followUp: followUp)
    }

    @Test(arguments: Snapshot.languages) func aCaseWithItsRecovery(language: String) throws {
        var view = CaseView(
            row: CasePageTests.row(77), order: (ID(42), 1_042), lead: nil, chain: OrderPageTests.chain(language),
            messages: [], people: [], causes: [], revision: 3)
        view.recovery = RecoveryPanel(
            recovery: Self.recovery, isOpen: true, people: ["person:8": "Gao Ying", "customer": "Zhao Min"],
            templates: [Field.Choice("1", "A broken word")], causes: [Field.Choice("3", "battery")],
            knownReason: "corner crushed on the way", causeName: "battery")
        view.knownCauses = [Field.Choice("3", "battery")]
        let page = casePage(view, Snapshot.context(language, path: "/cases/77"))
        #expect(!page.text.contains("<crushed>") && !page.text.contains("<b>coupon"))
        try Snapshot.expect(page, "case-recovery", language)
    }

    @Test(arguments: Snapshot.languages) func templatesAndRules(language: String) throws {
        let words = try Vocabulary.shared()
        let draft = ReadyTemplate.lateBefore.draft(in: words, name: .english)
        let template = RecoveryTemplate(
            id: ID(1), version: ID(11), number: 2, name: "<i>Late</i>", steps: draft.steps, texts: draft.texts,
            madeBy: "person:8", madeAt: Self.at("2026-11-02T09:00"), revision: 2)
        let view = TemplatesView(
            templates: [template],
            rules: [
                FollowUpRule(kind: .brokenPromise, isOn: true), FollowUpRule(kind: .missedAim, isOn: false),
            ], languages: words.languages.map { words[$0] })
        let problem = FieldProblem("texts.en.body", "problems.empty-phrase", [Fact("phrase", "technical reasons")])
        let values = FormValues(["name": "<i>Late</i>"], problems: [problem])
        try Snapshot.expect(
            templatesPage(view, Snapshot.context(language, path: "/templates"), values: values, editing: ID(1)),
            "templates", language)
    }

    @Test(arguments: Snapshot.languages) func causesAsATree(language: String) throws {
        func cause(_ id: Int64, _ kind: Cause.Kind, _ names: [String: String], parent: Int64? = nil) -> Cause {
            Cause(
                id: ID(id), kind: kind, parent: parent.map { ID($0) }, sameAs: nil, names: names, endedAt: nil,
                revision: 1)
        }
        let view = CausesView(
            causes: [
                cause(1, .carrier, ["en": "carrier", "zh-Hans": "承运商"]),
                cause(2, .carrier, ["en": "battery", "zh-Hans": "电瓶"], parent: 1),
                cause(3, .unsorted, ["und": "<dog> ate it"]),
            ], times: [ID(2): 12, ID(3): 1], notOurs: 2,
            languages: try Vocabulary.shared().languages.map { try Vocabulary.shared()[$0] })
        #expect(view.rows.map(\.cause.id) == [ID(3), ID(1), ID(2)] && view.rows.map(\.depth) == [0, 0, 1])
        try Snapshot.expect(causesPage(view, Snapshot.context(language, path: "/causes")), "causes", language)
    }

    @Test(arguments: Snapshot.languages) func theReport(language: String) throws {
        var report = RecoveryReport([Self.recovery])
        report.causes = [
            .init(month: "2026-10", cause: ID(3), isOurs: true, cases: 4),
            .init(month: "2026-11", cause: ID(3), isOurs: true, cases: 7),
            .init(month: "2026-11", cause: nil, isOurs: false, cases: 1),
        ]
        for (code, minor) in [("CNY", Int64(9_900)), ("EUR", 1_250)] {
            let currency = try #require(Currency(code))
            report.costs.append(.init(amount: Money(minor: minor, currency: currency), remedies: 3))
        }
        func customers(_ from: Int64, _ count: Int64, again: Int64) -> [LaterPurchases.Customer] {
            (0..<count).map {
                .init(id: ID(from + $0), at: Self.at("2026-06-01T10:00"), boughtAgain: $0 < again)
            }
        }
        report.purchases = LaterPurchases(
            well: customers(100, 40, again: 26), badly: customers(200, 20, again: 5)
        ) { from, to in customers(1_000, 300, again: 140).filter { $0.at >= from && $0.at < to } }
        let span = ReportSpan(from: try #require(Day("2026-10-01")), to: try #require(Day("2026-11-05")))
        let view = RecoveryReportView(span: span, report: report, causeNames: [ID(3): "battery"])
        try Snapshot.expect(
            recoveryReportPage(view, Snapshot.context(language, path: "/recovery")), "recovery-report", language)
        let none = RecoveryReportView(span: span, report: RecoveryReport([]), causeNames: [:])
        #expect(
            recoveryReportPage(none, Snapshot.context(language, path: "/recovery")).text.contains("class=\"empty\""))
    }

    @Test(arguments: Snapshot.languages) func theCustomersPage(language: String) throws {
        var asked = Self.followUp
        (asked.state, asked.answer, asked.answeredAt, asked.words) = (.sent, nil, nil, nil)
        let open = FollowUpView(token: "0abc", number: 10_477, place: "Market Hill", followUp: asked, preset: .yes)
        try Snapshot.expect(
            followUpPage(open, Snapshot.context(language, path: "/f/0abc")), "follow-up", language)
        let answered = FollowUpView(
            token: "0abc", number: 10_477, place: "Market Hill", followUp: Self.followUp, preset: nil)
        let page = followUpPage(answered, Snapshot.context(language, path: "/f/0abc"))
        #expect(!page.text.contains("<b>coupon") && page.text.contains("&lt;b&gt;coupon"))
    }

    @Test(arguments: Snapshot.languages) func aWordThatWillBeLate(language: String) throws {
        let view = LateView(
            promise: ID(5), said: "With you by <tomorrow>.", due: Self.at("2026-11-06T12:00"),
            templates: [Field.Choice("1", "Late, told before")], causes: [Field.Choice("3", "battery")])
        try Snapshot.expect(
            latePage(view, Snapshot.context(language, path: "/promises/5/lateness")), "lateness", language)
    }
}
