import KeptDomain
import KeptWords

/// What a journal entry tells besides its kind, for a person: times and states worded, other things linked. What only
/// programs read (keys, digests, whole definitions) is left out; the API has it.
func journalFact(_ fact: Fact, of line: JournalLine, _ context: PageContext) -> HTML? {
    let words = context.words
    if programOnly.contains(fact.name) || isSaidAlready(fact, by: line) { return nil }
    let label = words(WordKey.of("journal.facts", named: fact.name))
    if let link = linkOfFact(fact) { return "<span class=\"fact\"><a href=\"\(url: link)\">\(label)</a></span>" }
    // Numbers that name rows are for programs as well.
    if Int64(fact.value).map({ $0 > 1 << 40 }) == true { return nil }
    return "<span class=\"fact\"><b>\(label)</b> \(valueOfFact(fact, of: line, context))</span>"
}

/// The entry's own time and kind, once more.
private func isSaidAlready(_ fact: Fact, by line: JournalLine) -> Bool {
    switch fact.name {
    case "status": return line.kind == TrackingEvent.Kind(rawValue: fact.value)?.journalKind
    case "at":
        // Facts are plain texts: one that is no time is simply not the entry's own time again, and is shown.
        guard let at = try? Instant(iso: fact.value) else { return false }
        return at <= line.at && line.at - at < .minutes(1)
    default: return false
    }
}

/// Names of facts that have no place on a page.
let programOnly: Set<String> = [
    "after", "before", "first", "last", "parcel", "revision", "seed", "sha256", "size", "step", "version",
]

private func linkOfFact(_ fact: Fact) -> String? {
    guard let id = Int64(fact.value), id > 1 << 40 else { return nil }
    return switch fact.name {
    case "order", "order-before": Paths.order(ID(id))
    case "promise", "replaces": Paths.promise(ID(id))
    case "case": Paths.case(ID(id))
    default: nil
    }
}

/// The families in which the values of some facts have their words.
private let families: [String: WordKey] = [
    "status": "orders.status", "was": "promises.states", "role": "people.roles", "because": "promises.pause-reasons",
    "move": "cases.moves", "kind": "cases.kinds", "kind-before": "cases.kinds",
    "channel": "cases.channels", "evidence": "journal.evidence", "filled": "journal.answers",
    "billed": "journal.answers", "promise": "journal.promise-values", "remedy": "authority.remedies",
    "right": "authority.rights", "reason": "channels.parked.reasons",
    "told-because": "queues.because", "exception": "queues.exceptions", "exception-reason": "queues.reasons",
    "way": "queues.ways", "perceived": "queues.perceived",
]

private func valueOfFact(_ fact: Fact, of line: JournalLine, _ context: PageContext) -> HTML {
    let words = context.words
    // A fact does not say what it is. What reads as a time or a target is worded; what does not is shown as it stands at the
    // end, so that nothing is lost where the reading fails.
    if let instant = try? Instant(iso: fact.value) { return context.timeText(instant) }
    if let amount = Money(fact.value) { return context.moneyText(amount) }
    if fact.name == "language", let known = context.languages.first(where: { $0.language.tag == fact.value }) {
        return "\(known.languageName)"
    }
    if let family = families[fact.name] {
        let key = WordKey.of(family, named: fact.value)
        if words.has(key) { return "\(words(key))" }
    }
    if fact.name.hasPrefix("target"), let target = try? ClockTarget(fact.value) { return "\(words.target(target))" }
    return "\(words.stored(fact.value))"
}
