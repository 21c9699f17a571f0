import KeptDomain

extension Transaction {
    /// What customers of the demonstration's past said by one tap, and special requests on cases that broken words opened:
    /// rows of the past, told of by one entry of the journal.
    func addDemoTaps(seed: UInt64) throws {
        var dice = Dice(seed: seed &+ 11)
        let delivered = try rows(
            "SELECT id, delivered_at, undamaged FROM orders WHERE delivered_at IS NOT NULL AND delivered_at < \(now - .hours(20)) ORDER BY number"
        ) { (id: $0.id(Order.self), at: $0.instant(), undamaged: $0.optionalFlag()) }
        var taps: [[Value]] = []
        for order in delivered where dice.falls(0.12) {
            let easy = order.undamaged == false ? [1, 2, 2, 3] : [2, 3, 4, 4, 5, 5, 5, 5]
            let at = order.at + .minutes(Int64(dice.number(10...900)))
            let row: SQL = "\(newID(Rating.self)), \(order.id), \("ease"), \(dice.pick(easy)), \(at)"
            taps.append(row.values)
        }
        try add(into: "ratings", columns: ["id", "order_id", "question", "value", "rated_at"], rows: taps)
        try addDemoRequests(&dice)
        journal(
            JournalEntry("business.demonstration-loaded", of: .business, facts: [Fact("rows", taps.count)]))
    }

    private func addDemoRequests(_ dice: inout Dice) throws {
        let cases = try rows(
            """
            SELECT id, order_id, place_id, opened_at, owner_id FROM cases
            WHERE opened_at < \(now - .days(1)) AND status = 'closed' AND order_id IS NOT NULL ORDER BY number
            """
        ) { row in
            (
                id: row.id(Case.self), order: row.id(Order.self), place: row.id(Place.self), at: row.instant(),
                owner: row.id(Person.self)
            )
        }
        var requests: [[Value]] = []
        for found in cases where dice.falls(0.15) {
            let kind = dice.pick([SpecialRequest.Kind.expedite, .expedite, .change, .substitution])
            let answered = found.at + .minutes(Int64(dice.number(6...140)))
            let agreed = dice.falls(0.85)
            let met: Bool? = agreed ? dice.falls(0.8) : nil
            let settled: Instant? = agreed ? answered + .hours(Int64(dice.number(2...20))) : nil
            let row: SQL = """
                \(newID(SpecialRequest.self)), \(found.id), \(found.order), \(found.place), \(kind), \(words(of: kind)), \
                \(found.at), \("person:\(found.owner)"), \(agreed ? "agreed" : "declined"), \(answered), \
                \("person:\(found.owner)"), \(met), \(settled)
                """
            requests.append(row.values)
        }
        try add(
            into: "special_requests",
            columns: [
                "id", "case_id", "order_id", "place_id", "kind", "words", "asked_at", "noted_by", "answer",
                "answered_at", "answered_by", "is_met", "settled_at",
            ], rows: requests)
    }

    private func words(of kind: SpecialRequest.Kind) -> String {
        switch kind {
        case .expedite: "Before the weekend, please"
        case .substitution: "The hardback, if the paperback is gone"
        case .change: "To the office instead of home"
        case .other: "With a card"
        }
    }
}
