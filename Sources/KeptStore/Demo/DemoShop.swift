import KeptDomain

/// The rows of the demonstration's bookshop that its orders refer to.
struct DemoShop: Sendable {
    let place: Place
    let zone: Zone
    let calendar: CompiledCalendar
    let calendarVersion: ID<CalendarVersion>
    let carriers: [String: ID<Carrier>]
    let standards: [Standard]
    /// Who owns cases, in turn.
    let frontLine: [ID<Person>]
    let lead: ID<Person>

    func carrier(_ name: DemoOrder.CarrierName?) -> ID<Carrier>? { name.flatMap { carriers[$0.rawValue] } }

    /// The standard that makes an order's promise, its target and when that is reached.
    func promise(for order: DemoOrder) throws -> (standard: Standard, target: ClockTarget, due: Instant) {
        let facts = ScopeFacts(
            place: place.id, placeCity: place.city, carrier: carrier(order.carrier), segment: order.customer.segment,
            channel: order.way.rawValue, region: order.customer.region, city: order.customer.city)
        guard let standard = Standard.fitting(facts, among: standards, metric: .delivery) else {
            preconditionFailure("no standard for \(order.way)")
        }
        let target = try ClockTarget(standard.target)
        let clock = RunningClock(calendar, target: target, started: order.orderedAt, zone: zone)
        guard let due = try clock.end().due else { preconditionFailure("stopped without a pause") }
        return (standard, target, due)
    }
}

extension Reading {
    /// The shop as it stands in the record; `nil` when the record is no demonstration.
    func demoShop() throws -> DemoShop? {
        guard try setting(.demonstration) != nil else { return nil }
        let place = try place(orDefault: nil)
        let (version, calendar) = try calendar(of: place.id)
        let people = try people().filter { $0.leftAt == nil }.map(\.person)
        let frontLine = people.filter { $0.holds(.frontLine, at: place.id) }.map(\.id).sorted()
        guard let lead = people.first(where: { $0.holds(.lead, at: place.id) })?.id, !frontLine.isEmpty else {
            return nil
        }
        return DemoShop(
            place: place, zone: try zones.zone(place.zone), calendar: calendar, calendarVersion: version,
            carriers: Dictionary(try carriers().map { ($0.name, $0.id) }) { first, _ in first },
            standards: try standardsInForce(.delivery), frontLine: frontLine, lead: lead)
    }
}

extension Transaction {
    /// Opens the bookshop: places, people in all roles, hours, carriers, windows and standards.
    func openDemoShop(zone: String, seed: UInt64) throws {
        let everyDay: [Weekday: String] = [.saturday: "08:00-19:00", .sunday: "08:00-18:00"]
        let hours = Weekday.allCases.map { day in "\"\(day.key)\":[\"\(everyDay[day] ?? "08:00-20:00")\"]" }
        let definition = "{\"zone\":\"\(zone)\",\"hours\":{\(hours.joined(separator: ","))}}"
        let calendar = try addCalendar(name: "Shop hours", CalendarDraft(json: definition))
        let first = try place(orDefault: nil)
        try changePlace(
            first.id,
            to: PlaceDraft(
                name: "Lantern Books, Market Hill", city: DemoTexts.city, region: "Market Hill", zone: zone,
                calendar: calendar, phone: "555 0100", email: "hello@lantern.example"),
            revision: first.revision)
        _ = try addPlace(
            PlaceDraft(
                name: "Glassworks warehouse", city: DemoTexts.city, region: "Glassworks", zone: zone, calendar: calendar
            ))
        try addDemoPeople(at: first.id)
        try addDemoCarriers(at: first.id)
        try addDemoStandards()
        try addDemoAuthority()
        try addDemoDesk(at: first.id)
        try addDemoContact(at: first.id)
        try addDemoQueues(at: first.id)
        set(.businessName, to: DemoTexts.business)
        set(.setUpAt, to: String(now.microseconds))
        set(.demonstration, to: String(seed))
        journal(JournalEntry("business.demonstration-begun", of: .business, facts: [Fact("seed", seed)]))
    }

