import KeptDomain
import KeptStore
import KeptWords

/// What each trade promises to begin with, in all languages; everything can be changed afterwards.
enum TradeStandards {
    static func all(
        for trade: Trade, nextDay: Bool, sundown: Bool, reply: Bool, own: Language, words: Vocabulary
    ) -> [StandardDraft] {
        var drafts: [StandardDraft] = []
        func add(
            _ name: WordKey, _ metric: Standard.Metric, _ target: String, said: WordKey, sameCity: Bool = false,
            warnings: [WarningStep] = [.usual]
        ) {
            let texts = Dictionary(
                uniqueKeysWithValues: words.languages.map { language in
                    (language.tag, words[language](said, ["due": "{due}"]))
                })
            drafts.append(
                StandardDraft(
                    name: words[own](name), metric: metric, scope: StandardScope(sameCity: sameCity),
                    target: target, warnings: warnings, said: texts))
        }
        if nextDay {
            switch trade {
            case .shop, .otherService:
                add(
                    "standards.trades.next-day", .delivery, "day+1@12:00", said: "standards.trades.arrives-by",
                    sameCity: true)
                add("standards.trades.elsewhere", .delivery, "day+3", said: "standards.trades.arrives-on")
            case .restaurant: add("standards.trades.hour", .delivery, "wall:PT1H", said: "standards.trades.arrives-by")
            case .carrier:
                add(
                    "standards.trades.next-day", .delivery, "day+1", said: "standards.trades.arrives-on", sameCity: true
                )
                add("standards.trades.elsewhere", .delivery, "day+2", said: "standards.trades.arrives-on")
            case .clinic, .insurer:
                add("standards.trades.papers", .delivery, "P5WD", said: "standards.trades.arrives-on")
            }
        }
        if sundown {
            add(
                "standards.trades.sundown", .solution, trade == .insurer ? "P2WD" : "sundown",
                said: "standards.trades.solved-by", warnings: [.usual, WarningStep(.share(0.95), to: .lead)])
        }
        if reply {
            add("standards.trades.reply", .firstReply, "PT4H", said: "standards.trades.answered-by")
            add("standards.trades.next-reply", .nextReply, "PT4H", said: "standards.trades.answered-by")
        }
        return drafts
    }

    /// Evenings and Saturdays, where goods are brought.
    static func windows(for trade: Trade, words: Words) -> [WindowDraft] {
        let working: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
        switch trade {
        case .clinic, .insurer: return []
        case .shop, .restaurant, .carrier, .otherService:
            return [
                WindowDraft(name: words("windows.usual.evening"), weekdays: working, starts: 18 * 60, ends: 21 * 60),
                WindowDraft(
                    name: words("windows.usual.saturday"), weekdays: [.saturday], starts: 9 * 60, ends: 13 * 60),
            ]
        }
    }
}
