import KeptDomain

extension Words {
    /// A stored reason, evidence or subject as this language's readers see it: what a person wrote as it stands, what Kept
    /// said in words.
    package func stored(_ text: String) -> String {
        guard let own = OwnSentence(text) else { return text }
        switch own {
        case .caseClosed(let number): return self("told.own.case-closed", ["number": String(number)])
        case .told(let said): return self("told.own.told", ["said": said])
        case .window(let name): return self("told.own.window", ["window": name])
        case .guaranteed(let name, let gifts):
            return self("told.own.guaranteed", ["name": name, "list": guaranteed(gifts)])
        case .decided(let state): return self("told.own.decided", of: state)
        case .calendarChanged: return self("told.own.calendar-changed")
        case .notMadeGood: return self("told.own.not-made-good")
        case .lowScore: return self("told.own.low-score")
        case .closedElsewhere: return self("told.own.closed-elsewhere")
        case .cameBack: return self("told.own.came-back")
        case .called(let ticket): return self("told.own.called", ["ticket": ticket])
        case .visit(let ticket, _): return self("told.own.visit", ["ticket": ticket])
        case .leftQueue: return self("told.own.left-queue")
        case .parkedInQueue: return self("told.own.parked-in-queue")
        case .visitClosed: return self("told.own.visit-closed")
        case .visitForgotten: return self("told.own.visit-forgotten")
        case .zoneRulesChanged(let zone): return self("told.own.zone-rules-changed", ["zone": zone])
        case .answered(let channel): return self("told.own.answered", ["channel": self("cases.channels", of: channel)])
        case .settled(let number): return self("told.own.settled", ["number": String(number)])
        case .merged(let number): return self("told.own.merged", ["number": String(number)])
        case .split(let number): return self("told.own.split", ["number": String(number)])
        case .transferred(let line): return self("told.own.transferred", ["line": line])
        case .failure(let kind, let order):
            return self("told.own.failure", ["number": String(order), "event": self("orders.events", of: kind)])
        }
    }
}
