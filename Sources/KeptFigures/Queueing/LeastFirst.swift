/// Numbers of which the least is known at once: a binary heap.
struct LeastFirst {
    private var items: [Double] = []

    var count: Int { items.count }
    var least: Double? { items.first }

    mutating func insert(_ item: Double) {
        items.append(item)
        var place = items.count - 1
        while place > 0, items[(place - 1) / 2] > items[place] {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeLeast() {
        items[0] = items[items.count - 1]
        items.removeLast()
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < items.count else { return }
            if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
            guard items[child] < items[place] else { return }
            items.swapAt(place, child)
            place = child
        }
    }
}
