import KeptDomain
import KeptStore
import KeptWords

/// Queues in which somebody waits longer than they were told.
func todayQueues(_ queues: [QueueInNeed], _ context: PageContext) -> HTML? {
    guard !queues.isEmpty else { return nil }
    let words = context.words
    let items = queues.map { need -> HTML in
        """
        <li><a href="\(url: Paths.queue(need.queue.id))">\(need.queue.letter) · \(need.queue.name(in: words.language.tag))</a>\
        <span class="quiet">\(words("queue-pages.staff.need", count: need.late)) \
        \(words("queue-pages.staff.longest-of", ["longest": words.duration(need.longest)]))</span></li>
        """
    }
    return section(words("queue-pages.staff.in-need"), "<ul class=\"case-lines\">\(joined: items)</ul>")
}
