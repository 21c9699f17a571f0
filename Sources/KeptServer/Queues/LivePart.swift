import KeptDomain

/// A part of a page that follows a queue: it is sent whole, and the page replaces it where it changed.
struct LivePart: Sendable {
    /// Of the element that holds it.
    let id: String
    let html: HTML

    init(_ id: String, _ html: HTML) {
        self.id = id
        self.html = html
    }
}

extension [LivePart] {
    /// As a server-sent event, `{"parts":{"visit-now":"…"}}`.
    var event: String {
        var json = JSONWriter(capacity: 600 + reduce(0) { $0 + $1.html.bytes.count })
        json.object { json in
            json.key("parts")
            json.object { json in
                for part in self {
                    json.key(named: part.id)
                    json.value(part.html.text)
                }
            }
        }
        return "event: parts\ndata: \(json.text)\n\n"
    }
}
