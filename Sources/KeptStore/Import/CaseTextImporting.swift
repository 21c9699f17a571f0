import KeptDomain

extension Transaction {
    /// Adds what was written on cases, and what happened to them that Kept has no word for, as notes. What is there
    /// already, by the same text at the same time, stays.
    func addTexts(of cases: [ToldCase], _ source: String) throws -> (cases: Set<ID<Case>>, count: Int) {
        var texts: [String: ImportedText] = [:]
        for told in cases {
            guard let id = told.id else { continue }
            for row in told.texts {
                guard let text = row.text else { continue }
                let key = "\(told.name)/\(text.at.microseconds)/\(String(Self.fingerprint(of: text.body), radix: 36))"
                texts[key] = ImportedText(
                    of: id, text.direction, row.channel ?? .api, text.body, at: text.at, zone: row.zone.name)
            }
            for event in told.added where event.kind == .noted {
                let body = [event.activity, event.resource].compactMap(\.self).joined(separator: " · ")
                let key = "\(told.name)/\(event.at.microseconds)/\(event.activity)"
                texts[key] = ImportedText(of: id, .internal, nil, body, at: event.at, zone: told.first.zone.name)
            }
        }
        let origin = "history:" + source
        let known = Set(
            try rows(
                """
                SELECT external_id FROM messages WHERE id IN (SELECT (SELECT m.id FROM messages m
                  WHERE m.source = \(origin) AND m.external_id = n.name) FROM \(namesOf: texts.keys.sorted()) n)
                """
            ) { $0.text() })
        let fresh = texts.filter { !known.contains($0.key) }.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
        try add(fresh.map { ($0.key, $0.value) }, origin)
        return (Set(fresh.map(\.value.case)), fresh.count { $0.value.direction != .internal || !$0.value.isNote })
    }

    private func add(_ texts: [(key: String, text: ImportedText)], _ origin: String) throws {
        guard !texts.isEmpty else { return }
        let customers = Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, customer_id FROM cases WHERE id IN \(anyOf: Set(texts.map(\.text.case)).sorted())"
            ) { ($0.id(Case.self), $0.optionalID(Customer.self)) })
        var messages = NewRows(into: "messages", capacity: texts.count * 14)
        for (key, text) in texts {
            let isInternal = text.direction == .internal
            let customer = customers[text.case] ?? nil
            let writer: Actor = text.direction == .incoming ? .customer(customer) : actor
            messages.begin()
            messages.set("id", newID(Message.self))
            messages.set("case_id", text.case)
            messages.set("direction", text.direction)
            messages.set("channel", isInternal ? nil : text.channel ?? .api)
            messages.set("author", writer.description)
            messages.set("customer_id", isInternal ? nil : customer)
            messages.set("body", text.body)
            messages.set("language", Self.unknownLanguage)
            messages.set("zone", text.zone)
            messages.set("written_at", text.at)
            messages.set("learned_at", now)
            messages.set("source", origin)
            messages.set("external_id", key)
            messages.set("left_at", text.direction == .outgoing ? text.at.microseconds : nil)
        }
        try add(messages)
    }

    /// FNV-1a (Fowler, Noll, Vo).
    private static func fingerprint(of text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

private struct ImportedText {
    let `case`: ID<Case>
    let direction: Message.Direction
    let channel: Message.Channel?
    let body: String
    let at: Instant
    let zone: String
    /// Made of what happened, not of a text.
    let isNote: Bool

    init(
        of id: ID<Case>, _ direction: Message.Direction, _ channel: Message.Channel?, _ body: String, at: Instant,
        zone: String
    ) {
        self.case = id
        self.direction = direction
        self.channel = channel
        self.body = body
        self.at = at
        self.zone = zone
        isNote = direction == .internal && channel == nil
    }
}
