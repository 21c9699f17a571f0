import KeptDomain
import KeptStore
import KeptWords

/// What the page of a case shows of its recovery.
package struct RecoveryPanel: Sendable {
    package let recovery: Recovery
    /// Whether something can still be done on it.
    package let isOpen: Bool
    /// Who did what, worded, by `Actor.description`.
    package let people: [String: String]
    /// Templates in use: id and name.
    package let templates: [Field.Choice]
    package let causes: [Field.Choice]
    /// What was said of the failure last, where it would pass as a reason.
    package let knownReason: String?
    /// The name of the cause with which it was closed.
    package let causeName: String?
    /// The question whose answer can be written down; `nil` where nobody is to be asked.
    package let followUp: FollowUp?

    package init(
        recovery: Recovery, isOpen: Bool, people: [String: String] = [:], templates: [Field.Choice] = [],
        causes: [Field.Choice] = [], knownReason: String? = nil, causeName: String? = nil, followUp: FollowUp? = nil
    ) {
        self.recovery = recovery
        self.isOpen = isOpen
        self.people = people
        self.templates = templates
        self.causes = causes
        self.knownReason = knownReason
        self.causeName = causeName
        self.followUp = followUp
    }
}

extension Reading {
    /// `nil` where nothing went wrong on the case.
    func recoveryPanel(_ found: Case, words: Words) throws -> RecoveryPanel? {
        guard let recovery = try recovery(of: found.id) else { return nil }
        let actors = RecoveryStep.allCases.compactMap { step -> String? in
            switch recovery[step] {
            case .done(let fact): fact.by
            case .leftOut(let omission): omission.by
            case .waiting, .toDo: nil
            }
        }
        let names = try names(of: [], actors: actors)
        let reason = recovery.failures.last { failure in
            failure.kind != .complaint && failure.words.map { TrueReason.fault($0) == nil } ?? false
        }?.words
        var name: String?
        if case .done(let fact) = recovery[.learn], case .cause(let id) = fact.evidence {
            name = try id.map { try cause($0).name(in: words.language.tag) } ?? words("recovery.cause-not-ours")
        }
        return RecoveryPanel(
            recovery: recovery, isOpen: found.status == .open,
            people: Dictionary(actors.map { ($0, words.actor($0, names)) }) { known, _ in known },
            templates: try recoveryTemplates().map { Field.Choice("\($0.id)", $0.name) },
            causes: try causeChoices(words), knownReason: reason, causeName: name,
            followUp: try followUp(toNoteOn: found.id))
    }

    /// Causes in use by name in the reader's language.
    func causeChoices(_ words: Words) throws -> [Field.Choice] {
        try causes(inUse: true).map { Field.Choice("\($0.id)", $0.name(in: words.language.tag)) }
            .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
    }
}
