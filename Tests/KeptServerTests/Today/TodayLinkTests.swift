import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Every number on Today is a link to exactly the rows that it counts.
@Suite struct TodayLinkTests {
    /// Yesterday: one kept, two broken, of which one was answered. Today: one kept, one broken, one moved by us and kept,
    /// and six that stand open.
    private static func fill(_ shop: Bookshop) async throws {
        let start = shop.time.now
        func order(_ name: String, dueIn span: Span) async throws -> ID<Order> {
            try await shop.order(shop.draft(name, promisedBy: .instant(shop.time.now + span))).order.id
        }
        let kept = try await order("y1", dueIn: .hours(2))
        try await shop.tell(.delivered, of: kept)
        _ = try await order("y2", dueIn: .hours(1))
        let answered = try await order("y3", dueIn: .hours(1))
        shop.time.advance(by: .hours(3))
        try await shop.lapse()
        let again = PromiseDraft(
            about: .order(answered), said: "On Friday.", language: "en", zone: "Europe/Berlin",
            due: .at(start + .days(3)))
        _ = try await shop.write { tx in try tx.giveWord(again, after: tx.promises(ofOrder: answered)) }
        shop.time.move(to: start + .days(1))
        try await shop.tell(.delivered, of: try await order("t1", dueIn: .hours(1)))
        _ = try await order("t2", dueIn: .minutes(5))
        let moved = try await order("t3", dueIn: .hours(1))
        let first = try await shop.promises(moved)[0].id
        let later = PromiseDraft(
            about: .order(moved), said: "Later.", language: "en", zone: "Europe/Berlin",
            due: .at(shop.time.now + .hours(4)))
        _ = try await shop.write { try $0.renegotiatePromise(first, with: later, why: "full van") }
        try await shop.tell(.delivered, of: moved)
        for (name, minutes) in [("a", 30), ("b", 50), ("c", 130), ("d", 300), ("e", 2_000)] {
            _ = try await order(name, dueIn: .minutes(Int64(minutes)))
        }
        // Due as the shop closes is due before it closes.
        let closing = try await shop.order(shop.draft("f", promisedBy: .instant(.at("2026-11-05T17:00:00Z"))))
        #expect(closing.isNew)
        shop.time.advance(by: .minutes(10))
        try await shop.lapse()
    }

    /// From 9 to 18 every day, so that sundown is a whole second.
    private static func openFromNineToSix(_ shop: Bookshop) async throws {
        let hours = Weekday.allCases.map { "\"\($0.key)\":[\"09:00-18:00\"]" }.joined(separator: ",")
        let draft = try CalendarDraft(json: "{\"zone\":\"Europe/Berlin\",\"hours\":{\(hours)}}")
        try await shop.write { tx in
            let calendar = try tx.addCalendar(name: "Nine to six", draft)
            let place = try tx.place(orDefault: nil)
            try tx.changePlace(
                place.id, to: PlaceDraft(name: place.name, city: place.city, zone: place.zone, calendar: calendar),
                revision: place.revision)
        }
    }

    /// Eight promises fall due at nearly the same time: one kept, one broken, four open, one withdrawn, one given anew.
    private static func crowd(_ shop: Bookshop) async throws {
        var ids: [ID<Order>] = []
        for number in 1...8 {
            let due = Instant.at("2026-11-04T13:00:00Z") + .seconds(Int64(number))
            ids.append(try await shop.order(shop.draft("c\(number)", promisedBy: .instant(due))).order.id)
        }
        try await shop.tell(.delivered, of: ids[0])
        try await shop.tell(.cancelled, of: ids[2])
        let moved = try await shop.promises(ids[3])[0].id
        let later = PromiseDraft(
            about: .order(ids[3]), said: "Later.", language: "en", zone: "Europe/Berlin",
            due: .at(shop.time.now + .days(2)))
        _ = try await shop.write { try $0.renegotiatePromise(moved, with: later, why: "full van") }
        shop.time.move(to: .at("2026-11-04T13:00:02.5Z"))
        try await shop.lapse()
    }

    @Test(arguments: TestStore.engines) func aPileOfTheDayLeadsToWhatItCounts(on engine: Engine) async throws {
        let time = MovedTime("2026-11-04T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            try await Self.openFromNineToSix(shop)
            try await Self.crowd(shop)
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
                let today = try await visit.get("/today").text
                let pile = try #require(
                    today.firstMatch(
                        of: #/<a href="([^"]+)" aria-label="(\d+) promises due then">\s*<text[^>]*>(\d+)</#),
                    "a pile on the day")
                #expect(pile.2 == "6" && pile.3 == "6")
                let list = try await visit.get(String(pile.1).replacing("&amp;", with: "&")).text
                #expect(list.split(separator: "<li class=\"promise-row ").count - 1 == 6)
                #expect(list.contains("kept or broken since"))
            }
        }
    }

    @Test(arguments: TestStore.engines) func theListsHoldWhatIsCounted(on engine: Engine) async throws {
        let time = MovedTime("2026-11-04T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            try await Self.openFromNineToSix(shop)
            try await Self.fill(shop)
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
                let today = try await visit.get("/today").text
                func rows(_ link: String) async throws -> Int {
                    let path = link.replacing("&amp;", with: "&")
                    return try await visit.get(path).text.split(separator: "<li class=\"promise-row ").count - 1
                }
                // The headline, the four figures and the heads of the lists.
                let headline = try #require(today.firstMatch(of: /class="sentence">[^<]*<a href="([^"]+)">(\d+)</))
                #expect(headline.2 == "5")
                #expect(try await rows(String(headline.1)) == 5)
                let figures = today.matches(of: /<a href="([^"]+)"><span class="figure-value num">([^<]+)<\/span>/)
                #expect(figures.map { String($0.2) }.count == 4)
                #expect(figures.first.map { String($0.2) } == "2")
                let counts = [2, nil, 3, 3]
                for (figure, count) in zip(figures, counts) {
                    let found = try await rows(String(figure.1))
                    #expect(found == count ?? Int(figure.2), "\(figure.1)")
                }
                let lists = today.matches(of: /<a class="small" href="([^"]+)">(\d+) in all</)
                #expect(lists.map { String($0.2) } == ["2", "2", "3", "2"])
                for list in lists { #expect(try await rows(String(list.1)) == Int(list.2), "\(list.1)") }
                // Narrowed to a place, they stay narrowed.
                let narrowed = try await visit.get("/today?place=\(shop.place)").text
                for match in narrowed.matches(of: /href="(\/promises\?[^"]+)"/) {
                    #expect(match.1.contains("place=\(shop.place)"), "\(match.1)")
                }
            }
        }
    }
}
