import KeptDomain
import KeptStore
import KeptWords

/// The first screen of the day: what ends before we close, and what is at risk.
package func todayPage(_ view: TodayView, _ context: PageContext) -> HTML {
    todayPage(view.totals.hasAny ? TodayPieces(view, context) : nil, view.myCases, view.escalated, context)
}

/// - Parameter pieces: what all readers see; `nil` before the first promise.
func todayPage(
    _ pieces: TodayPieces?, _ mine: [CaseLine], _ escalated: [CaseLine], decisions: HTML? = nil,
    likelyLate: HTML? = nil, _ context: PageContext, desk: TodayDesk? = nil
) -> HTML {
    let words = context.words
    guard let pieces else { return layout(title: words("today.title"), context: context, body: firstDay(context)) }
    let beside: [HTML?] = [
        decisions, likelyLate, desk.flatMap { todayDesk($0, context) },
        todayCases("today.escalated", escalated, context),
        myCases(mine, context),
    ]
    let body: HTML = """
        \(pieces.head)
        <div class="columns">
        \(pieces.lists)
        <aside>\(joined: beside.compactMap(\.self))</aside>
        </div>
        """
    return layout(title: words("today.title"), context: context, body: body)
}

extension TodayPieces {
    init(_ view: TodayView, _ context: PageContext) {
        head = todayHead(view, context)
        lists = todayLists(view, context)
    }
}

private func todayHead(_ view: TodayView, _ context: PageContext) -> HTML {
    let words = context.words
    return """
        <div id="today-head" data-live-topics="promise" data-live-at-once>
        \(pageHead(words("today.title"), sentence: headline(view, context)))
        <div class="day-scroll" tabindex="0" role="region" aria-label="\(words("today.day"))">\
        \(dayStrip(view, context))</div>
        \(todayFigures(view, context))
        </div>
        """
}

private func todayLists(_ view: TodayView, _ context: PageContext) -> HTML {
    let words = context.words
    let lists: [HTML?] = [
        list("today.broken", view.broken, total: view.totals.broken, all: view.links.broken, context),
        list("today.next-hour", view.nextHour, total: view.totals.nextHour, all: view.links.nextHour, context),
        list(
            "today.before-sundown", view.beforeSundown,
            total: view.totals.dueBeforeSundown - view.totals.nextHour, all: view.links.beforeSundown, context),
        list("today.later", view.later, total: view.totals.later, all: view.links.later, context),
    ]
    let standing = lists.compactMap { $0 }
    let calm = emptyState(words("today.calm.title"), words("today.calm.text"))
    return """
        <div id="today-lists" data-live-topics="promise" data-fresh-one="\(words("page.fresh", count: 1))" \
        data-fresh-other="\(words.template("page.fresh").filled { _ in "%s" })">\
        \(joined: standing)\(calm, if: standing.isEmpty)</div>
        """
}

/// "7 promises end before you close; 2 are at risk."
private func headline(_ view: TodayView, _ context: PageContext) -> HTML {
    let words = context.words
    let isToday = context.zone.day(of: view.day.sundown) == context.today
    let totals = view.totals
    let risk: HTML =
        "<a href=\"\(url: view.links.atRisk)\">\(words("today.headline.risk", count: totals.atRisk))</a>"
    let calm: HTML = "\(words("today.headline.no-risk"))"
    let key: WordKey =
        totals.dueBeforeSundown == 0
        ? (isToday ? "today.headline.nothing" : "today.headline.nothing-next-day")
        : (isToday ? "today.headline.due" : "today.headline.due-next-day")
    let ending = totals.dueBeforeSundown == 0 && totals.atRisk == 0 ? HTML() : (totals.atRisk == 0 ? calm : risk)
    let due: HTML = "<a href=\"\(url: view.links.untilSundown)\">\(words.number(totals.dueBeforeSundown))</a>"
    return words.html(
        key, count: totals.dueBeforeSundown,
        [
            "count": due, "risk": ending,
            "day": "\(words.nearDay(context.zone.day(of: view.day.sundown), today: context.today))",
        ])
}

private func todayFigures(_ view: TodayView, _ context: PageContext) -> HTML {
    let words = context.words
    let totals = view.totals
    let kept = totals.figures
    return figures([
        Figure(
            words.number(totals.broken), words("today.figures.broken"),
            link: view.links.broken, tone: totals.broken > 0 ? .broken : nil),
        Figure(
            words.number(totals.atRisk), words("today.figures.at-risk"),
            link: view.links.atRisk, tone: totals.atRisk > 0 ? .risk : nil),
        Figure(
            kept.keptShare.map { words.share($0) } ?? "\u{2013}", words("today.figures.kept"),
            note: words("today.figures.settled", count: kept.kept + kept.broken),
            link: view.links.kept),
        Figure(
            kept.firstWordKeptShare.map { words.share($0) } ?? "\u{2013}", words("today.figures.first-word"),
            note: words("today.figures.chains", count: kept.chains),
            link: view.links.firstWord),
    ])
}

private func list(
    _ title: WordKey, _ rows: [PromiseRow], total: Int, all: String, _ context: PageContext
) -> HTML? {
    guard total > 0 else { return nil }
    let isOver = total > TodayTotals.countedUpTo
    let shown = min(total, TodayTotals.countedUpTo)
    let count: HTML =
        "<a class=\"small\" href=\"\(url: all)\">\(context.words(isOver ? "today.shown-over" : "today.shown", count: shown))</a>"
    return section(
        context.words(title), aside: count,
        "\("<ul class=\"promise-rows\">\(joined: rows.map { promiseRow($0, context) })</ul>", if: !rows.isEmpty)")
}

/// One promise of a list: clock time and what is left, the word, for whom, its bar.
package func promiseRow(_ row: PromiseRow, _ context: PageContext) -> HTML {
    let words = context.words
    let promise = row.promise
    let which: HTML = "<span class=\"word-count\">\(words("today.word", count: row.word))</span>"
    let reason: HTML? = row.reason.map { "<p class=\"why\">\($0)</p>" }
    let day = context.zone.day(of: promise.due)
    let below = day == context.today ? context.relativeTime(promise.due) : context.dayText(day)
    let people: [HTML] = [
        row.customer.map { "\($0)" }, row.place.map { "\($0)" }, row.owner.map { personChip($0) },
    ].compactMap { $0 }
    return """
        <li class="promise-row promise-\(promise.standing.rawValue)" data-row="\(url: row.link)">\
        <div class="row-time">\(context.clockTime(promise.due))\(below)</div>\
        <div class="row-word"><p class="row-said"><a href="\(url: row.link)" lang="\(promise.language)">\(promise.said)</a> \
        \(which, if: row.word > 1)</p>\
        <p class="quiet">\(row.about) \(joined: people.map { " · \($0)" as HTML })</p>\(reason)\
        \(promise.used.map { usedBar($0, promise.standing, words) })</div>\
        <div class="row-state">\(standingChip(promise.standing, words))</div></li>
        """
}

/// Before the first promise: what the screen will show, and the two ways to begin.
private func firstDay(_ context: PageContext) -> HTML {
    let words = context.words
    let action: HTML = """
        <div class="actions">\(linkButton(words("today.first.import"), to: Paths.imports, isMain: true))\
        \(linkButton(words("today.first.standard"), to: Paths.newStandard))</div>
        """
    return """
        \(pageHead(words("today.title"), sentence: "\(words("today.first.sentence"))"))
        \(emptyState(words("today.first.title"), words("today.first.text"), action: action))
        """
}
