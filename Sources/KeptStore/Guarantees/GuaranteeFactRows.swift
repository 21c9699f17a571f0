import KeptDomain

/// The facts by which guarantees judge, read for many things in one question.
extension Reading {
    /// The scope of an order and its customer, what was paid and what of that went back; after `FROM` stand `m` (matters),
    /// `pl` (places), `o` (orders or nothing) and `u` (customers or nothing).
    ///
    /// - Parameter at: up to when broken words on the matter count: a trial of the past counts those of then.
    private static func scopeColumns(breaksUntil at: SQL) -> SQL {
        """
        m.id, (SELECT count(*) FROM promises b
          WHERE b.matter_id = m.id AND b.state = 'broken' AND b.is_told = 1 AND b.settled_at <= \(at)),
        pl.id, pl.city, o.id, o.carrier_id, coalesce(o.segment, u.segment), o.channel,
        coalesce(o.region, u.region), coalesce(o.city, u.city), o.total_minor, o.currency,
        \(moneyBack(on: "o.id", in: "o.currency")), u.id,
        coalesce(u.language, (SELECT value FROM settings WHERE name = 'languages'), 'en')
        """
    }

    private static func facts(_ row: inout Row, _ trigger: Guarantee.Trigger) -> GuaranteeFacts {
        let (matter, breaks): (ID<Matter>, Int) = (row.id(), row.int())
        let (place, placeCity): (ID<Place>, String?) = (row.id(), row.optionalText())
        let (order, carrier): (ID<Order>?, ID<Carrier>?) = (row.optionalID(), row.optionalID())
        let (segment, channel) = (row.optionalText(), row.optionalText())
        let (region, city) = (row.optionalText(), row.optionalText())
        let paid = row.optionalMoney()
        let goneBack = row.int64()
        let customer: ID<Customer>? = row.optionalID()
        var facts = GuaranteeFacts(
            trigger: trigger, matter: matter, order: order, customer: customer,
            scope: ScopeFacts(
                place: place, placeCity: placeCity, carrier: carrier, segment: segment, channel: channel,
                region: region, city: city), breaks: max(1, breaks), paid: paid, language: row.text())
        facts.goneBack = goneBack
        return facts
    }

