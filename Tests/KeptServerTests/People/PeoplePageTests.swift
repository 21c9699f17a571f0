import KeptDomain
import KeptServer
import KeptWords
import Testing

@Suite struct PeoplePageTests {
    static let people = [
        PersonRow(
            id: ID(7), name: "Lin Yue", email: "lin@paperboat.example",
            grants: [.init(role: .owner, place: nil), .init(role: .lead, place: "Gulou")]),
        PersonRow(
            id: ID(8), name: "Gao Ying", email: nil, grants: [.init(role: .frontLine, place: "Gulou")], canSignIn: false
        ),
        PersonRow(id: ID(9), name: "Ma Jun", email: nil, grants: [], hasLeft: true),
    ]

    @Test(arguments: Snapshot.languages) func peopleAndWhatTheyMayDo(language: String) throws {
        let context = Snapshot.context(language, path: "/people")
        let view = PeopleView(
            rows: Self.people, places: [Field.Choice("1", "Gulou")],
            invitation: ("Gao Ying", "http://127.0.0.1:8080/sign-in/abc"))
        try Snapshot.expect(peoplePage(view, context), "people", language)
        let grants = [Grant(role: .owner), Grant(role: .lead, place: ID(1))]
        try Snapshot.expect(
            personPage(Self.people[0], grants, places: [Field.Choice("1", "Gulou")], context), "person",
            language)
    }

    @Test(arguments: Snapshot.languages) func signingInAndFirstStart(language: String) throws {
        let context = Snapshot.context(language, path: "/sign-in", isPublic: true)
        let refusal = language == "en" ? "E-mail or password is wrong." : "邮箱或密码不对。"
        try Snapshot.expect(signInPage(context, returnTo: "/orders", refusal: refusal), "sign-in", language)
        try Snapshot.expect(
            passwordPage(Snapshot.context(language, path: "/password")), "password", language)
        try Snapshot.expect(invitationPage("abc", name: "Gao Ying", context), "invitation", language)
        try Snapshot.expect(setupPage(context, zones: ["Asia/Shanghai", "Europe/Berlin"]), "setup", language)
    }

    @Test(arguments: Snapshot.languages) func theJournal(language: String) throws {
        let lines = [
            JournalLine(
                position: JournalPosition(transaction: 0, number: 12), at: Snapshot.at("2026-11-05T12:00"), who: "Kept",
                kind: "promise.broken",
                subject: .promise(ID(3)), subjectName: "Order 1042", subjectLink: Paths.order(ID(42)), why: nil,
                facts: [Fact("due", "12:00")]),
            JournalLine(
                position: JournalPosition(transaction: 0, number: 11), at: Snapshot.at("2026-11-05T10:10"),
                who: "Lin Yue",
                kind: "promise.renegotiated", subject: .promise(ID(2)), subjectName: "Order 1042", subjectLink: nil,
                why: "The courier <was> ill.", facts: []),
            JournalLine(
                position: JournalPosition(transaction: 0, number: 10), at: Snapshot.at("2026-11-05T10:00"),
                who: "Lin Yue",
                kind: "thing.never-heard-of", subject: .business, subjectName: "Kept", subjectLink: nil, why: nil,
                facts: []),
        ]
        let context = Snapshot.context(language, path: "/journal")
        try Snapshot.expect(
            journalPage(JournalView(subject: nil, lines: lines, older: "/journal?after=10"), context), "journal",
            language)
    }

    @Test func everyRoleOperationAndReachHasItsWord() {
        for language in Snapshot.languages {
            let words = Snapshot.context(language).words
            for role in Role.allCases { #expect(!words("people.roles", of: role).hasPrefix("⟦")) }
            for operation in Operation.allCases { #expect(!words("people.operations", of: operation).hasPrefix("⟦")) }
        }
    }
}
