import KeptDomain
import Testing

@Suite struct CustomerReachTests {
    private func reach(
        wrote written: [CustomerReach.Written] = [], emails: [String] = [], pages: [Message.Channel] = [],
        failing: Set<String> = []
    ) -> CustomerReach {
        var reach = CustomerReach()
        (reach.written, reach.emails, reach.pages, reach.failing) = (written, emails, pages, failing)
        return reach
    }

    @Test func theyAreToldAsTheyLastWrote() {
        let chat = CustomerReach.Written(.chat, email: "a@x.example")
        let mail = CustomerReach.Written(.email, email: "b@x.example")
        #expect(reach(wrote: [chat, mail], pages: [.chat]).way == .page(.chat))
        #expect(reach(wrote: [mail, chat], emails: ["c@x.example"], pages: [.chat]).way == .letter("b@x.example"))
        // A program may tell what came by a form of its own: there is no page of ours.
        #expect(
            reach(wrote: [CustomerReach.Written(.form, email: nil)], emails: ["c@x.example"]).way
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