    /// Of broken told promises, in the order given by `condition` (of the table `p`).
    func brokenFacts(_ condition: SQL) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        try rows(
            """
            SELECT \(Self.scopeColumns(breaksUntil: "p.settled_at")), p.id, p.order_id, p.case_id, v.standard_id, v.metric, p.due_at
            FROM promises p JOIN matters m ON m.id = p.matter_id JOIN places pl ON pl.id = p.place_id
            LEFT JOIN orders o ON o.id = m.order_id LEFT JOIN customers u ON u.id = p.customer_id
            LEFT JOIN standard_versions v ON v.id = p.standard_version_id
            WHERE p.state = 'broken' AND p.is_told = 1 AND \(condition)
            """
        ) { row in
            var facts = Self.facts(&row, .promiseBroken)
            facts.promise = row.id()
            let about: ID<Order>? = row.optionalID()
            facts.case = row.optionalID()
            facts.standard = row.optionalID()
            let isAnswer = row.optionalWord(Standard.Metric.self).map { Guarantee.About($0) == .answer } ?? false
            facts.about = about != nil ? .order : isAnswer ? .answer : .case
            return (facts, row.instant())
        }
    }

    /// Of orders that came later than we had told, one for each chain of words about their delivery, in the order given by
    /// `condition` (of the tables `o` and `p`).
    ///
    /// A chain is judged by its first told time (`p`), or by the last that the customer asked for: moving a word does not make
    /// a delivery less late. What else was said about an order, such as when we call back, is no word about its delivery:
    /// that is what a standard for deliveries made, what was told with the order, or a window that the customer chose.
    func deliveredFacts(_ condition: SQL) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        // A part of an order came when its own word was kept.
        let arrived: SQL = "CASE WHEN l.state = 'kept' THEN l.settled_at ELSE o.delivered_at END"
        return try rows(
            """
            SELECT \(Self.scopeColumns(breaksUntil: "o.delivered_at")), p.id,
              coalesce(p.case_id, (SELECT c.id FROM cases c WHERE c.matter_id = m.id AND c.status = 'open')), v.standard_id,
              p.due_at, \(arrived)
            FROM orders o JOIN promises f ON f.order_id = o.id AND f.first_id = f.id
            JOIN promises p ON p.id = coalesce(
              (SELECT max(a.id) FROM promises a WHERE a.first_id = f.id AND a.is_told = 1 AND a.asked_by_customer = 1),
              (SELECT min(a.id) FROM promises a WHERE a.first_id = f.id AND a.is_told = 1))
            JOIN promises l ON l.id = (SELECT max(a.id) FROM promises a WHERE a.first_id = f.id)
            JOIN matters m ON m.id = p.matter_id JOIN places pl ON pl.id = p.place_id
            LEFT JOIN customers u ON u.id = p.customer_id LEFT JOIN standard_versions v ON v.id = f.standard_version_id
            WHERE o.is_history = 0 AND p.state IN ('broken', 'renegotiated') AND l.state <> 'released'
              AND (v.metric = 'delivery' OR f.made_at = o.created_at OR f.asked_by_customer = 1)
              AND \(arrived) > p.due_at AND \(condition)
            """
        ) { row in
            var facts = Self.facts(&row, .deliveredLate)
            facts.promise = row.id()
            facts.case = row.optionalID()
            facts.standard = row.optionalID()
            facts.about = .order
            let due = row.instant()
            let came = row.instant()
            facts.lateBy = came - due
            return (facts, came)
        }
    }

    /// Of what happened to orders, in the order given by `condition` (of the table `e`, tracking events).
    func eventFacts(_ condition: SQL, as trigger: Guarantee.Trigger) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        try rows(
            """
            SELECT \(Self.scopeColumns(breaksUntil: "e.learned_at")),
              (SELECT c.id FROM cases c WHERE c.matter_id = m.id AND c.status = 'open'), e.learned_at
            FROM tracking_events e JOIN orders o ON o.id = e.order_id JOIN matters m ON m.order_id = o.id
            JOIN places pl ON pl.id = o.place_id LEFT JOIN customers u ON u.id = o.customer_id
            WHERE o.is_history = 0 AND \(condition)
            """
        ) { row in
            var facts = Self.facts(&row, trigger)
            facts.case = row.optionalID()
            return (facts, row.instant())
        }
    }

    /// Of one case, for what a colleague recorded. Where it has no order, what it gives is about the one that became part of it.
    func caseFacts(_ id: ID<Case>, as trigger: Guarantee.Trigger, at now: Instant) throws -> GuaranteeFacts? {
        let bounds = try boundingOrders(of: knownCase(id))
        let order = bounds.count == 1 ? bounds[0] : nil
        return try row(
            """
            SELECT \(Self.scopeColumns(breaksUntil: "\(now)")) FROM cases c JOIN matters m ON m.id = c.matter_id
            JOIN places pl ON pl.id = c.place_id LEFT JOIN orders o ON o.id = \(order)
            LEFT JOIN customers u ON u.id = c.customer_id WHERE c.id = \(id)
            """
        ) { row in
            var facts = Self.facts(&row, trigger)
            facts.case = id
            return facts
        }
    }

    /// Which of these orders have a line of a product group: asked only where a guarantee asks.
    func orders(_ ids: [ID<Order>], withGroup group: String) throws -> Set<ID<Order>> {
        Set(
            try rows(
                """
                SELECT DISTINCT order_id FROM order_lines
                WHERE order_id IN \(anyOf: ids) AND product_group = \(group) ORDER BY order_id
                """
            ) { $0.id() })
    }

    /// The facts as a rule sees them: with its product group where the order has it.
    func seen(
        _ all: [(facts: GuaranteeFacts, at: Instant)], by rule: GuaranteeRule
    ) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        guard let group = rule.scope.productGroup else { return all }
        let holding = try orders(all.compactMap(\.facts.order), withGroup: group)
        return all.map { one in
            guard let order = one.facts.order, holding.contains(order) else { return one }
            var facts = one.facts
            facts.scope.productGroup = group
            return (facts, one.at)
        }
    }
}
