import KeptDomain
import KeptStore
import KeptWords

extension Schema {
    static let importRun = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .text), SchemaField("source", .text),
        SchemaField("files", .array(.text)), SchemaField("state", .text), SchemaField("bytes_done", .integer),
        SchemaField("bytes_total", .integer), SchemaField("rejects", .nullable(.text)),
        SchemaField("failure", .nullable(.text)), SchemaField("started_at", .instant),
        SchemaField("moved_at", .instant),
        SchemaField("ended_at", .nullable(.instant)),
    ])

    private static let columnMap = Schema.object([
        .optional("source", .text, "The system that the rows come from."),
        SchemaField("columns", .map(.text), "By the field of an order, the header of the column."),
        .optional("zone", .text, "Of times without one."), .optional("currency", .text, "Of amounts without one."),
        .optional("dates", .word(ColumnMap.DateOrder.self)), .optional("decimal", .text, "A point or a comma."),
        .optional("statuses", .map(.text), "By the file's own word, the usual one."),
    ])

    /// A file that was handed over.
    static let upload = Schema.object([
        SchemaField("id", .id, "Of the import too, once it is started."), SchemaField("file", .text),
        SchemaField("size", .integer, "Bytes."), SchemaField("uploaded_at", .instant),
        SchemaField(
            "waiting", .nullable(.words(["start", "try"])), "What was asked for and has not begun; null for nothing."),
        SchemaField("encoding", .text), SchemaField("header", .array(.text)),
        SchemaField("rows", .array(.array(.text)), "The first ones."),
        SchemaField("map", columnMap, "What the columns stand for: as it was said, else as the header suggests."),
        SchemaField("problems", .array(.text), "What keeps the map from being used."),
        SchemaField(
            "tried",
            .nullable(
                .object([
                    SchemaField("at", .instant), SchemaField("failure", .nullable(.text)),
                    SchemaField(
                        "counts",
                        .map(
                            .object([
                                SchemaField("read", .integer), SchemaField("imported", .integer),
                                SchemaField("unchanged", .integer), SchemaField("rejected", .integer),
                            ]))),
                ])), "What the last try came to."),
    ])

    static let importStart = Schema.object([
        .optional("map", columnMap, "As it stands in the file's map when left out."),
        .optional("try", .boolean, "Only find out what would come of it."),
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

/// A file that was handed over, with its first rows.
struct ImportUpload {
    let upload: UploadRecord
    let preview: ImportPreview
    let words: Words

    var map: ColumnMap { upload.map ?? preview.map }

    /// What keeps a map from being used with a file.
    static func problems(of map: ColumnMap, in preview: ImportPreview, file: String) -> [FileRefusal] {
        let found =
            map.problems(with: preview.header)
            + ColumnSuggestion.openQuestions(map, header: preview.header, rows: preview.rows)
        return found.map { FileRefusal($0, file: file) }
    }
}

extension JSONWriter {
    mutating func write(_ shown: ImportUpload) {
        let (upload, preview) = (shown.upload, shown.preview)
        object { json in
            json.field("id", upload.id)
            json.field("file", upload.file)
            json.field("size", upload.size)
            json.field("uploaded_at", upload.uploadedAt)
            json.field("waiting", upload.wish)
            json.field("encoding", preview.encoding.name)
            json.field("header", preview.header)
            json.array("rows", preview.rows) { json, row in json.array(row) { $0.value($1) } }
            json.key("map")
            json.write(shown.map)
            json.field(
                "problems",
                ImportUpload.problems(of: shown.map, in: preview, file: upload.file).map {
                    shown.words(refusal: $0.key, $0.facts)
                })
            json.key("tried")
            json.write(upload.trial, at: upload.triedAt, shown.words)
        }
    }

    private mutating func write(_ trial: UploadTrial?, at: Instant?, _ words: Words) {
        guard let trial else { return null() }
        object { json in
            json.field("at", at)
            json.field("failure", trial.failure.map { words(refusal: $0.key, $0.facts) })
            json.object("counts") { json in
                for kind in ImportTotals.Kind.allCases where trial.totals[kind].read > 0 {
                    let counts = trial.totals[kind]
                    json.key(named: kind.rawValue)
                    json.object { json in
                        json.field("read", counts.read)
                        json.field("imported", counts.imported)
                        json.field("unchanged", counts.unchanged)
                        json.field("rejected", counts.rejected)
                    }
                }
            }
        }
    }

    private mutating func write(_ map: ColumnMap) {
        object { json in
            json.field("source", map.source)
            json.field("columns", map.columns)
            json.field("zone", map.zone)
            json.field("currency", map.currency)
            json.field("dates", map.dates)
            json.field("decimal", map.decimal)
            json.field("statuses", map.statuses ?? [:])
        }
    }
}
