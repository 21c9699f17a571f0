import KeptDomain
import KeptStore
import KeptWords

/// The queues and service points of the reader's places, as they stand now.
package struct QueuesView: Sendable {
    package struct Point: Sendable {
        package let point: ServicePoint
        package let person: String?
        package let current: Visit?

        package init(point: ServicePoint, person: String?, current: Visit?) {
            self.point = point
            self.person = person
            self.current = current
        }
    }

    package struct Line: Sendable {
        package let queue: Queue
        package let place: String
        package let isTaking: Bool
        package let waiting: Int
        package let longest: Span?
        /// Of those who wait: told waits that broke, and those that will.
        package let broken: Int
        package let atRisk: Int
        package let openPoints: Int
        package let outlook: WaitOutlook
        package let today: QueueDay

        package init(
            queue: Queue, place: String, isTaking: Bool, waiting: Int, longest: Span?, broken: Int, atRisk: Int,
            openPoints: Int, outlook: WaitOutlook, today: QueueDay
        ) {
            self.queue = queue
            self.place = place
            self.isTaking = isTaking
            self.waiting = waiting
            self.longest = longest
            self.broken = broken
            self.atRisk = atRisk
            self.openPoints = openPoints
            self.outlook = outlook
            self.today = today
        }
    }

    package let lines: [Line]
    package let points: [Point]

    package init(lines: [Line], points: [Point]) {
        self.lines = lines
        self.points = points
    }
}

extension QueuesView.Line {
    init(_ scene: QueueScene, place: String) {
        let late = scene.waiting.count { $0.told.map { $0.due < scene.at } ?? false }
        self.init(
            queue: scene.queue, place: place, isTaking: scene.isTaking, waiting: scene.waiting.count,
            longest: scene.waiting.map { $0.visit.waited(until: scene.at) }.max(), broken: late,
            atRisk: scene.waiting.count { $0.isSlow(at: scene.at) } - late,
            openPoints: scene.points.count { $0.point.isOpen }, outlook: scene.joining, today: scene.today)
    }
}

package func queuesPage(_ view: QueuesView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("queue-pages.staff.title")
    let buttons: [HTML] =
        context.may(.setQueues)
        ? [
            linkButton(words("queue-pages.staff.add"), to: Paths.newQueue, isMain: view.lines.isEmpty),
            linkButton(words("queue-pages.points.add"), to: Paths.newPoint),
            linkButton(words("queue-pages.reasons.title"), to: Paths.delayReasons),
        ] : []
    guard !view.lines.isEmpty else {
        let add =
            context.may(.setQueues) ? linkButton(words("queue-pages.staff.add"), to: Paths.newQueue, isMain: true) : nil
        return layout(
            title: title, context: context,
            body:
                "\(pageHead(title))\(emptyState(words("queue-pages.staff.none"), words("queue-pages.staff.none-text"), action: add))"
        )
    }
    return layout(
        title: title, context: context,
        body: """
            <div id="queues-now" data-live-topics="visit queue" data-live-at-once>\
            \(pageHead(title, sentence: queuesSentence(view, words), actions: .joined(buttons)))\
            \(queuesTable(view, context))\(pointsTable(view, context))</div>
            """)
}

private func queuesSentence(_ view: QueuesView, _ words: Words) -> HTML {
    let waiting = view.lines.reduce(0) { $0 + $1.waiting }
    let need = view.lines.reduce(0) { $0 + $1.broken + $1.atRisk }
    let longest = view.lines.compactMap(\.longest).max()
    guard waiting > 0, let longest else { return "\(words("queue-pages.staff.calm"))" }
    let first = words("queue-pages.staff.sentence", count: waiting, ["longest": words.duration(longest)])
    return need == 0 ? "\(first)" : "\(words.sentences([first, words("queue-pages.staff.need", count: need)]))"
}

private func queuesTable(_ view: QueuesView, _ context: PageContext) -> HTML {
    let words = context.words
    let columns = [
        Column(words("queue-pages.desk.queue")), Column(words("queue-pages.staff.waiting"), isNumber: true),
        Column(words("queue-pages.staff.longest"), isNumber: true), Column(words("queue-pages.staff.told-now")),
        Column(words("queue-pages.staff.need-now")), Column(words("queue-pages.staff.points-open"), isNumber: true),
        Column(words("queue-pages.staff.kept-today"), isNumber: true, isSecondary: true),
        Column(words("queue-pages.staff.exceptions"), isNumber: true, isSecondary: true),
    ]
    let rows = view.lines.map { line -> TableRow in
        let need: HTML = """
            \("\(standingChip(.broken, words)) \(words.number(line.broken)) ", if: line.broken > 0)\
            \("\(standingChip(.atRisk, words)) \(words.number(line.atRisk))", if: line.atRisk > 0)
            """
        let state: HTML =
            line.isTaking ? "" : " <span class=\"quiet small\">\(words("queue-pages.desk.not-taking"))</span>"
        let kept: HTML =
            line.today.toldSettled == 0
            ? "–"
            : "\(words("queue-pages.staff.of", ["part": words.number(line.today.toldKept), "whole": words.number(line.today.toldSettled)]))"
        return TableRow(
            [
                "<a href=\"\(url: Paths.queue(line.queue.id))\">\(line.queue.letter) · \(line.queue.name(in: words.language.tag))</a> <span class=\"quiet small\">\(line.place)</span>\(state)",
                "\(words.number(line.waiting))", "\(line.longest.map { words.duration($0) } ?? "–")",
                "\(words.shortWait(line.outlook))", need, "\(words.number(line.openPoints))", kept,
                "\(words.number(line.today.exceptions.count))",
            ], link: Paths.queue(line.queue.id))
    }
    return table(columns, rows, caption: words("queue-pages.staff.title"))
}

private func pointsTable(_ view: QueuesView, _ context: PageContext) -> HTML {
    let words = context.words
    let names = Dictionary(uniqueKeysWithValues: view.lines.map { ($0.queue.id, $0.queue.letter) })
    let columns = [
        Column(words("queue-pages.points.name")), Column(words("queue-pages.points.serves")),
        Column(words("queue-pages.points.state")), Column(words("queue-pages.points.now")),
    ]
    let rows = view.points.map { one -> TableRow in
        let serves = one.point.serves.compactMap { names[$0.queue] }.joined(separator: ", ")
        let state =
            one.point.isOpen
            ? one.person.map { words("queue-pages.points.open-by", ["name": $0]) } ?? words("queue-pages.points.open")
            : words("queue-pages.points.closed")
        let settings: HTML =
            context.may(.setQueues)
            ? " <a class=\"small\" href=\"\(url: Paths.pointSettings(one.point.id))\">\(words("queue-pages.staff.settings"))</a>"
            : ""
        return TableRow(
            [
                "<a href=\"\(url: Paths.point(one.point.id))\">\(one.point.name(in: words.language.tag))</a>\(settings)",
                "\(serves)", "\(state)", "\(one.current?.ticket)",
            ], link: Paths.point(one.point.id))
    }
    let body: HTML =
        rows.isEmpty
        ? emptyState(words("queue-pages.points.none"), words("queue-pages.points.none-text"))
        : table(columns, rows, caption: words("queue-pages.points.title"))
    return section(words("queue-pages.points.title"), body)
}
