import KeptDomain
import KeptStore

extension Schema {
    static let importRun = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .text), SchemaField("source", .text),
        SchemaField("files", .array(.text)), SchemaField("state", .text), SchemaField("bytes_done", .integer),
        SchemaField("bytes_total", .integer), SchemaField("rejects", .nullable(.text)),
        SchemaField("failure", .nullable(.text)), SchemaField("started_at", .instant),
        SchemaField("moved_at", .instant),
        SchemaField("ended_at", .nullable(.instant)),
    ])
}

extension JSONWriter {
    mutating func write(_ run: ImportRecord) {
        object { json in
            json.field("id", run.id)
            json.field("kind", run.kind)
            json.field("source", run.source)
            json.field("files", run.files)
            json.field("state", run.state)
            json.field("bytes_done", run.bytesDone)
            json.field("bytes_total", run.bytesTotal)
            json.field("rejects", run.rejects)
            json.field("failure", run.failure)
            json.field("started_at", run.startedAt)
            json.field("moved_at", run.movedAt)
            json.field("ended_at", run.endedAt)
        }
    }
}

/// Imports for programs: how far each has come, and stopping one.
enum ImportAPI {
    static let routes: [APIRoute] = [
        .get("/imports", "Imports, the newest first", tag: "Import", needs: .importData, answers: .listed("Import")) {
            api in
            let found = try await api.read { try $0.imports() }
            return .list(found) { $0.write($1) }
        },
        .get("/imports/{id}", "One import", tag: "Import", needs: .importData, answers: .named("Import")) { api in
            let id = try api.id(of: ImportRun.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/imports/{id}/stopping", "Stop it; it can be resumed", tag: "Import", needs: .importData, body: nil,
            answers: .named("Import")
        ) { api in
            let id = try api.id(of: ImportRun.self)
            return try await api.write { tx in
                try tx.stopImport(id)
                return try answer(id, in: tx)
            }
        },
    ]

    private static func answer(_ id: ID<ImportRun>, in reading: Reading) throws -> APIAnswer {
        guard let run = try reading.importRecord(id) else { throw StoreError.notFound("import \(id)") }
        return APIAnswer { $0.write(run) }
    }
}
