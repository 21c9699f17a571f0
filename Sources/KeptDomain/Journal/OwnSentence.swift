/// What Kept itself says where people write a reason, an evidence or a subject: stored as a key with its fact, and worded
/// for each reader.
package enum OwnSentence: Sendable, Hashable {
    /// The case of this short number was closed.
    case caseClosed(Int)
    /// The customer was told this.
    case told(String)
    /// The customer chose the delivery window of this name.
    case window(String)
    case calendarChanged
    /// The clock rules of the zone of this name changed.
    case zoneRulesChanged(String)
    /// What went wrong with the order of this short number.
    case failure(TrackingEvent.Kind, order: Int)
    /// We answered the customer this way.
    case answered(Message.Channel)
    /// The case of this short number was settled without it.
    case settled(Int)
    /// It became part of the case of this short number.
    case merged(Int)
    /// The case of this short number was made of a part of it, and owes it now.
    case split(Int)
    /// The case went to the line of this name.
    case transferred(String)
    /// A lead answered what was asked beyond a colleague's authority.
    case decided(RemedyRequest.State)
    /// The guarantee that customers know by this name gives these.
    case guaranteed(String, [GuaranteedGift])
    /// The customer answered that it was not made good.
    case notMadeGood
    /// A customer gave the lowest score.
    case lowScore
    /// The case was closed in the system that it comes from, which did not say why.
    case closedElsewhere
    /// The answer from which it was counted came back.
    case cameBack
    /// The visit of this ticket was called in time.
    case called(String)
    /// The visit of this ticket; the subject of what is told of its wait.
    case visit(ticket: String, ID<Visit>)
    /// They left the queue.
    case leftQueue
    /// They asked to be passed over for a while.
    case parkedInQueue
    /// The visit was ended by staff.
    case visitClosed
    /// Nobody ended the visit until the queue's day was long over.
    case visitForgotten

    private enum Key: String {
        case caseClosed = "case-closed"
        case told
        case window
        case calendarChanged = "calendar-changed"
        case zoneRulesChanged = "zone-rules-changed"
        case failure, answered, settled, merged, split, transferred, decided, guaranteed
        case notMadeGood = "not-made-good"
        case lowScore = "low-score"
        case closedElsewhere = "closed-elsewhere"
        case cameBack = "came-back"
        case called, visit
        case leftQueue = "left-queue"
        case parkedInQueue = "parked-in-queue"
        case visitClosed = "visit-closed"
        case visitForgotten = "visit-forgotten"
    }

    /// Marks a text as one of these.
    private static let mark = "kept:"

    /// As it is stored: `kept:failure lost 1042`.
    package var text: String {
        let (key, fact): (Key, String?) =
            switch self {
            case .caseClosed(let number): (.caseClosed, "\(number)")
            case .told(let said): (.told, said)
            case .window(let name): (.window, name)
            case .calendarChanged: (.calendarChanged, nil)
            case .notMadeGood: (.notMadeGood, nil)
            case .lowScore: (.lowScore, nil)
            case .closedElsewhere: (.closedElsewhere, nil)
            case .cameBack: (.cameBack, nil)
            case .called(let ticket): (.called, ticket)
            case .visit(let ticket, let id): (.visit, "\(ticket) \(id)")
            case .leftQueue: (.leftQueue, nil)
            case .parkedInQueue: (.parkedInQueue, nil)
            case .visitClosed: (.visitClosed, nil)
            case .visitForgotten: (.visitForgotten, nil)
            case .zoneRulesChanged(let zone): (.zoneRulesChanged, zone)
            case .decided(let state): (.decided, state.rawValue)
            case .guaranteed(let name, let gifts):
                (.guaranteed, gifts.map(\.text).joined(separator: ",") + "|" + name)
            case .failure(let kind, let order): (.failure, "\(kind.rawValue) \(order)")
            case .answered(let channel): (.answered, channel.rawValue)
            case .settled(let number): (.settled, "\(number)")
            case .merged(let number): (.merged, "\(number)")
            case .split(let number): (.split, "\(number)")
            case .transferred(let line): (.transferred, line)
            }
        return Self.mark + key.rawValue + (fact.map { " \($0)" } ?? "")
    }

    /// `nil` for what a person wrote.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.mark) else { return nil }
        let parts = text.dropFirst(Self.mark.count).split(separator: " ", maxSplits: 1).map(String.init)
        guard let key = parts.first.flatMap({ Key(rawValue: $0) }) else { return nil }
        switch (key, parts.count > 1 ? parts[1] : nil) {
        case (.calendarChanged, nil): self = .calendarChanged
        case (.notMadeGood, nil): self = .notMadeGood
        case (.lowScore, nil): self = .lowScore
        case (.closedElsewhere, nil): self = .closedElsewhere
        case (.cameBack, nil): self = .cameBack
        case (.leftQueue, nil): self = .leftQueue
        case (.parkedInQueue, nil): self = .parkedInQueue
        case (.visitClosed, nil): self = .visitClosed
        case (.visitForgotten, nil): self = .visitForgotten
        case (.called, let ticket?): self = .called(ticket)
        case (.visit, let fact?):
            let parts = fact.split(separator: " ")
            guard parts.count == 2, let id = ID<Visit>(parts[1]) else { return nil }
            self = .visit(ticket: String(parts[0]), id)
        case (.told, let said?): self = .told(said)
        case (.window, let name?): self = .window(name)
        case (.zoneRulesChanged, let zone?): self = .zoneRulesChanged(zone)
        case (.decided, let fact?):
            guard let state = RemedyRequest.State(rawValue: fact) else { return nil }
            self = .decided(state)
        case (.guaranteed, let fact?):
            let parts = fact.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            let gifts = parts[0].split(separator: ",").map { GuaranteedGift($0) }
            guard parts.count == 2, gifts.allSatisfy({ $0 != nil }) else { return nil }
            self = .guaranteed(String(parts[1]), gifts.compactMap(\.self))
        case (.caseClosed, let fact?):
            guard let number = Int(fact) else { return nil }
            self = .caseClosed(number)
        case (.settled, let fact?), (.merged, let fact?), (.split, let fact?):
            guard let number = Int(fact) else { return nil }
            self = key == .merged ? .merged(number) : key == .split ? .split(number) : .settled(number)
        case (.transferred, let line?): self = .transferred(line)
        case (.answered, let fact?):
            guard let channel = Message.Channel(rawValue: fact) else { return nil }
            self = .answered(channel)
        case (.failure, let fact?):
            let facts = fact.split(separator: " ")
            guard facts.count == 2, let kind = TrackingEvent.Kind(rawValue: String(facts[0])),
                let number = Int(facts[1])
            else { return nil }
            self = .failure(kind, order: number)
        default: return nil
        }
    }
}
