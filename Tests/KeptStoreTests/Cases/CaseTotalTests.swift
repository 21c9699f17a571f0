import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("How many cases a list has") struct CaseTotalTests {
    @Test("Of many with a tag only the newest are looked up, and the total says so", arguments: TestStore.engines)
    func manyWithATag(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) { tx in
                for number in 0..<60 {
                    let found = try tx.openCase(
                        kind: number < 5 ? .question : .praise, subject: "No \(number)", customer: nil, order: nil,
                        place: tx.place(orDefault: nil).id)
                    try tx.addTag("parcel", to: found.id)
                }
            }
            var filter = CaseFilter()
            filter.tag = "parcel"
            func total(lookingUp most: Int) async throws -> ListTotal {
                try await counter.store.read { [filter] in try $0.totalCases(filter, lookingUp: most) }
            }
            #expect(try await total(lookingUp: 60) == ListTotal(count: 60))
            #expect(try await total(lookingUp: 59) == ListTotal(count: 59, isCapped: true))
            filter.kind = .praise
            #expect(try await total(lookingUp: 52) == ListTotal(count: 52, isCapped: true))
            // Those few are the oldest: the list itself has walked to them.
            filter.kind = .question
            #expect(try await total(lookingUp: 52) == ListTotal(count: 5))
        }
    }
}
