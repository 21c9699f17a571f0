import KeptDomain
import Testing

@Suite struct TellingReachTests {
    private func reach(
        wrote written: [TellingReach.Written] = [], emails: [String] = [], pages: [Message.Channel] = [],
        failing: Set<String> = []
    ) -> TellingReach {
        var reach = TellingReach()
        (reach.written, reach.emails, reach.pages, reach.failing) = (written, emails, pages, failing)
        return reach
    }

    @Test func theyAreToldAsTheyLastWrote() {
        let chat = TellingReach.Written(.chat, email: "a@x.example")
        let mail = TellingReach.Written(.email, email: "b@x.example")
        #expect(reach(wrote: [chat, mail], pages: [.chat]).way == .page(.chat))
        #expect(reach(wrote: [mail, chat], emails: ["c@x.example"], pages: [.chat]).way == .letter("b@x.example"))
        // A program may tell what came by a form of its own: there is no page of ours.
        #expect(
            reach(wrote: [TellingReach.Written(.form, email: nil)], emails: ["c@x.example"]).way
                == .letter("c@x.example"))
        #expect(reach(emails: ["c@x.example"]).way == .letter("c@x.example"))
    }

    @Test func whereNothingArrivesNothingGoes() {
        let failing: Set = ["a@x.example"]
        #expect(reach(emails: ["a@x.example"], failing: failing).way == .none(.failing))
        #expect(reach(emails: ["a@x.example", "b@x.example"], failing: failing).way == .letter("b@x.example"))
        #expect(reach(emails: ["a@x.example"], pages: [.form], failing: failing).way == .page(.form))
        #expect(reach().way == .none(.noContact))
    }

    @Test func nobodyIsWrittenToBecauseOfHistory() {
        var known = reach(emails: ["a@x.example"], pages: [.chat])
        known.isHistory = true
        #expect(known.way == .none(.history))
    }
}
