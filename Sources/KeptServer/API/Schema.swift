import KeptDomain

/// The shape of a JSON value, as JSON Schema 2020-12 writes it.
indirect enum Schema: Sendable {
    case text, integer, number, boolean, instant, day
    /// A decimal string.
    case id
    case words([String])
    case array(Schema)
    case object([SchemaField])
    /// An object whose members are all of one shape.
    case map(Schema)
    case nullable(Schema)
    /// By its name in `components`.
    case named(String)

    /// The body of what only asks for a reason, which may be left out.
    static let why = Schema.object([.optional("why", .text)])

    static func word<T: RawRepresentable<String> & CaseIterable>(_: T.Type) -> Schema {
        .words(T.allCases.map(\.rawValue))
    }

    func write(to json: inout JSONWriter) { json.object { members(to: &$0) } }

    private func members(to json: inout JSONWriter, orNull: Bool = false) {
        func type(_ name: String) {
            json.key("type")
            if orNull { json.array([name, "null"]) { $0.value($1) } } else { json.value(name) }
        }
        switch self {
        case .text: type("string")
        case .integer: type("integer")
        case .number: type("number")
        case .boolean: type("boolean")
        case .instant:
            type("string")
            json.field("format", "date-time")
        case .day:
            type("string")
            json.field("format", "date")
        case .id:
            type("string")
            json.field("pattern", "^[1-9][0-9]*$")
        case .words(let words):
            type("string")
            json.key("enum")
            json.array(orNull ? words + [""] : words) { if $1.isEmpty { $0.null() } else { $0.value($1) } }
        case .array(let item):
            type("array")
            json.key("items")
            item.write(to: &json)
        case .map(let member):
            type("object")
            json.key("additionalProperties")
            member.write(to: &json)
        case .object(let fields):
            type("object")
            Self.write(fields, to: &json)
        case .nullable(.named(let name)):
            json.key("anyOf")
            json.array([Schema.named(name), nil]) { json, schema in
                if let schema { schema.write(to: &json) } else { json.object { $0.field("type", "null") } }
            }
        case .nullable(let schema): schema.members(to: &json, orNull: true)
        case .named(let name): json.field("$ref", "#/components/schemas/\(name)")
        }
    }

    private static func write(_ fields: [SchemaField], to json: inout JSONWriter) {
        json.object("properties") { json in
            for field in fields {
                json.key(named: field.name)
                json.object {
                    field.schema.members(to: &$0)
                    if let text = field.text { $0.field("description", text) }
                }
            }
        }
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { json.field("required", required) }
    }
}

struct SchemaField: Sendable {
    let name: String
    let schema: Schema
    let text: String?
    var isRequired = true

    init(_ name: String, _ schema: Schema, _ text: String? = nil) {
        self.name = name
        self.schema = schema
        self.text = text
    }

    /// A field that a request may leave out.
    static func optional(_ name: String, _ schema: Schema, _ text: String? = nil) -> SchemaField {
        var field = SchemaField(name, schema, text)
        field.isRequired = false
        return field
    }
}
