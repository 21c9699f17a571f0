import KeptDomain
import KeptServer
import KeptStore
import Testing

@Suite struct CasePageTests {
    static func row(_ id: Int64, escalated: Bool = false) -> CaseRow {
        CaseRow(
            id: ID(id), number: 10_400 + Int(id), kind: .failure, subject: "Order 1042 was not there when we said",
            customer: "Zhao Min",
            owner: "Lin Yue", whoseMove: .us, openedAt: Snapshot.at("2026-11-04T12:00"), isEscalated: escalated)
    }

    private static var messages: [MessageView] {
        var asked = MessageView(
            .incoming, .email, at: Snapshot.at("2026-11-04T15:50"), by: "Zhao Min", body: "Where is it?\n<b>Now</b>")
        asked.contact = "zhao@example.org"
        asked.subject = "Order 1042"
        asked.quoted = "> It arrives on Wednesday."
        asked.files = [MessageView.File(id: ID(9), name: "door <1>.jpg", byteCount: 120_000)]
        var answer = MessageView(
            .outgoing, .email, at: Snapshot.at("2026-11-04T16:30"), by: "Lin Yue", body: "It comes tomorrow by noon.")
        answer.contact = "zhao@example.org"
        answer.fate = .waiting
        return [
            asked,
            MessageView(
                .internal, nil, at: Snapshot.at("2026-11-04T12:00"), by: "Kept", body: "The promise broke at 12:00.",
                isAutomatic: true),
            MessageView(
                .internal, nil, at: Snapshot.at("2026-11-04T16:20"), by: "Lin Yue",
                body: "Called the courier.\n<script>no</script>"), answer,
        ]
    }

    @Test(arguments: Snapshot.languages) func aCase(language: String) throws {
        var view = CaseView(
            row: Self.row(77, escalated: true), order: (ID(42), 1_042), lead: "Gao Ying",
            chain: OrderPageTests.chain(language),
            messages: Self.messages,
            people: [Field.Choice("8", "Gao Ying"), Field.Choice("9", "Ma Jun")],
            causes: ["courier without substitute", "battery"],
            revision: 3)
        view.contacts = ["zhao@example.org"]
        view.others = [
            CaseView.Other(id: ID(12), number: 10_388, subject: "Wrong size", closedAt: Snapshot.at("2026-10-02T10:00"))
        ]
        view.owesReply = true
        view.address = "zhao@example.org"
        let page = casePage(view, Snapshot.context(language, path: "/cases/77"))
        #expect(!page.text.contains("<script>no"))
        try Snapshot.expect(page, "case", language)
    }

    @Test(arguments: Snapshot.languages) func theListOfCases(language: String) throws {
        var closed = Self.row(3)
        closed.closedAt = Snapshot.at("2026-11-05T09:00")
        let view = CaseListView(
            filter: .mine, query: nil, rows: [Self.row(1), Self.row(2, escalated: true), closed],
            total: ListTotal(count: 3))
        try Snapshot.expect(caseListPage(view, Snapshot.context(language, path: "/cases")), "cases", language)
        let empty = CaseListView(filter: .mine, query: nil, rows: [], total: ListTotal(count: 0))
        try Snapshot.expect(caseListPage(empty, Snapshot.context(language, path: "/cases")), "cases-empty", language)
    }
}
