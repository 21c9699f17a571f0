import KeptDomain
import KeptWords

/// What came of looking for orders that will probably be late.
package struct Foresight: Sendable, Hashable {
    /// Orders whose customers are to be warned now, the likeliest first.
    package let orders: [ID<Order>]
    /// So many were too many to warn without asking a person; none of them is warned.
    package let held: Int
}

/// Orders that would have been foreseen late on one day, more than are warned without asking.
package struct ForesightHold: Sendable, Hashable {
    package let day: Day
    package let orders: Int
    package let heldAt: Instant
    package let releasedAt: Instant?
}

extension Reading {
    /// On one local day no more are warned without asking a person: what makes more late at once, as a strike, wants
    /// one answer and not a thousand letters.
    package static var mostForeseenADay: Int { 50 }

    /// Orders whose risk is at the threshold or above, whose word is open, and of which nobody foresaw it yet.
    package func ordersToForesee(at now: Instant) throws -> Foresight {
        let foresees = try placesThatForesee()
        let found = try rows(
            """
            SELECT r.order_id, r.place_id FROM (
              SELECT r.order_id, r.risk, o.place_id FROM order_risks r JOIN orders o ON o.id = r.order_id
              JOIN promises p ON p.id = r.promise_id
              WHERE r.over_since IS NOT NULL AND r.foreseen_at IS NULL AND p.state = 'open' AND p.is_told = 1
                AND p.paused_at IS NULL AND p.due_at > \(now) AND o.is_history = 0
                AND o.status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted')
                AND NOT EXISTS (SELECT 1 FROM failures f WHERE f.promise_id = p.id)) r
            ORDER BY r.risk DESC, r.order_id LIMIT 10000
            """
        ) { (order: $0.id(Order.self), place: $0.id(Place.self)) }.filter { foresees($0.place) }.map(\.order)
        let today = try zones.zone(businessZone()).day(of: now)
        let left = try mostLeft(on: today)
        return found.count > left ? Foresight(orders: [], held: found.count) : Foresight(orders: found, held: 0)
    }

    private func placesThatForesee() throws -> (ID<Place>) -> Bool {
        let (business, own) = (try quoteRuleOfBusiness().rule.foresees, try quoteRulesOfPlaces())
        return { own[$0]?.foresees ?? business }
    }

    private func mostLeft(on day: Day) throws -> Int {
        let isReleased = try foresightHold(on: day)?.releasedAt != nil
        let begin = try zones.zone(businessZone()).startOfDay(day)
        let done = try count("SELECT count(*) FROM order_risks WHERE foreseen_at >= \(begin)")
        return isReleased ? .max : max(0, Self.mostForeseenADay - done)
    }

    package func foresightHold(on day: Day) throws -> ForesightHold? {
        try row("SELECT day, orders, held_at, released_at FROM foresight_holds WHERE day = \(day)") {
            ForesightHold(
                day: $0.day(), orders: $0.int(), heldAt: $0.instant(), releasedAt: $0.optionalInstant())
        }
    }
}

extension Transaction {
    /// Notes once for the day that a person is asked whether so many customers are to be warned.
    package func holdForesight(of orders: Int) throws {
        let day = try zones.zone(businessZone()).day(of: now)
        let isNew = try foresightHold(on: day) == nil
        try run(
            """
            INSERT INTO foresight_holds (day, orders, held_at) VALUES (\(day), \(orders), \(now))
            ON CONFLICT (day) DO UPDATE SET orders = excluded.orders WHERE excluded.orders > foresight_holds.orders
            """)
        if isNew {
            journal(
                JournalEntry(
                    "place.warnings-held", of: try .place(defaultPlace()), facts: [Fact("orders", orders)]))
        }
    }

