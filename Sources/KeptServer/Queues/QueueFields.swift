import KeptDomain

extension QueueDraft {
    /// - Parameter known: the queue that is changed; its place stays.
    init(_ fields: JSONFields, changing known: Queue? = nil) throws {
        let place = fields.optionalID("place", of: Place.self) ?? known?.place
        if place == nil { fields.refuse("place", "requests.missing") }
        let (letter, slug) = (fields.text("letter", limit: 2), fields.text("slug", limit: 60))
        let (name, serves) = (fields.textsByName("name"), fields.textsByName("serves"))
        let calendar = fields.optionalID("calendar", of: CalendarRecord.self)
        let rules = QueueRules(fields)
        let offers = fields.objects("offers", limit: 50).map {
            QueueOffer(label: $0.textsByName("label"), address: $0.text("address"))
        }
        let questions = fields.objects("questions", limit: 50).map(QueueQuestion.init)
        let farewell = fields.textsByName("farewell")
        try fields.finish()
        guard let place else { throw InvalidInput("place", "requests.missing") }
        self.init(place: place, letter: letter, slug: slug, name: name)
        (self.serves, self.calendar, self.rules) = (serves, calendar, rules)
        (self.offers, self.questions, self.farewell) = (offers, questions, farewell)
    }
}

extension QueueRules {
    /// What is left out is as usual.
    fileprivate init(_ fields: JSONFields) {
        self.init()
        func number(_ name: String, _ usual: Int, _ range: ClosedRange<Int64>) -> Int {
            fields.optionalWhole(name, in: range).map { Int($0) } ?? usual
        }
        func span(_ name: String, _ usual: Span, upTo most: Int64) -> Span {
            fields.optionalWhole(name, in: 0...most).map { .seconds($0) } ?? usual
        }
        confidence = Double(number("confidence_percent", 80, 50...99)) / 100
        largestParty = number("largest_party", largestParty, 1...100)
        byCapacity = fields.optionalFlag("by_capacity") ?? byCapacity
        if fields.has("ways") {
            let named = fields.texts("ways", limit: 10)
            ways = Way.allCases.filter { named.contains($0.rawValue) }
            if ways.count != named.count {
                let known = Way.allCases.map(\.rawValue).joined(separator: ", ")
                fields.refuse(
                    "ways", "requests.unknown-word",
                    [Fact("name", named.joined(separator: ", ")), Fact("known", known)])
            }
        }
        mostWaiting = number("most_waiting", mostWaiting, 1...10_000)
        perPhone = number("per_phone", perPhone, 1...1_000)
        perAddress = number("per_address", perAddress, 1...100_000)
        recalls = number("recalls", recalls, 0...20)
        noShowAfter = span("no_show_after_seconds", noShowAfter, upTo: 7_200)
        returnWithin = span("return_within_seconds", returnWithin, upTo: 86_400)
        forgetAfter = span("forget_after_seconds", forgetAfter, upTo: 86_400)
        offersCompany = fields.optionalFlag("offers_company") ?? offersCompany
        opensCases = fields.optionalFlag("opens_cases") ?? opensCases
    }
}

extension QueueQuestion {
    fileprivate init(_ fields: JSONFields) {
        self.init(
            key: fields.text("key", limit: 40), label: fields.textsByName("label"),
            kind: fields.word("kind", Kind.self) ?? .text,
            choices: fields.objects("choices", limit: 50).map { $0.textsByName("label") },
            isRequired: fields.optionalFlag("required") ?? false)
    }
}

extension ServicePointDraft {
    init(_ fields: JSONFields, changing known: ServicePoint? = nil) throws {
        let place = fields.optionalID("place", of: Place.self) ?? known?.place
        if place == nil { fields.refuse("place", "requests.missing") }
        let kind = fields.optionalWord("kind", ServicePoint.Kind.self) ?? .counter
        let name = fields.textsByName("name")
        let capacity = Int(fields.optionalWhole("capacity", in: 1...100) ?? 12)
        let serves = fields.objects("serves", limit: 50).compactMap { service -> ServicePoint.Service? in
            let queue = service.optionalID("queue", of: Queue.self)
            if queue == nil { service.refuse("queue", "requests.missing") }
            let preference = Int(service.optionalWhole("preference", in: 1...9) ?? 1)
            return queue.map { ServicePoint.Service(queue: $0, preference: preference) }
        }
        try fields.finish()
        guard let place else { throw InvalidInput("place", "requests.missing") }
        self.init(place: place, kind: kind, name: name, capacity: capacity, serves: serves)
    }
}

extension DelayReasonDraft {
    init(_ fields: JSONFields) throws {
        let (name, said) = (fields.textsByName("name"), fields.textsByName("said"))
        let position = Int(fields.optionalWhole("position", in: 1...1_000) ?? 1)
        try fields.finish()
        self.init(name: name, said: said, position: position)
    }
}

extension VisitDraft {
    init(_ fields: JSONFields) throws {
        let queue = fields.optionalID("queue", of: Queue.self)
        if queue == nil { fields.refuse("queue", "requests.missing") }
        let way = fields.optionalWord("way", QueueRules.Way.self) ?? .api
        let language = fields.optionalText("language", limit: 35) ?? "en"
        let (name, phone) = (fields.optionalText("name"), fields.optionalText("phone"))
        // A party of 500 is told by the queue itself how large one may be.
        let party = Int(fields.optionalWhole("party_size", in: 0...1_000_000) ?? 1)
        let (customer, order) = (
            fields.optionalID("customer", of: Customer.self), fields.optionalWhole("order_number", in: 1...Int64.max)
        )
        let (need, answers) = (fields.optionalText("need"), fields.textsByName("answers"))
        let company = fields.optionalFlag("wants_company") ?? false
        let (source, external) = (fields.optionalText("source"), fields.optionalText("external_id"))
        if (source == nil) != (external == nil) {
            fields.refuse(source == nil ? "source" : "external_id", "requests.missing")
        }
        try fields.finish()
        guard let queue else { throw InvalidInput("queue", "requests.missing") }
        self.init(queue, way, language: language)
        (self.name, self.phone, partySize) = (name, phone, party)
        (self.customer, self.order, self.need) = (customer, order.map { Int($0) }, need)
        (self.answers, wantsCompany) = (answers, company)
        (self.source, externalID) = (source, external)
    }
}
