import Foundation
import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Imports: files are handed over, their columns explained, and their way into the record watched.
enum ImportRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/import", site, list),
            .page(.post, "/import", site, handOver),
            .page(.get, "/import/{id}", site, one),
            .page(.post, "/import/{id}/start", site, start),
            .page(.post, "/import/{id}/stop", site, stop),
            .page(.post, "/import/{id}/remove", site, remove),
            .page(.get, "/import/{id}/rejects.csv", site, rejects),
        ]
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        return try await listing(page)
    }

    private static func listing(
        _ page: PageRequest, _ status: HTTPResponse.Status = .ok, _ values: FormValues = .fresh
    ) async throws -> Response {
        let (runs, waiting) = try await page.read { reading in
            let waiting = try reading.waitingUploads().map { UploadView(id: $0.id, file: $0.file, at: $0.uploadedAt) }
            let records = try reading.imports()
            let names = try reading.uploadNames(of: records.map(\.id))
            return (records.map { ImportRunView(listed: $0, named: names[$0.id]) }, waiting)
        }
        return try await page.page(status) { importPage(runs, waiting: waiting, $0, values: values) }
    }

    /// Takes a file. What is no table of text is told at once, and not kept.
    private static func handOver(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        let problem: FieldProblem
        do {
            let file = try await page.receiveFile()
            do {
                _ = try await page.site.store.previewImport(file.path, rows: 1)
                let id = try await page.write {
                    try $0.addUpload(named: file.name, at: file.path, size: file.size)
                }
                return .seeOther(Paths.importRun(id))
            } catch {
                UploadedFile.remove([file.path])
                guard let failure = error as? FileFailure else { throw error }
                let refusal = FileRefusal(failure, file: file.name)
                problem = FieldProblem("file", refusal.key, refusal.facts)
            }
        } catch let fault as MultipartFault {
            problem = FieldProblem("file", fault.key, fault.facts)
        } catch let refusal as UploadTooLarge {
            let problem = FieldProblem("file", refusal.key, refusal.facts)
            return try await listing(page, .contentTooLarge, FormValues(problems: [problem]))
        } catch let input as InvalidInput {
            return try await listing(page, .unprocessableContent, FormValues(problems: input.problems))
        }
        return try await listing(page, .unprocessableContent, FormValues(problems: [problem]))
    }

    private static func one(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        let site = page.site
        // Asked before and after the record is read, for the work goes on meanwhile.
        let wasReading = site.imports.isReading(try page.id())
        let (record, upload) = try await found(page)
        if let record {
            let name = try await page.read { try $0.uploadNames(of: [record.id])[record.id] }
            let view = try await ImportRunView(record, upload, named: name, on: site)
            return try await page.page { importRunPage(view, $0) }
        }
        guard let upload else { throw StoreError.notFound("import in path") }
        if upload.wish != nil || wasReading || site.imports.isReading(upload.id) {
            let view = ImportRunView(upload, on: site)
            var response = try await page.page { importRunPage(view, $0) }
            // The journal has nothing of it yet that a script could wait for.
            response.headers[.refresh] = "2"
            return response
        }
        let preview = try await preview(of: upload, site)
        var view = mapView(of: upload, preview)
        var flash: Flash?
        if let refusal = upload.trial?.failure {
            flash = Flash(.problem, site.words(for: page.request, page.context)(refusal: refusal.key, refusal.facts))
        } else if let trial = upload.trial {
            view.rehearsed = try await ImportRunView(
                trial, of: upload, at: upload.triedAt ?? upload.uploadedAt, site.vocabulary)
        }
        return try await page.page(flash: flash) { [view] in importMapPage(view, $0) }
    }

    /// Begins to import or to try a file, or goes on with one that stopped.
    private static func start(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        let sent = try await page.submitted()
        let (site, (record, upload)) = (page.site, try await found(page))
        guard let upload else { throw StoreError.notFound("import in path") }
        let here = Paths.importRun(upload.id)
        if let record {
            guard record.state == .stopped || record.state == .failed else { return .seeOther(here) }
            try await page.write { try $0.wish(.start, for: upload.id) }
            site.imports.look()
            return .seeOther(here)
        }
        if upload.wish != nil || site.imports.isReading(upload.id) { return .seeOther(here) }
        let preview = try await preview(of: upload, site)
        let form = ImportMapForm(sent, preview, site.store.zones, site.words(for: page.request, page.context))
        guard form.canBeUsed else {
            let view = mapView(of: upload, preview, problems: form.sentences)
            return try await page.page(.unprocessableContent) {
                importMapPage(view, $0, values: sent.shown(form.problems))
            }
        }
        let wish = sent["then"] == "try" ? UploadRecord.Wish.rehearse : .start
        try await page.write { [map = form.map] transaction in
            if wish == .start { try transaction.remember(map, for: preview.header) }
            try transaction.wish(wish, for: upload.id, map: map)
        }
        site.imports.look()
        return .seeOther(here)
    }

    private static func stop(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        _ = try await page.submitted()
        let id: ID<ImportRun> = try page.id()
        page.site.imports.stopRehearsal(of: id)
        try await page.write { transaction in
            try transaction.dropWish(for: id)
            try transaction.stopImport(id)
        }
        return .seeOther(Paths.importRun(id))
    }

    /// Removes the file and what was kept of it. What came in stays.
    private static func remove(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        _ = try await page.submitted()
        let id: ID<ImportRun> = try page.id()
        let imports = page.site.imports
        let kept = try await page.write { try $0.removeUpload(id) { imports.isReading(id) } }
        UploadedFile.remove(kept)
        return .seeOther(Paths.imports)
    }

    /// Rows that were not taken, of the run or of a rehearsal before it.
    private static func rejects(_ page: PageRequest) async throws -> Response {
        try page.permit(.importData)
        let (record, upload) = try await found(page)
        guard let path = record.map(\.rejects) ?? upload.map(\.triedRejectsPath),
            FileManager.default.fileExists(atPath: path)
        else { throw StoreError.notFound("rejects of an import") }
        return Response(
            status: .ok, headers: .csv(named: "rejects-\(upload.map { Self.plainName($0.file) } ?? "import").csv"),
            body: try await FileIO().loadFile(path: path, context: page.context))
    }

    /// A file's name without what `.csv.gz` and the like add.
    private static func plainName(_ file: String) -> String {
        [".gz", ".csv", ".tsv", ".txt"].reduce(file) { name, ending in
            name.lowercased().hasSuffix(ending) && name.count > ending.count
                ? String(name.dropLast(ending.count)) : name
        }
    }

    // MARK: what is shown

    private static func found(_ page: PageRequest) async throws -> (ImportRecord?, UploadRecord?) {
        let id: ID<ImportRun> = try page.id()
        return try await page.read { (try $0.importRecord(id), try $0.upload(id)) }
    }

    private static func preview(of upload: UploadRecord, _ site: Site) async throws -> ImportPreview {
        do {
            return try await site.store.previewImport(upload.path)
        } catch let failure as FileFailure {
            throw FileRefusal(failure, file: upload.file)
        }
    }

    private static func mapView(
        of upload: UploadRecord, _ preview: ImportPreview, problems: [String] = []
    ) -> ImportMapView {
        ImportMapView(
            id: upload.id, file: upload.file, encoding: preview.encoding.name, header: preview.header,
            rows: Array(preview.rows.prefix(8)), map: upload.map ?? preview.map, isRemembered: preview.isRemembered,
            problems: problems)
    }
}

extension HTTPField.Name {
    static let refresh = Self("Refresh")!
}