    /// A person says that all of today's are to be warned.
    package func releaseForesight() throws {
        try permit(.approveRemedy)
        let day = try zones.zone(businessZone()).day(of: now)
        let count = try run(
            """
            UPDATE foresight_holds SET released_at = \(now), released_by = \(actor.description)
            WHERE day = \(day) AND released_at IS NULL
            """)
        guard count == 1 else { throw StoreError.notFound("held warnings of \(day)") }
        journal(JournalEntry("place.warnings-released", of: try .place(defaultPlace())))
    }

    /// Foresees that an order will be late: opens or joins its case, gives the quoted time as the next word, and warns the
    /// customer. Once for each order; nothing where its word is settled, or was foreseen by somebody else meanwhile.
    ///
    /// - Parameter address: of the site, for the link to the tracking page.
    @discardableResult
    package func foreseeOrder(_ id: ID<Order>, words: Vocabulary, address: String) throws -> LatenessNoted? {
        guard let risk = try risk(of: id), risk.overSince != nil, risk.foreseenAt == nil,
            let order = try order(id), !order.isHistory, !order.status.isFinal,
            try count("SELECT count(*) FROM failures WHERE promise_id = \(risk.promise)") == 0
        else { return nil }
        let promise = try knownPromise(risk.promise)
        guard promise.isOpen, promise.isTold, !promise.isStopped, promise.due > now else { return nil }
        // Of two that look at once the second changes nothing.
        guard
            try run("UPDATE order_risks SET foreseen_at = \(now) WHERE order_id = \(id) AND foreseen_at IS NULL") == 1
        else { return nil }
        let reader = words[words.language(for: try reader(of: .promise(promise.id)).language) ?? .english]
        var draft = LatenessDraft(reason: reader.warning(of: risk.stage, days: risk.stageDays))
        if case .success(let quote) = try quote(of: id, at: now).outcome, quote.due > promise.due {
            draft.expectedAt = quote.due
        }
        let noted = try foreseeLateness(of: promise.id, draft, words: words, address: address)
        journal(
            JournalEntry(
                "order.late-foreseen", of: .order(id), customer: order.customer,
                facts: [
                    Fact("chance", risk.chance), Fact("stage", risk.stage.rawValue), Fact("days", risk.stageDays),
                    Fact("case", noted.case.number),
                ]))
        guard try writtenReach(of: noted.case).way != nil, let template = try warningTemplate(words) else {
            return noted
        }
        let sent = try sendRecoveryMessage(
            on: noted.case.id, RecoveryMessageDraft(template: template, reason: draft.reason), words: words,
            address: address)
        return LatenessNoted(case: sent.case, next: noted.next, message: sent.message)
    }

    /// The template of these warnings, made when it is first needed; `nil` where it was ended since.
    private func warningTemplate(_ words: Vocabulary) throws -> ID<RecoveryTemplate>? {
        let names = words.languages.map { words[$0]("quotes.warning.name") }
        if let known = try recoveryTemplates().first(where: { names.contains($0.name) }) { return known.id }
        guard try count("SELECT count(*) FROM recovery_templates WHERE name IN \(anyOf: names)") == 0 else {
            return nil
        }
        let language = try words.language(for: setting(.customerLanguage) ?? "en") ?? .english
        let slots: KeyValuePairs<String, String> = [
            "customer": "{customer}", "order": "{order}", "promised": "{promised}", "due": "{due}",
            "reason": "{reason}", "me": "{me}", "place": "{place}", "link": "{link}",
        ]
        let texts = words.languages.map { tag in
            (
                tag.tag,
                RecoveryTemplate.Text(
                    subject: words[tag]("quotes.warning.subject", slots), body: words[tag]("quotes.warning.body", slots)
                )
            )
        }
        return try addRecoveryTemplate(
            RecoveryTemplateDraft(
                name: words[language]("quotes.warning.name"), steps: RecoveryStep.ofMessages,
                texts: Dictionary(uniqueKeysWithValues: texts)), languages: words.languages.map(\.tag)
        ).id
    }
}
