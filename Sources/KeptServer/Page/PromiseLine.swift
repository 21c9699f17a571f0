import KeptDomain
import KeptWords

/// How a promise stands before a reader: its state, with what an open one needs.
package enum PromiseStanding: String, CaseIterable, Sendable {
    case running, atRisk = "at-risk", paused, kept, broken, released, renegotiated

    package init(state: PromiseState, isPaused: Bool, isAtRisk: Bool) {
        switch state {
        case .open: self = isPaused ? .paused : isAtRisk ? .atRisk : .running
        case .kept: self = .kept
        case .broken: self = .broken
        case .released: self = .released
        case .renegotiated: self = .renegotiated
        }
    }

    package var icon: Icon {
        switch self {
        case .running: .running
        case .atRisk: .atRisk
        case .paused: .paused
        case .kept: .kept
        case .broken: .broken
        case .released: .released
        case .renegotiated: .renegotiated
        }
    }
}

/// A promise as it is shown: what was said, by when, and how it stands now.
package struct PromiseView: Sendable {
    package let id: ID<Promise>
    package let said: String
    /// BCP 47 of `said`, so that it is read out rightly.
    package let language: String
    package let due: Instant
    package let standing: PromiseStanding
    /// Share of its clock used, 0...1; `nil` when nothing runs any more.
    package var used: Double?
    package var settledAt: Instant?
    /// Why it was replaced, paused, released, or by which evidence it was kept; as it is stored: in the words of who did it,
    /// or an `OwnSentence`.
    package var why: String?
    /// The customer asked for this change.
    package var isAskedByCustomer = false
    /// What a told time rests on, or that it is a wish and how likely it is, in the reader's language.
    package var basis: String?
    package var revision = 1
    /// Of an open promise, the oldest first.
    package var pauses: [PauseView] = []

    package init(
        id: ID<Promise>, said: String, language: String, due: Instant, standing: PromiseStanding, used: Double? = nil,
        settledAt: Instant? = nil, why: String? = nil, isAskedByCustomer: Bool = false, revision: Int = 1
    ) {
        self.id = id
        self.said = said
        self.language = language
        self.due = due
        self.standing = standing
        self.used = used
        self.settledAt = settledAt
        self.why = why
        self.isAskedByCustomer = isAskedByCustomer
        self.revision = revision
    }
}

/// A stretch in which a promise's clock stood still.
package struct PauseView: Sendable {
    package let id: ID<Pause>
    package let from: Instant
    /// `nil` while it lasts.
    package let to: Instant?
    package let reason: PauseReason

    package init(id: ID<Pause>, from: Instant, to: Instant?, reason: PauseReason) {
        self.id = id
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// The state by colour, shape and word.
package func standingChip(_ standing: PromiseStanding, _ words: Words) -> HTML {
    """
    <span class="standing standing-\(standing.rawValue)">\(standing.icon.html) \
    <span>\(words("promises.standing", of: standing))</span></span>
    """
}

/// A thin bar of the share of the clock used up.
package func usedBar(_ used: Double, _ standing: PromiseStanding, _ words: Words) -> HTML {
    let width = min(max(used, 0), 1) * 100
    return """
        <svg class="used used-\(standing.rawValue)" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" \
        aria-label="\(words("promises.used", ["share": words.share(min(max(used, 0), 1))]))">\
        <rect class="used-all" width="100" height="4"/><rect class="used-part" width="\(at: width)" height="4"/></svg>
        """
}

/// The whole line: sentence said, due time and what is left, bar, state.
package func promiseLine(_ promise: PromiseView, _ context: PageContext) -> HTML {
    let words = context.words
    let isOpen = [.running, .atRisk, .paused].contains(promise.standing)
    let isReplaced = promise.standing == .renegotiated
    let said: HTML = "<q class=\"said\" lang=\"\(promise.language)\">\(promise.said)</q>"
    let struck: HTML = "<s>\(said)</s>"
    let left: HTML? =
        isOpen ? "<span class=\"left\">\(context.relativeTime(promise.due))</span>" : settled(promise, context)
    let why: HTML? = promise.why.map {
        "<p class=\"why\">\(words.html("promises.why", ["reason": "\(words.stored($0))"]))</p>"
    }
    let asked: HTML = "<p class=\"why\">\(words("promises.asked-by-customer"))</p>"
    let basis: HTML? = promise.basis.map { "<p class=\"why\">\($0)</p>" }
    return """
        <div class="promise promise-\(promise.standing.rawValue)">\
        <p class="promise-said">\(isReplaced ? struck : said)</p>\
        <p class="promise-due">\(standingChip(promise.standing, words)) \
        <span class="due">\(words.html("promises.due", ["time": context.nearTime(promise.due)]))</span> \(left)</p>\
        \(promise.used.map { usedBar($0, promise.standing, words) })\(basis)\(why)\(asked, if: promise.isAskedByCustomer)</div>
        """
}

/// When and how it ended; a broken one ended when it was due, which stands there already.
private func settled(_ promise: PromiseView, _ context: PageContext) -> HTML? {
    let key: WordKey? =
        switch promise.standing {
        case .kept: "promises.settled.kept"
        case .released: "promises.settled.released"
        case .renegotiated: "promises.settled.renegotiated"
        case .running, .atRisk, .paused, .broken: nil
        }
    guard let key, let at = promise.settledAt else { return nil }
    return "<span class=\"quiet\">\(context.words.html(key, ["time": context.nearTime(at)]))</span>"
}

/// What we said on one matter, first word first: replaced words struck through with their reasons, the last one in full.
package func promiseChain(_ promises: [PromiseView], _ context: PageContext) -> HTML {
    let items = promises.map { "<li>\(promiseLine($0, context))</li>" as HTML }
    return "<ol class=\"chain\">\(joined: items)</ol>"
}
