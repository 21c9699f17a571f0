/// A parameter of the query that a route understands.
struct QueryField: Sendable {
    let name: String
    let schema: Schema
    let text: String
    private(set) var isRequired = false

    init(_ name: String, _ schema: Schema, _ text: String) {
        self.name = name
        self.schema = schema
        self.text = text
    }

    /// One without which the route refuses to answer.
    static func required(_ name: String, _ schema: Schema, _ text: String) -> QueryField {
        var field = QueryField(name, schema, text)
        field.isRequired = true
        return field
    }

    static let paging = [
        QueryField("limit", .integer, "How many at most, 1 to 500; 50 when left out."),
        QueryField("cursor", .text, "Where the last page ended: its next."),
    ]
}
