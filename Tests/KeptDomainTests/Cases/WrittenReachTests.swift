import KeptDomain
import Testing

@Suite struct WrittenReachTests {
    private func reach(
        wrote written: [WrittenReach.Written] = [], emails: [String] = [], pages: [Message.Channel] = [],
        failing: Set<String> = []
    ) -> WrittenReach {
        var reach = WrittenReach()
        (reach.written, reach.emails, reach.pages, reach.failing) = (written, emails, pages, failing)
        return reach
    }

    @Test func theyAreWrittenToWhereTheyLastWroteInAChatElseByLetter() {
        let chat = WrittenReach.Written(.chat, email: "a@x.example")
        let mail = WrittenReach.Written(.email, email: "b@x.example")
        #expect(reach(wrote: [chat, mail], pages: [.chat]).way == .page(.chat))
        #expect(reach(wrote: [mail, chat], emails: ["c@x.example"], pages: [.chat]).way == .letter("b@x.example"))
        // A program may tell what came by a form of its own: there is no page of ours.
        #expect(
            reach(wrote: [WrittenReach.Written(.form, email: nil)], emails: ["c@x.example"]).way
                == .letter("c@x.example"))
        #expect(reach(emails: ["c@x.example"]).way == .letter("c@x.example"))
    }

    @Test func whereNothingArrivesNothingGoes() {
        let failing: Set = ["a@x.example"]
        #expect(reach(emails: ["a@x.example"], failing: failing).untold == .failing)
        #expect(reach(emails: ["a@x.example", "b@x.example"], failing: failing).way == .letter("b@x.example"))
        #expect(reach(emails: ["a@x.example"], pages: [.form], failing: failing).way == .page(.form))
        #expect(reach().untold == .noContact)
    }

    @Test func anAnswerOnAPageNeedsAPageThatShowsIt() {
        #expect(reach(emails: ["a@x.example"]).takes(.email) && reach().takes(.phone) && reach().takes(.api))
        #expect(!reach(emails: ["a@x.example"]).takes(.chat) && !reach().takes(.form))
        #expect(reach(pages: [.form]).takes(.chat) && reach(pages: [.chat]).takes(.form))
        var asked = reach()
        asked.asksOnTracking = true
        #expect(asked.takes(.form) && !asked.takes(.chat) && asked.way == .page(.form))
    }
}
