import KeptDomain
import Testing

@Suite("Files of cases are understood") struct CaseFileTests {
    private func course(_ events: [(CaseHistoryEvent.Kind, Int64)]) -> CaseCourse {
        CaseCourse(events.map { CaseHistoryEvent($0.0, at: Instant(seconds: $0.1)) })
    }

    @Test func aCaseBeginsWithTheEarliestAndItsFirstClosingIsItsSolution() {
        let told = course([
            (.closed, 50), (.noted, 10), (.opened, 20), (.replied, 30), (.replied, 40), (.handedOver, 25),
        ])
        #expect(told.openedAt == Instant(seconds: 10) && told.firstReplyAt == Instant(seconds: 30))
        #expect(told.firstClosedAt == Instant(seconds: 50) && told.closedAt == Instant(seconds: 50))
        #expect(told.episodes.count == 1 && told.handOvers == 1)
    }

    @Test func onlyAReopeningOpensAgain() {
        let told = course([(.opened, 0), (.closed, 10), (.noted, 20), (.closed, 30)])
        #expect(told.episodes.count == 1 && told.closedAt == Instant(seconds: 10), "recorded after it was closed")
        let again = course([(.opened, 0), (.closed, 10), (.reopened, 20), (.reopened, 21), (.closed, 30)])
        #expect(again.episodes.map(\.openedAt.seconds) == [0, 20] && again.firstClosedAt?.seconds == 10)
        #expect(again.closedAt?.seconds == 30)
        #expect(course([(.opened, 0), (.closed, 10), (.reopened, 20)]).closedAt == nil)
        #expect(course([(.closed, 5), (.opened, 5)]).closedAt?.seconds == 5, "opened and closed at once")
    }

    @Test func headersOfKnownSystemsAreGuessed() {
        let log = ColumnSuggestion.map(
            header: ["Case ID", "Activity", "Resource", "Complete Timestamp", "customer"],
            rows: [["Case 2", "Closed", "Value 1", "2012/04/03 08:55:38.000", "Value 9"]])
        #expect(log.isOfCases && log.rowKind == .cases)
        #expect(log.columns["case"] == "Case ID" && log.columns["activity_at"] == "Complete Timestamp")
        let table = ColumnSuggestion.map(
            header: ["工单号", "主题", "创建时间", "解决时间"], rows: [["1", "退款", "2026-03-01 10:00", "2026-03-02 10:00"]])
        #expect(table.columns == ["case": "工单号", "subject": "主题", "opened_at": "创建时间", "closed_at": "解决时间"])
        let orders = ColumnSuggestion.map(
            header: ["order", "ordered_at", "case"], rows: [["1", "2026-03-01 10:00", "7"]])
        #expect(!orders.isOfCases, "a column for a case among an order's is no file of cases")
        let wanted = ColumnSuggestion.map(
            header: ["number", "opened_at"], rows: [["1", "2026-03-01 10:00"]], of: .cases)
        #expect(wanted.isOfCases && wanted.rowKind == .cases)
    }

    @Test func aMapOfCasesIsChecked() {
        let header = ["id", "at", "what"]
        #expect(
            ColumnMap(columns: ["case": "id"]).problems(with: header) == [.missingOfCases([.openedAt, .activityAt])])
        let whole = ColumnMap(
            columns: ["case": "id", "activity": "what", "activity_at": "at"], statuses: ["x": "closed", "y": "shut"])
        #expect(whole.problems(with: header) == [.noSuchStatus("shut", for: "y")])
        let wrong = ColumnMap(columns: ["case": "id", "opened_at": "at", "ordered_at": "what"]).problems(with: header)
        guard case .unknownField("ordered_at", _) = wrong.first else { return #expect(Bool(false), "\(wrong)") }
    }
}
