import KeptDomain
import KeptWords

/// One entry of the navigation.
private struct Destination: Sendable {
    let path: String
    let label: WordKey
    /// The key that follows `g`, as in `g o` for orders.
    let key: String
    let operation: Operation
    /// How much waits there.
    var count: @Sendable (NavigationCounts) -> Int = { _ in 0 }
}

private struct DestinationGroup: Sendable {
    let label: WordKey
    let destinations: [Destination]

    static let all: [DestinationGroup] = [
        DestinationGroup(
            label: "navigation.work",
            destinations: [
                Destination(
                    path: Paths.today, label: "navigation.today", key: "t", operation: .seeToday, count: { $0.atRisk }),
                Destination(path: Paths.orders, label: "navigation.orders", key: "o", operation: .seeOrders),
                Destination(
                    path: Paths.cases, label: "navigation.cases", key: "c", operation: .seeCases, count: { $0.myCases }),
                Destination(
                    path: Paths.queues, label: "navigation.queues", key: "1", operation: .seeQueues,
                    count: { $0.waits }),
                Destination(path: Paths.customers, label: "navigation.customers", key: "z", operation: .seeOrders),
                Destination(path: Paths.lines, label: "navigation.desk", key: "e", operation: .seeCases),
                Destination(path: Paths.newNote, label: "navigation.notes", key: "y", operation: .writeToUs),
                Destination(
                    path: Paths.conduct, label: "navigation.conduct", key: "b", operation: .seeCases,
                    count: { $0.calls }),
                Destination(
                    path: Paths.approvals, label: "navigation.approvals", key: "a", operation: .approveRemedy,
                    count: { $0.approvals }),
                Destination(path: Paths.coupons, label: "navigation.coupons", key: "u", operation: .redeemCoupon),
            ]),
        DestinationGroup(
            label: "navigation.learn",
            destinations: [
                Destination(path: Paths.deliveries, label: "navigation.deliveries", key: "d", operation: .seeMeasures),
                Destination(path: Paths.staffing, label: "navigation.staffing", key: "9", operation: .seeMeasures),
                Destination(path: Paths.recovery, label: "navigation.recovery", key: "v", operation: .seeMeasures),
                Destination(path: Paths.causes, label: "navigation.causes", key: "q", operation: .seeCases),
                Destination(
                    path: Paths.spotChecks, label: "navigation.spot-checks", key: "g", operation: .checkAnswers),
                Destination(path: Paths.journal, label: "navigation.journal", key: "j", operation: .seeJournal),
            ]),
        DestinationGroup(
            label: "navigation.promises",
            destinations: [
                Destination(path: Paths.standards, label: "navigation.standards", key: "s", operation: .seeStandards),
                Destination(path: Paths.calendars, label: "navigation.calendars", key: "h", operation: .seeStandards),
                Destination(path: Paths.windows, label: "navigation.windows", key: "w", operation: .seeStandards),
                Destination(path: Paths.guarantees, label: "navigation.guarantees", key: "n", operation: .seeStandards),
                Destination(
                    path: Paths.recoveryTemplates, label: "navigation.templates", key: "x", operation: .seeCases),
                Destination(path: Paths.limits, label: "navigation.limits", key: "m", operation: .seeStandards),
            ]),
        DestinationGroup(
            label: "navigation.business",
            destinations: [
                Destination(path: Paths.carriers, label: "navigation.carriers", key: "r", operation: .seeStandards),
                Destination(path: Paths.channels, label: "navigation.channels", key: "k", operation: .setChannels),
                Destination(path: Paths.places, label: "navigation.places", key: "l", operation: .seeStandards),
                Destination(path: Paths.contactForms, label: "navigation.contact", key: "f", operation: .seeCases),
                Destination(path: Paths.people, label: "navigation.people", key: "p", operation: .seeToday),
                Destination(path: Paths.imports, label: "navigation.import", key: "i", operation: .importData),
            ]),
    ]
}

func navigation(_ context: PageContext) -> HTML {
    let groups = DestinationGroup.all.compactMap { group -> HTML? in
        let links = group.destinations.filter { context.may($0.operation) }.map { link(to: $0, context) }
        guard !links.isEmpty else { return nil }
        return
            "<div class=\"nav-group\"><p class=\"nav-label\">\(context.words(group.label))</p><ul>\(joined: links)</ul></div>"
    }
    return "<nav class=\"side\" aria-label=\"\(context.words("navigation.label"))\">\(joined: groups)</nav>"
}

private func link(to destination: Destination, _ context: PageContext) -> HTML {
    let path = context.path.prefix { $0 != "?" }
    let isHere = path == destination.path || path.hasPrefix(destination.path + "/")
    let count = destination.count(context.counts)
    let bound = NavigationCounts.bound
    let shown = context.words.number(min(count, bound)) + (count > bound ? "+" : "")
    let badge: HTML = "<span class=\"badge num\">\(shown)</span>"
    return """
        <li><a href="\(url: destination.path)"\("aria-current", isHere ? "page" : nil) data-go="\(destination.key)">\
        \(context.words(destination.label))\(badge, if: count > 0)</a></li>
        """
}

/// Ctrl-K: filled by its script from the links of the navigation and the search.
func goToDialog(_ words: Words) -> HTML {
    """
    <dialog id="go-to" class="dialog" aria-labelledby="go-to-title" data-go-to="\(url: Paths.search)">
    <form method="dialog">
    <h2 id="go-to-title" class="hidden">\(words("page.go-to.title"))</h2>
    <input type="text" aria-label="\(words("page.go-to.title"))" placeholder="\(words("page.go-to.hint"))" \
    autocomplete="off" data-go-to-input data-search-label="\(words("page.go-to.search", ["text": "%s"]))">
    <ul class="choices" data-go-to-choices></ul>
    </form>
    </dialog>
    """
}

/// `?`: what every key does.
func keysDialog(_ words: Words) -> HTML {
    let keys: [(String, WordKey)] = [
        ("/", "page.keys.search"), ("j  k", "page.keys.move"), ("Enter", "page.keys.open"), ("e", "page.keys.edit"),
        ("p", "page.keys.note"),
        ("Ctrl K", "page.keys.go-to"), ("g t", "page.keys.today"), ("g o", "page.keys.orders"),
        ("g c", "page.keys.cases"), ("?", "page.keys.help"), ("Esc", "page.keys.close"),
    ]
    let rows = keys.map { keys, label -> HTML in
        "<tr><td><kbd>\(keys)</kbd></td><td>\(words(label))</td></tr>"
    }
    return """
        <dialog id="keys" class="dialog" aria-labelledby="keys-title">
        <h2 id="keys-title">\(words("page.keys.title"))</h2>
        <table class="keys"><tbody>\(joined: rows)</tbody></table>
        <form method="dialog"><button>\(words("page.close"))</button></form>
        </dialog>
        """
}
