import KeptDomain
import KeptWords

/// Words the sentence that a customer is told, in their language and zone.
struct PromiseSentence {
    private let words: Vocabulary
    /// The one asked for where we have it, else English, which every sentence exists in.
    private let spoken: Language
    private let zone: Zone
    private let now: Instant

    init(words: Vocabulary, language: String, zone: Zone, now: Instant) {
        self.words = words
        spoken = words.language(for: language) ?? .english
        self.zone = zone
        self.now = now
    }

    var language: String { spoken.tag }

    func arrives(on day: Day) -> String {
        words[spoken]("told.arrives-on", ["day": words[spoken].day(day, today: zone.day(of: now))])
    }

    func arrives(by due: Instant) -> String {
        words[spoken]("told.arrives-by", ["moment": moment(due, in: spoken)])
    }

    /// `starts` and `ends` fall on one local day.
    func comes(from starts: Instant, to ends: Instant) -> String {
        let (start, end) = (zone.local(starts), zone.local(ends))
        let word = words[spoken]
        let endSecond = end.day == start.day ? end.secondsOfDay : 86_400
        return word(
            "told.comes-between",
            [
                "day": word.day(start.day, today: zone.day(of: now)),
                "start": word.clock(secondOfDay: start.secondsOfDay),
                "end": word.clock(secondOfDay: endSecond),
            ])
    }

    /// The standard's own sentence in the language nearest to the customer's, with the due time in its slot.
    func said(by standard: Standard, due: Instant, target: ClockTarget) -> (said: String, language: String) {
        let offered = standard.said.keys.sorted().map { Language($0) }
        let language =
            Language.matching(spoken.tag, among: offered) ?? Language.matching("en", among: offered) ?? offered.first
            ?? .english
        let time =
            if case .dayEnd = target {
                words[language].day(zone.day(of: due), today: zone.day(of: now))
            } else { moment(due, in: language) }
        let sentence = standard.said[language.tag] ?? "{due}"
        return (sentence.replacing("{due}", with: time), language.tag)
    }

    private func moment(_ instant: Instant, in language: Language) -> String {
        let local = zone.local(instant)
        return words[language].moment(local.day, secondOfDay: local.secondsOfDay, today: zone.day(of: now))
    }
}
