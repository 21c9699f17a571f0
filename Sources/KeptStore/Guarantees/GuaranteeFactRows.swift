import KeptDomain

/// The facts by which guarantees judge, read for many things in one question.
extension Reading {
    /// The scope of an order and its customer, and what was paid; after `FROM` stand `m` (matters), `pl` (places), `o`
    /// (orders or nothing) and `u` (customers or nothing).
    private static let scopeColumns: SQL = """
        m.id, m.breaks, pl.id, pl.city, o.id, o.carrier_id, coalesce(o.segment, u.segment), o.channel, \
        coalesce(o.region, u.region), coalesce(o.city, u.city), o.total_minor, o.currency, u.id, \
        coalesce(u.language, (SELECT value FROM settings WHERE name = 'languages'), 'en')
        """

    private static func facts(_ row: inout Row, _ trigger: Guarantee.Trigger) -> GuaranteeFacts {
        let (matter, breaks): (ID<Matter>, Int) = (row.id(), row.int())
        let (place, placeCity): (ID<Place>, String?) = (row.id(), row.optionalText())
        let (order, carrier): (ID<Order>?, ID<Carrier>?) = (row.optionalID(), row.optionalID())
        let (segment, channel) = (row.optionalText(), row.optionalText())
        let (region, city) = (row.optionalText(), row.optionalText())
        let paid = row.optionalMoney()
        let customer: ID<Customer>? = row.optionalID()
        return GuaranteeFacts(
            trigger: trigger, matter: matter, order: order, customer: customer,
            scope: ScopeFacts(
                place: place, placeCity: placeCity, carrier: carrier, segment: segment, channel: channel,
                region: region, city: city), breaks: max(1, breaks), paid: paid, language: row.text())
    }

    /// Of broken told promises, in the order given by `condition` (of the table `p`).
    func brokenFacts(_ condition: SQL, as trigger: Guarantee.Trigger) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        try rows(
            """
            SELECT \(Self.scopeColumns), p.id, p.order_id, p.case_id, v.standard_id, v.metric, p.due_at, o.delivered_at
            FROM promises p JOIN matters m ON m.id = p.matter_id JOIN places pl ON pl.id = p.place_id
            LEFT JOIN orders o ON o.id = m.order_id LEFT JOIN customers u ON u.id = p.customer_id
            LEFT JOIN standard_versions v ON v.id = p.standard_version_id
            WHERE p.state = 'broken' AND p.is_told = 1 AND \(condition)
            """
        ) { row in
            var facts = Self.facts(&row, trigger)
            facts.promise = row.id()
            let about: ID<Order>? = row.optionalID()
            facts.case = row.optionalID()
            facts.standard = row.optionalID()
            let isAnswer = row.optionalWord(Standard.Metric.self).map { Standard.Metric.replies.contains($0) } ?? false
            facts.about = about != nil ? .order : isAnswer ? .answer : .case
            let due = row.instant()
            let delivered = row.optionalInstant()
            facts.lateBy = delivered.map { $0 - due }
            return (facts, trigger == .deliveredLate ? delivered ?? due : due)
        }
    }

    /// Of what happened to orders, in the order given by `condition` (of the table `e`, tracking events).
    func eventFacts(_ condition: SQL, as trigger: Guarantee.Trigger) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        try rows(
            """
            SELECT \(Self.scopeColumns),
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

    /// Of one case, for what a colleague recorded.
    func caseFacts(_ id: ID<Case>, as trigger: Guarantee.Trigger) throws -> GuaranteeFacts? {
        try row(
            """
            SELECT \(Self.scopeColumns) FROM cases c JOIN matters m ON m.id = c.matter_id
            JOIN places pl ON pl.id = c.place_id LEFT JOIN orders o ON o.id = c.order_id
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