    private func addDemoPeople(at place: ID<Place>) throws {
        let colleagues: [(name: String, email: String, language: String, roles: [Role])] = [
            ("Maya Chen 陈美雅", "maya", "en", [.lead]), ("Tom Ferris", "tom", "en", [.frontLine]),
            ("Li Na 李娜", "lina", "zh-Hans", [.frontLine]), ("Ruth Adeyemi", "ruth", "en", [.qualityManager]),
            ("Wang Lei 王磊", "wanglei", "zh-Hans", [.logisticsPlanner]), ("Sol Marek", "sol", "en", [.administrator]),
        ]
        for colleague in colleagues {
            _ = try addPerson(
                PersonFacts(
                    name: colleague.name, email: "\(colleague.email)@lantern.example", language: colleague.language,
                    grants: colleague.roles.map {
                        Grant(role: $0, place: $0 == .frontLine || $0 == .lead ? place : nil)
                    }))
        }
        guard let owner = try people().first(where: { $0.person.name == "Owner" }) else { return }
        try changePerson(
            owner.person.id,
            to: PersonFacts(
                name: "Ada Lind", email: "ada@lantern.example", language: "en",
                grants: [Grant(role: .owner), Grant(role: .administrator)]))
    }

    private func addDemoCarriers(at place: ID<Place>) throws {
        let pedal = try addCarrier(CarrierDraft(name: DemoOrder.CarrierName.pedal.rawValue, phone: "555 0101"))
        let vans = try addCarrier(
            CarrierDraft(
                name: DemoOrder.CarrierName.vans.rawValue, phone: "555 0102",
                trackingURL: "https://vans.lantern.example/{code}"))
        _ = try addCarrier(
            CarrierDraft(
                name: DemoOrder.CarrierName.post.rawValue, phone: "555 0103",
                trackingURL: "https://post.lantern.example/{code}"))
        let weekdays = Set(Weekday.allCases).subtracting([.saturday, .sunday])
        _ = try addWindow(
            WindowDraft(
                name: DemoTexts.eveningWindow, carrier: vans.id, weekdays: weekdays, starts: 18 * 60, ends: 22 * 60))
        _ = try addWindow(
            WindowDraft(
                name: DemoTexts.eveningWindow, carrier: pedal.id, weekdays: weekdays, starts: 18 * 60, ends: 21 * 60))
        _ = try addWindow(
            WindowDraft(
                name: "Weekend · 周末", place: place, weekdays: [.saturday, .sunday], starts: 10 * 60, ends: 16 * 60))
    }

    private func addDemoStandards() throws {
        /// - Parameter warned: so many minutes before the due time the front line is warned, and then a lead.
        func add(
            _ name: String, _ target: String, _ scope: StandardScope, warned: (frontLine: Int64, lead: Int64),
            _ english: String, _ chinese: String
        ) throws {
            let steps = [
                WarningStep(.before(.minutes(warned.frontLine)), to: .frontLine),
                WarningStep(.before(.minutes(warned.lead)), to: .lead, isUrgent: true),
            ]
            _ = try addStandard(
                StandardDraft(
                    name: name, scope: scope, target: target, warnings: steps,
                    said: ["en": english, "zh-Hans": chinese]))
        }
        let (english, chinese) = ("With you by {due}.", "{due}前送到您手中。")
        // Of words that many hear for the same noon, only the last stretch says which are in danger.
        try add(
            "Same city: next day by 12:00", "day+1@12:00", StandardScope(sameCity: true), warned: (45, 15), english,
            chinese)
        try add("Elsewhere: third working day", "P3WD", StandardScope(), warned: (60, 20), english, chinese)
        try add(
            "Pick-up: ready in two hours", "wall:PT2H",
            StandardScope(channel: DemoOrder.Way.pickUp.rawValue, sameCity: true), warned: (10, 3),
            "Ready at the counter by {due}.", "{due}前可到柜台取书。")
        try add(
            "Express: four hours", "wall:PT4H", StandardScope(channel: DemoOrder.Way.express.rawValue, sameCity: true),
            warned: (40, 15), english, chinese)
    }
}
