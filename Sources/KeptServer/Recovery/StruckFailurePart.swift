import KeptDomain
import KeptStore
import KeptWords

/// A failure that was struck, with who did it as the reader knows them.
package struct StruckLine: Sendable {
    package let failure: StruckFailure
    package let by: String

    package init(_ failure: StruckFailure, by: String) {
        self.failure = failure
        self.by = by
    }
}

/// Where nothing is to be made good any more: only what was struck. Nothing where nothing was.
func struckPanel(_ struck: [StruckLine], _ context: PageContext) -> HTML? {
    guard !struck.isEmpty else { return nil }
    let lines = struck.map { struckLine($0, context) }
    return section(
        context.words("recovery.timeline.title"), id: "recovery",
        """
        <p class="quiet">\(context.words("recovery.timeline.all-struck"))</p>\
        <ul class="case-lines">\(joined: lines)</ul>
        """)
}

/// What was noted by mistake, struck through, with when, by whom and why it was struck.
func struckLine(_ line: StruckLine, _ context: PageContext) -> HTML {
    let words = context.words
    let failure = line.failure
    let struck = words.html(
        "recovery.timeline.struck", ["time": context.nearTime(failure.struckAt), "who": "\(line.by)"])
    return """
        <li><span><s>\(words("recovery.kinds", of: failure.kind))</s></span> \
        <span class="quiet small">\(struck)</span><p class="why">\(failure.why)</p></li>
        """
}

extension Reading {
    /// What was struck on a case, for its page.
    func struckLines(of id: ID<Case>, words: Words) throws -> [StruckLine] {
        let struck = try struckFailures(of: id)
        let names = try names(of: [], actors: struck.map(\.struckBy))
        return struck.map { StruckLine($0, by: words.actor($0.struckBy, names)) }
    }
}
