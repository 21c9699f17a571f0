import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What one case allows is allowed once to all that became part of it.
@Suite struct MergedLedgerTests {
    @Test(arguments: TestStore.engines) func aMergedCaseBringsWhatWasGivenOnIt(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let other = try await desk.anotherCase("twice", of: AmendsDesk.ada)
            try await desk.give(.refund, 2_000, by: desk.tom, on: other)
            try await desk.shop.write { [found = desk.found] tx in
                _ = try tx.mergeCase(other, into: found, why: "the same parcel")
            }
            let merged = try await desk.ledger()
            #expect(merged.map(\.case) == [other])
            await #expect(throws: RemedyRefusal.beyondAuthority(upTo: AmendsDesk.euros(500))) {
                try await desk.give(.refund, 501, by: desk.lina)
            }
            try await desk.shop.write { _ = try $0.undoMerge(of: other, why: "two parcels after all") }
            let alone = try await desk.ledger()
            #expect(alone == [])
            try await desk.give(.refund, 2_500, by: desk.lina)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func nothingIsMergedAwayWhileALeadIsAsked(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, words) = (desk.found, desk.shop.words)
            let other = try await desk.anotherCase("twice", of: AmendsDesk.ada)
            let request = RemedyDraft(.refund, amount: AmendsDesk.euros(9_000), why: "a gift came broken")
            try await desk.shop.write(as: desk.tom) { _ = try $0.askForRemedy(request, on: other, words: words) }
            await #expect(throws: RemedyRefusal.requestWaiting) {
                try await desk.shop.write { _ = try $0.mergeCase(other, into: found, why: "the same parcel") }
            }
        }
    }
}
