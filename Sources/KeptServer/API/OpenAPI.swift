import HTTPTypes

/// The description of the API (OpenAPI 3.1), made from the routes that serve it.
enum OpenAPI {
    static func document(of routes: [APIRoute]) -> [UInt8] {
        var json = JSONWriter(capacity: 64_000)
        json.object { json in
            json.field("openapi", "3.1.0")
            json.object("info") { info(&$0) }
            json.array("servers", ["/"]) { json, address in json.object { $0.field("url", address) } }
            json.array("security", ["token"]) { json, name in
                json.object { $0.array("token", [String]()) { $0.value($1) } }
            }
            json.object("paths") { json in
                for (path, routes) in byPath(routes) {
                    json.key(named: path)
                    json.object { for route in routes { write(route, to: &$0) } }
                }
            }
            json.object("components") { components(of: &$0) }
        }
        return json.bytes
    }

    private static func info(_ json: inout JSONWriter) {
        json.field("title", "Kept")
        json.field("version", "1")
        json.field(
            "description",
            "Promises to customers, watched and kept. Ids are decimal strings; times are ISO 8601 with an offset. Lists answer items and next. Errors are problem details (RFC 9457)."
        )
    }

    private static func byPath(_ routes: [APIRoute]) -> [(String, [APIRoute])] {
        Dictionary(grouping: routes, by: \.fullPath).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.sorted { $0.method.rawValue < $1.method.rawValue }) }
    }

    private static func write(_ route: APIRoute, to json: inout JSONWriter) {
        json.key(named: route.method.rawValue.lowercased())
        json.object { json in
            json.field("operationId", operationID(route))
            json.field("summary", route.summary)
            json.field("tags", [route.tag])
            let parameters = parameters(of: route)
            if !parameters.isEmpty { json.array("parameters", parameters) { write($1, to: &$0) } }
            if let body = route.body {
                json.object("requestBody") { json in
                    json.field("required", true)
                    content("application/json", body, to: &json)
                }
            } else if route.takesFile {
                json.object("requestBody") { json in
                    json.field("required", true)
                    json.object("content") { $0.object("application/octet-stream") { _ in } }
                }
            }
            json.object("responses") { json in
                let usual = FurtherAnswer(status: route.answers.status, text: "Done.")
                for answer in ([usual] + route.otherwise).sorted(by: { $0.status < $1.status }) {
                    json.key(named: String(answer.status))
                    json.object { json in
                        json.field("description", answer.text)
                        if route.answersFile {
                            json.object("content") { $0.object("application/octet-stream") { _ in } }
                        }
                        if let schema = route.answers.schema { content("application/json", schema, to: &json) }
                    }
                }
                json.object("default") { $0.field("$ref", "#/components/responses/Problem") }
            }
        }
    }

    private struct Parameter {
        let name: String
        let place: String
        let schema: Schema
        let text: String
        var isRequired = false
    }

    private static func parameters(of route: APIRoute) -> [Parameter] {
        var all = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            Parameter(
                name: String($0.dropFirst().dropLast()), place: "path", schema: .id, text: "Which one.",
                isRequired: true)
        }
        all += route.query.map {
            Parameter(
                name: $0.name, place: "query", schema: $0.schema, text: $0.text, isRequired: $0.isRequired)
        }
        if route.takesKey {
            all.append(
                Parameter(
                    name: "Idempotency-Key", place: "header", schema: .text,
                    text: "The same key with the same request is done once and answered alike for a day."))
        }
        if route.isRevised {
            all.append(
                Parameter(
                    name: "If-Match", place: "header", schema: .text,
                    text: "The ETag that was read; 412 when somebody changed it since."))
        }
        return all
    }

    private static func write(_ parameter: Parameter, to json: inout JSONWriter) {
        json.object { json in
            json.field("name", parameter.name)
            json.field("in", parameter.place)
            json.field("required", parameter.isRequired)
            json.field("description", parameter.text)
            json.key("schema")
            parameter.schema.write(to: &json)
        }
    }

    private static func content(_ type: String, _ schema: Schema, to json: inout JSONWriter) {
        json.object("content") { json in
            json.key(named: type)
            json.object { json in
                json.key("schema")
                schema.write(to: &json)
            }
        }
    }

    private static func components(of json: inout JSONWriter) {
        json.object("schemas") { json in
            for (name, schema) in Schema.all {
                json.key(named: name)
                schema.write(to: &json)
            }
        }
        json.object("responses") { json in
            json.object("Problem") { json in
                json.field("description", "Not done, and why.")
                content("application/problem+json", .named("Problem"), to: &json)
            }
        }
        json.object("securitySchemes") { json in
            json.object("token") { json in
                json.field("type", "http")
                json.field("scheme", "bearer")
            }
        }
    }

    /// `get_orders_id_events`.
    private static func operationID(_ route: APIRoute) -> String {
        let words = route.path.split(whereSeparator: { "/{}-".contains($0) })
        return ([route.method.rawValue.lowercased()[...]] + words).joined(separator: "_")
    }
}
