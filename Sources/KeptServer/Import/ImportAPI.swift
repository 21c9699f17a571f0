import KeptDomain
import KeptStore

/// Imports for programs: handing a file over, starting it, how far each has come, and stopping one.
enum ImportAPI {
    static let routes: [APIRoute] = [
        .postFile(
            "/imports", "Hand a file of orders, lines or events over: the body, plain or .gz", tag: "Import",
            needs: .importData, query: [QueryField("file", .text, "Its name, file.csv when left out.")],
            answers: .named("Upload"), handOver),
        .get(
            "/imports/{id}/file", "A file that was handed over and is not read yet, with what its columns stand for",
            tag: "Import", needs: .importData, answers: .named("Upload")
        ) { try await shown($0.id(of: ImportRun.self), $0) },
        .delete(
            "/imports/{id}/file",
            "Remove a file that was handed over, and the rows of it that were not taken; what was imported stays",
            tag: "Import", needs: .importData, remove),
        .post(
            "/imports/{id}/start", "Begin to import it or to try it, or go on with an import that stopped",
            tag: "Import", needs: .importData, body: .importStart, status: 202,
            answers: .object([
                SchemaField("id", .id), SchemaField("waiting", .words(["start", "try"])),
            ]), start),
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

    /// Takes a file. What is no table of text is told at once, and not kept.
    @Sendable private static func handOver(_ api: APIRequest) async throws -> APIAnswer {
        let name = try api.asked { query in
            let name = query.text("file") ?? "file.csv"
            if name.utf8.count > 200 { query.refuse("file", "requests.too-long", [Fact("count", 200)]) }
            return name
        }
        let file = try await api.receiveFile(named: name)
        let id: ID<ImportRun>
        do {
            _ = try await api.site.store.previewImport(file.path, rows: 1)
            id = try await api.site.store.write(as: api.actor, at: api.now) {
                try $0.addUpload(named: file.name, at: file.path, size: file.size)
            }
        } catch {
            UploadedFile.remove([file.path])
            guard let failure = error as? FileFailure else { throw error }
            let refusal = FileRefusal(failure, file: file.name)
            throw InvalidInput("file", refusal.key, refusal.facts)
        }
        return try await shown(id, api, status: 201)
    }

    @Sendable private static func remove(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: ImportRun.self)
        let imports = api.site.imports
        let kept = try await api.site.store.write(as: api.actor, at: api.now) {
            try $0.removeUpload(id) { imports.isReading(id) }
        }
        UploadedFile.remove(kept)
        return APIAnswer(204, body: [])
    }

    @Sendable private static func start(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: ImportRun.self)
        let fields = try api.fields()
        let sent = fields.object("map").map { ColumnMap($0) }
        let wish = fields.optionalFlag("try") == true ? UploadRecord.Wish.rehearse : .start
        try fields.finish()
        let (record, upload) = try await api.read { (try $0.importRecord(id), try $0.upload(id)) }
        guard let upload else { throw StoreError.notFound("upload \(id)") }
        if let record {
            guard record.state == .stopped || record.state == .failed else { throw ImportUnderWay() }
        } else if upload.wish != nil || api.site.imports.isReading(id) {
            throw ImportUnderWay()
        }
        // What was begun goes on with the map it began with.
        let plan = record == nil ? try await checked(sent, for: upload, api) : nil
        let answer = try await api.write { tx in
            if let plan, wish == .start { try tx.remember(plan.map, for: plan.header) }
            try tx.wish(record == nil ? wish : .start, for: id, map: plan?.map)
            return APIAnswer(202) { json in
                json.object {
                    $0.field("id", id)
                    $0.field("waiting", record == nil ? wish : .start)
                }
            }
        }
        api.site.imports.look()
        return answer
    }

    /// The map that the file is read by, and its header. - Throws: `InvalidInput` with all that keeps it from being used.
    private static func checked(
        _ sent: ColumnMap?, for upload: UploadRecord, _ api: APIRequest
    ) async throws -> (map: ColumnMap, header: [String]) {
        let preview = try await api.site.store.previewImport(upload.path)
        let map = sent ?? upload.map ?? preview.map
        var problems = ImportUpload.problems(of: map, in: preview, file: upload.file).map {
            FieldProblem("map", $0.key, $0.facts)
        }
        if map.source == nil { problems.append(FieldProblem("map.source", "requests.missing")) }
        if let zone = map.zone {
            do { _ = try api.site.store.zones.zone(zone) } catch {
                problems.append(FieldProblem("map.zone", error.key, error.facts))
            }
        }
        try problems.check()
        return (map, preview.header)
    }

    private static func shown(_ id: ID<ImportRun>, _ api: APIRequest, status: Int = 200) async throws -> APIAnswer {
        guard let upload = try await api.read({ try $0.upload(id) }) else { throw StoreError.notFound("upload \(id)") }
        let preview = try await api.site.store.previewImport(upload.path, rows: 8)
        let shown = ImportUpload(
            upload: upload, preview: preview, words: api.site.words(for: api.request, api.context))
        return APIAnswer(status, capacity: 4_000) { $0.write(shown) }
    }

    private static func answer(_ id: ID<ImportRun>, in reading: Reading) throws -> APIAnswer {
        guard let run = try reading.importRecord(id) else { throw StoreError.notFound("import \(id)") }
        return APIAnswer { $0.write(run) }
    }
}

/// The file is being read, or was read to its end.
private struct ImportUnderWay: Refusal {
    var key: String { "imports.under-way" }
    var facts: [Fact] { [] }
}

extension ColumnMap {
    fileprivate init(_ fields: JSONFields) {
        let columns = fields.textsByName("columns")
        let statuses = fields.textsByName("statuses")
        self.init(
            source: fields.optionalText("source", limit: 200), columns: columns,
            zone: fields.optionalText("zone", limit: 64), currency: fields.optionalText("currency", limit: 10),
            dates: fields.optionalWord("dates"), decimal: fields.optionalText("decimal", limit: 4),
            statuses: statuses.isEmpty ? nil : statuses)
    }
}
