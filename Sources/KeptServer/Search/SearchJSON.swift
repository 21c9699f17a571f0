import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ hit: SearchHit) {
        object { json in
            json.field("kind", hit.kind)
            json.field("id", "\(hit.subject.id)")
            json.field("number", hit.number)
            json.field("title", hit.title.text)
            json.field("about", hit.about)
            json.field("snippet", hit.snippet) { json, snippet in
                json.array(snippet.pieces) { json, piece in
                    json.object {
                        $0.field("text", piece.text)
                        $0.field("marked", piece.isMarked)
                    }
                }
            }
            json.field("at", hit.at)
            json.field("place", hit.place)
            json.field("state", hit.state)
            json.field("exact", hit.isExact)
            var found: ID<Case>?
            if case .message(_, let id) = hit.subject { found = id }
            json.field("case", found)
            json.field("direction", hit.direction)
            json.field("channel", hit.channel)
        }
    }

    mutating func write(_ answer: SearchAnswer) {
        object { json in
            json.array("items", answer.hits) { $0.write($1) }
            json.field("more", SearchKind.allCases.filter(answer.more.contains).map(\.rawValue))
            json.field("next", answer.next.map { Cursor.write($0.description) })
        }
    }
}

extension SearchAnswer {
    /// As `GET /api/v1/search` answers.
    package var json: String {
        var json = JSONWriter(capacity: 4_096)
        json.write(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension Schema {
    static let searchHit = Schema.object([
        SchemaField("kind", .word(SearchKind.self)), SchemaField("id", .id),
        SchemaField("number", .nullable(.integer), "Of the case or order; of a message its case's."),
        SchemaField("title", .text, "A name, a subject, an order's id elsewhere; of a message its case's subject."),
        SchemaField("about", .nullable(.text), "The customer; of a customer their addresses."),
        SchemaField(
            "snippet",
            .nullable(.array(.object([SchemaField("text", .text), SchemaField("marked", .boolean)]))),
            "Where in a message it stands, in pieces."),
        SchemaField("at", .instant), SchemaField("place", .nullable(.id)),
        SchemaField("state", .nullable(.word(SearchState.self))),
        SchemaField("exact", .boolean, "Found by a number or address of its own."),
        SchemaField("case", .nullable(.id), "Of a message."),
        SchemaField("direction", .nullable(.word(Message.Direction.self))),
        SchemaField("channel", .nullable(.word(Message.Channel.self))),
    ])
}
