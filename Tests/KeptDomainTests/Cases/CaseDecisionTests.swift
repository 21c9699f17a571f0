import KeptDomain
import Testing

@Suite struct CaseDecisionTests {
    @Test(arguments: [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1] as [UInt8], "image/png"),
        (Array("%PDF-1.7".utf8), "application/pdf"), (Array("<html><script>".utf8), "text/plain"),
        ([0x50, 0x4B, 0x03, 0x04], "application/zip"), ([0, 1, 2], "application/octet-stream"),
        ([0xFF, 0xFE, 0x41], "application/octet-stream"), (Array("RIFF1234WEBPVP8 ".utf8), "image/webp"),
    ]) func aFileIsWhatItHolds(bytes: [UInt8], type: String) {
        #expect(FileType.of(bytes) == type)
    }

    @Test func aWordReopensUntilTheLastInstantOfTheWindow() {
        let rule = ReopeningRule(kind: .question, windowDays: 14)
        let closed = Instant(seconds: 1_000)
        #expect(rule.reopens(closedAt: closed, at: closed + .days(14)))
        #expect(!rule.reopens(closedAt: closed, at: closed + .days(14) + Span(microseconds: 1)))
        #expect(!ReopeningRule(kind: .praise, windowDays: 0).reopens(closedAt: closed, at: closed))
    }

    @Test func theLongestNameIsMeant() {
        func person(_ id: Int64, _ name: String) -> Person {
            Person(id: ID(id), name: name, email: nil, language: "en", zone: nil, grants: [])
        }
        let people = [person(1, "Bo"), person(2, "Bo Berg"), person(3, "李雷")]
        #expect(Mentions.of("@Bo Berg: look", among: people) == [ID(2)])
        #expect(Mentions.of("@bo, and @李雷!", among: people) == [ID(1), ID(3)])
        #expect(Mentions.of("nobody", among: people).isEmpty)
    }

    @Test func aMacroClosesLast() {
        let early = Macro.problems(name: "x", steps: [.close(cause: "a"), .note("b")])
        #expect(early.map(\.key) == ["problems.closes-too-early"])
        #expect(Macro.problems(name: "x", steps: [.note("b"), .close(cause: "a")]).isEmpty)
        #expect(Macro.problems(name: "x", steps: [.reply("{custmer}")]).map(\.field) == ["steps[0].with"])
        #expect(MacroStep(.move, "nobody") == nil && MacroStep(.move, "customer") == .move(.customer))
    }
}
