import KeptDomain
import Testing

@Suite("Words that judge") struct ConductWordingTests {
    @Test(arguments: [
        ("He was rude and a liar.", ["rude", "liar"]), ("Called us IDIOTS? No: liars, liars.", ["idiots", "liars"]),
        ("顾客蛮不讲理，还是个骗子。", ["蛮不讲理", "不讲理", "骗子"]), ("She said “you idiots” twice and hung up.", []),
        ("她说：「你们都是骗子」，然后挂断。", []), ("Knocked the display over and left.", []),
        ("打翻了展架后离开。", []), ("Rude, he said \"you are stupid", ["rude", "stupid"]), ("", []),
        ("The crude oil was difficult-to-read", []), ("Étrange; arrogant", ["arrogant"]),
    ]) func judgingWordsAreFoundInBothLanguagesOutsideQuotations(text: String, found: [String]) {
        #expect(ConductWording.judging(in: text) == found)
    }

    @Test(arguments: [
        ("difficult customer", true), ("The customer was rude.", true), ("abusive", true), ("freeloader!", true),
        ("顾客态度恶劣", true), ("无理取闹的客人", true), ("辱骂", true), ("self-important customer", true),
        ("rude courier", false), ("员工态度恶劣", false), ("late parcel; customer was rude", false),
        ("no stock", false), ("customer", false), ("", false), ("包裹丢失", false), ("our attitude at the counter", false),
    ]) func aCauseThatOnlySaysHowSomebodyBehavedIsKnown(text: String, judgesOnly: Bool) {
        #expect(ConductWording.judgesOnly(text) == judgesOnly)
    }

    @Test func whatTheCustomerSaidIsQuotedAsItWasSaid() {
        #expect(ConductDraft(.abusive, .quoted, "You are all idiots").judging.isEmpty)
        #expect(ConductDraft(.abusive, .observed, "An idiot").judging == ["idiot"])
    }

    @Test func noCaseClosesWithConductForACause() throws {
        let found = Case(
            id: ID(1), number: 1, matter: ID(1), kind: .complaint, subject: "late", customer: nil, order: nil,
            place: ID(1), owner: ID(1), openedAt: Instant(microseconds: 0))
        let now = Instant(microseconds: 1)
        for cause in ["difficult customer", "辱骂", "Hysterical."] {
            #expect(throws: CaseRefusal.causeIsConduct) { try found.closed(at: now, cause: cause) }
        }
        #expect(try found.closed(at: now, cause: "van broke down").status == .closed)
    }

    @Test func aPlaybookNeedsAllItsParts() {
        let whole = Dictionary(uniqueKeysWithValues: Playbook.Part.allCases.map { ($0, ["a"]) })
        #expect(PlaybookDraft(kind: .abusive, language: "en", lines: whole).problems().isEmpty)
        var short = whole
        short[.handOver] = []
        short[.steps] = Array(repeating: "a", count: 21)
        let fields = PlaybookDraft(kind: .abusive, language: "en", lines: short).problems().map(\.field)
        #expect(fields == ["steps", "hand_over"])
        #expect(Playbook.lines(of: " a \r\n\n b\n") == ["a", "b"])
    }
}
