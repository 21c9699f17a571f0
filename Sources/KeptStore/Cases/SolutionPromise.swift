import KeptDomain

extension Transaction {
    /// The aims of our own that hold for every opened case, for instance the sundown rule: solved today, or the customer
    /// has heard by closing time what happens next and when.
    func solutionStandards() throws -> [Standard] { try standardsInForce(.solution) }

    /// BCP 47 for a text whose language nobody stored: a standard is named as its business names it.
    static let unknownLanguage = "und"

    /// Makes the promise that the fitting standard asks for on an opened case. No customer was told, so a changed calendar
    /// moves it. It is kept by the case's closing; one that runs to sundown also by the next told word on the matter.
    func promiseSolution(
        of opened: Case, by standards: [Standard], channel: Message.Channel? = nil, from start: Instant? = nil
    ) throws {
        guard !standards.isEmpty, let place = try place(opened.place) else { return }
        let facts = try scope(of: opened, channel: channel)
        guard let standard = Standard.fitting(facts, among: standards, metric: .solution) else { return }
        // A clock that runs from an earlier closing may be over already: then it runs from now.
        if let start, start != now, try aim(standard, on: opened, from: start) != nil { return }
        _ = try makeAim(
            PromiseDraft(
                about: .case(opened.id), said: standard.name, language: Self.unknownLanguage, zone: place.zone,
                due: .target(try ClockTarget(standard.target), calendar: standard.calendar), startsAt: now,
                place: place.id, standardVersion: standard.version, warnings: standard.warnings, isTold: false))
    }
}
