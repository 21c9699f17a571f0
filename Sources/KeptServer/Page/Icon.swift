/// The few signs of the interface, drawn with the colour of the text beside them. They never stand without a word.
package enum Icon: String, CaseIterable, Sendable {
    case running, atRisk = "at-risk", paused, kept, broken, released, renegotiated
    case search, menu, person, parcel, clock, arrow, more, file

    private var shape: HTML {
        switch self {
        case .running: "<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 4.5V8l2.5 1.5\"/>"
        case .atRisk: "<path d=\"M8 2 15 14H1z\"/><path d=\"M8 6.5v3.5M8 12v.2\"/>"
        case .paused: "<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M6.5 5.8v4.4M9.5 5.8v4.4\"/>"
        case .kept: "<circle cx=\"8\" cy=\"8\" r=\"6\" class=\"solid\"/><path class=\"cut\" d=\"m5 8.2 2.1 2.1L11 6\"/>"
        case .broken:
            "<path class=\"solid\" d=\"M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z\"/><path class=\"cut\" d=\"m5.5 5.5 5 5m0-5-5 5\"/>"
        case .released: "<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M5 8h6\"/>"
        case .renegotiated: "<path d=\"M3 8a5 5 0 0 1 9-3M13 8a5 5 0 0 1-9 3\"/><path d=\"M12 2v3H9M4 14v-3h3\"/>"
        case .search: "<circle cx=\"7\" cy=\"7\" r=\"4.5\"/><path d=\"m10.5 10.5 4 4\"/>"
        case .menu: "<path d=\"M2 4h12M2 8h12M2 12h12\"/>"
        case .person: "<circle cx=\"8\" cy=\"5.5\" r=\"3\"/><path d=\"M2.5 14c.6-3 2.7-4.5 5.5-4.5s4.9 1.5 5.5 4.5\"/>"
        case .parcel: "<path d=\"M2 5 8 2l6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6\"/>"
        case .clock: "<circle cx=\"8\" cy=\"8\" r=\"6.5\"/><path d=\"M8 4v4l3 2\"/>"
        case .arrow: "<path d=\"M3 8h10M9 4l4 4-4 4\"/>"
        case .more: "<path d=\"m5 6.5 3 3 3-3\"/>"
        case .file: "<path d=\"M4 1.5h5l3 3v10H4zM9 1.5v3h3\"/>"
        }
    }

    /// The sign, hidden from readers of the page by ear.
    package var html: HTML { Self.drawn[self]! }

    /// Drawn once: a list shows hundreds of them.
    private static let drawn: [Icon: HTML] = Dictionary(
        uniqueKeysWithValues: allCases.map { icon in
            let html: HTML = """
                <svg class="icon icon-\(icon.rawValue)" viewBox="0 0 16 16" aria-hidden="true" focusable="false">\(icon.shape)</svg>
                """
            return (icon, html)
        })
}
