import KeptDomain
import KeptStore

/// The forms of queues, points and reasons read as what they mean.
extension QueueForms {
    /// `<name>.<tag>` of each language, those left empty left out.
    static func texts(_ form: SubmittedForm, _ name: String) -> [String: String] {
        var texts: [String: String] = [:]
        for field in form.names where field.hasPrefix(name + ".") {
            let tag = String(field.dropFirst(name.count + 1))
            if !tag.contains("."), !tag.contains("["), let value = form[field] { texts[tag] = value }
        }
        return texts
    }

    static func queue(_ form: SubmittedForm) throws -> QueueDraft {
        guard let place = try form.id("place", of: Place.self) else { throw InvalidInput("place", "problems.required") }
        var draft = QueueDraft(
            place: place, letter: (form["letter"] ?? "").uppercased(), slug: form["slug"] ?? "",
            name: texts(form, "name"))
        (draft.serves, draft.farewell) = (texts(form, "serves"), texts(form, "farewell"))
        draft.calendar = try form.id("calendar")
        draft.rules = try rules(form)
        draft.offers = (0..<14).compactMap { place in
            let (label, address) = (texts(form, "offers[\(place)].label"), form["offers[\(place)].address"])
            return label.isEmpty && address == nil ? nil : QueueOffer(label: label, address: address ?? "")
        }
        draft.questions = try (0..<14).compactMap { try question(form, "questions[\($0)]") }
        return draft
    }

    private static func rules(_ form: SubmittedForm) throws -> QueueRules {
        let usual = QueueRules()
        var rules = usual
        rules.confidence = Double(try form.whole("confidence", in: 50...99) ?? 80) / 100
        rules.largestParty = try form.whole("largest_party", in: 1...100) ?? usual.largestParty
        rules.mostWaiting = try form.whole("most_waiting", in: 1...10_000) ?? usual.mostWaiting
        rules.perPhone = try form.whole("per_phone", in: 1...1_000) ?? usual.perPhone
        rules.perAddress = try form.whole("per_address", in: 1...100_000) ?? usual.perAddress
        rules.recalls = try form.whole("recalls", in: 0...20) ?? usual.recalls
        rules.noShowAfter =
            try form.whole("no_show_after_seconds", in: 0...7_200).map { .seconds(Int64($0)) } ?? usual.noShowAfter
        rules.returnWithin =
            try form.whole("return_within_minutes", in: 0...1_440).map { .minutes(Int64($0)) } ?? usual.returnWithin
        rules.forgetAfter =
            try form.whole("forget_after_minutes", in: 0...1_440).map { .minutes(Int64($0)) } ?? usual.forgetAfter
        rules.byCapacity = form.isTicked("by_capacity")
        rules.offersCompany = form.isTicked("offers_company")
        rules.opensCases = form.isTicked("opens_cases")
        let ways = form.all("ways")
        rules.ways = QueueRules.Way.allCases.filter { ways.contains($0.rawValue) }
        return rules
    }

    /// A row of which only the kind was chosen is none.
    private static func question(_ form: SubmittedForm, _ name: String) throws -> QueueQuestion? {
        let (label, key) = (texts(form, name + ".label"), form[name + ".key"])
        guard !label.isEmpty || key != nil else { return nil }
        let kind: QueueQuestion.Kind = try form.choice(name + ".kind")
        let lines = texts(form, name + ".choices").mapValues { text in
            text.split(whereSeparator: \.isNewline).map { String($0).trimmedOrNil }.compactMap(\.self)
        }
        let count = lines.values.map(\.count).max() ?? 0
        let choices = (0..<count).map { place in
            lines.compactMapValues { $0.indices.contains(place) ? $0[place] : nil }
        }
        return QueueQuestion(
            key: key ?? "", label: label, kind: kind, choices: kind == .choice ? choices : [],
            isRequired: form.isTicked(name + ".required"))
    }

    /// What a point serves stands in fields `serves.<queue>`, each with the preference, empty for not at all.
    static func point(_ form: SubmittedForm) throws -> ServicePointDraft {
        guard let place = try form.id("place", of: Place.self) else { throw InvalidInput("place", "problems.required") }
        let prefix = "serves."
        let serves = try form.names.filter { $0.hasPrefix(prefix) }.compactMap { name -> ServicePoint.Service? in
            guard let queue = ID<Queue>(String(name.dropFirst(prefix.count))) else {
                throw InvalidInput("serves", "problems.no-such-queue")
            }
            return try form.whole(name, in: 1...9).map { ServicePoint.Service(queue: queue, preference: $0) }
        }
        return ServicePointDraft(
            place: place, kind: try form.choice("kind"), name: texts(form, "name"),
            capacity: try form.whole("capacity", in: 1...100) ?? 12, serves: serves)
    }

    static func reason(_ form: SubmittedForm) throws -> DelayReasonDraft {
        DelayReasonDraft(
            name: texts(form, "name"), said: texts(form, "said"),
            position: try form.whole("position", in: 1...1_000) ?? 1)
    }
}
