import KeptDomain
import KeptServer
import Testing

@Suite struct TrackingPageTests {
    static func view(_ language: String, status: OrderStatus = .dispatched, chain: [PromiseView]) -> TrackingView {
        TrackingView(
            token: "x7Kq", number: 1_042, status: status, chains: [chain], holding: chain.last,
            stages: OrderPageTests.stages,
            attempts: [AttemptView(at: Snapshot.at("2026-11-04T19:40"), isDelivered: false, reason: nil)],
            windows: OrderPageTests.windows, carrier: "Swift Heron", carrierPhone: "+86 10 5555 0142",
            parcels: [
                TrackedParcel(code: "SH-99120", carrier: nil, link: "https://heron.example/t/SH-99120"),
                TrackedParcel(code: "X1", carrier: "Island Post", link: nil),
            ],
            answeredBy: "Lin Yue", phone: "+86 25 5555 0100", email: "hello@paperboat.example",
            updatedAt: Snapshot.at("2026-11-05T14:11"))
    }

    @Test(arguments: Snapshot.languages) func theCustomerSeesThePresentWordAndWhyItChanged(language: String) throws {
        let page = trackingPage(
            Self.view(language, chain: OrderPageTests.chain(language)),
            Snapshot.context(language, path: "/t/x7Kq", isPublic: true))
        #expect(!page.text.contains("<script"))
        try Snapshot.expect(page, "tracking", language)
    }

    @Test func aDateWordNamesTheDayWithoutAnHour() throws {
        let due = Snapshot.at("2026-11-07T00:00") - Span(microseconds: 1)
        let promise = PromiseView(id: ID(1), said: "", language: "en", due: due, standing: .running)
        let page = trackingPage(
            Self.view("en", chain: [promise]), Snapshot.context("en", path: "/t/x7Kq", isPublic: true)
        ).text
        #expect(page.contains("Your order arrives <strong><time datetime=\"2026-11-06\">tomorrow</time></strong>."))
    }

    @Test(arguments: OrderStatus.allCases) func everyStateOfAnOrderHasItsSentence(status: OrderStatus) {
        for language in Snapshot.languages {
            for standing in PromiseStanding.allCases {
                let page = trackingPage(
                    Self.view(language, status: status, chain: OrderPageTests.chain(language, last: standing)),
                    Snapshot.context(language, path: "/t/x7Kq", isPublic: true))
                #expect(!page.text.contains("⟦"))
            }
        }
    }
}
