import KeptDomain

extension Reading {
    /// The case that a rating link is about; `nil` for a link that was given to nobody.
    package func ratedCase(_ key: TrackingKey) throws -> Case? {
        try row("SELECT case_id FROM rating_keys WHERE rating_key = \(key.bytes)") { $0.id(Case.self) }
            .flatMap { try self.case($0) }
    }

    /// What the customer said so far, by question.
    package func ratings(of subject: Rating.Subject) throws -> [Rating.Question: Rating] {
        let condition = Self.condition(of: subject)
        let found = try rows(
            "SELECT id, question, value, rated_at FROM ratings WHERE \(condition) ORDER BY question, id"
        ) { row in
            Rating(
                id: row.id(), subject: subject, question: row.word(), value: row.int(), ratedAt: row.instant())
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.question, $0) })
    }

    private static func condition(of subject: Rating.Subject) -> SQL {
        switch subject {
        case .order(let id): "order_id = \(id)"
        case .case(let id): "case_id = \(id)"
        }
    }
}

extension Transaction {
    /// The unguessable end of the address at which the customer of a case rates: made once, the same ever after.
    package func ratingKey(of id: ID<Case>) throws -> TrackingKey {
        let known = try row("SELECT rating_key FROM rating_keys WHERE case_id = \(id)") { $0.bytes() }
        if let known { return TrackingKey(bytes: known) }
        let key = TrackingKey.random()
        put("INSERT INTO rating_keys (case_id, rating_key, made_at) VALUES (\(id), \(key.bytes), \(now))")
        return key
    }

    /// Takes one tap of a customer; another within a day changes it.
    @discardableResult
    package func rate(_ subject: Rating.Subject, _ question: Rating.Question, value: Int) throws -> Rating {
        let (place, about, customer) = try rated(subject)
        try permit(.writeToUs, at: place)
        guard question.range.contains(value) else {
            throw InvalidInput(
                question.rawValue, "problems.out-of-range",
                [Fact("from", question.range.lowerBound), Fact("to", question.range.upperBound)])
        }
        if let known = try ratings(of: subject)[question] {
            guard known.isChangeable(at: now) else { throw RatingRefusal.tooLate }
            put("UPDATE ratings SET value = \(value), changed_at = \(now) WHERE id = \(known.id)")
        } else {
            let (order, found): (ID<Order>?, ID<Case>?) =
                switch subject {
                case .order(let id): (id, nil)
                case .case(let id): (nil, id)
                }
            put(
                """
                INSERT INTO ratings (id, order_id, case_id, question, value, rated_at)
                VALUES (\(newID(Rating.self)), \(order), \(found), \(question), \(value), \(now))
                """)
        }
        journal(
            JournalEntry(
                about.kind == .order ? "order.rated" : "case.rated", of: about, customer: customer,
                facts: [Fact("question", question.rawValue), Fact("points", value)]))
        try noteLowScore(value, for: question, of: subject)
        guard let rating = try ratings(of: subject)[question] else {
            throw StoreError.defect("the rating of \(about) is not there")
        }
        return rating
    }

    private func rated(_ subject: Rating.Subject) throws -> (ID<Place>, Subject, ID<Customer>?) {
        switch subject {
        case .order(let id):
            guard let order = try order(id) else { throw StoreError.notFound("order \(id)") }
            return (order.place, .order(id), order.customer)
        case .case(let id):
            let found = try knownCase(id)
            return (found.place, .case(id), found.customer)
        }
    }
}
