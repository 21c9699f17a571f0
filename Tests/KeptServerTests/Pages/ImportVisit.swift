import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@testable import KeptServer

/// The import page as a browser uses it, signed in as the owner.
struct ImportVisit: Sendable {
    static let rows = """
        order,ordered_at,customer_name,total
        1,2026-11-05 14:02,Ada,12.50
        2,2026-11-05 14:09,Bo,9.90
        3,2026-13-45 10:00,Cy,1.00

        """

    let site: Site
    let client: any TestClientProtocol
    let session: String

    /// What the columns of `rows` stand for, and that the file be imported.
    static let columns: KeyValuePairs = [
        "column_0": "order", "column_1": "ordered_at", "column_2": "customer_name", "column_3": "total",
        "source": "shop", "map_zone": "Europe/Berlin", "currency": "eur", "dates": "", "decimal": ".", "then": "start",
    ]

    static func with(
        _ engine: Engine, limit: UploadLimit = .usual, _ body: @escaping @Sendable (ImportVisit) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-test-uploads-\(UUID().uuidString)")
            .path
        let options = SiteOptions(port: 0, uploadsFolder: folder, uploadLimit: limit)
        try await TestSite.with(engine, options: options) { site in
            let secret = Secret.random()
            try await site.store.write(as: .shell, at: site.now) { transaction in
                let owner = try #require(try transaction.firstOwner())
                transaction.startSession(of: owner, hash: secret.hash)
            }
            try await buildApplication(site).test(.router) { client in
                try await body(ImportVisit(site: site, client: client, session: secret.text))
            }
        }
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
    }

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: [.cookie: "kept-session=\(session)"])
    }

    func token() async throws -> String {
        let page = String(buffer: try await get("/import").body)
        let start = try #require(page.range(of: "name=\"form_token\" value=\""))
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }

    func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> TestResponse {
        let body = try await Paths.query("", [("form_token", token())] + fields.map { ($0.key, $0.value) }).dropFirst()
        return try await client.execute(
            uri: path, method: .post,
            headers: [.cookie: "kept-session=\(session)", .contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: String(body)))
    }

    func upload(_ bytes: [UInt8], named name: String = "orders.csv", token: String? = nil, end: String = "--\r\n")
        async throws -> TestResponse
    {
        let known = if let token { token } else { try await self.token() }
        var body = ByteBuffer()
        body.writeString("--b1\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n\(known)\r\n")
        body.writeString("--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n")
        body.writeBytes(bytes)
        body.writeString("\r\n--b1\(end)")
        return try await client.execute(
            uri: "/import", method: .post,
            headers: [.cookie: "kept-session=\(session)", .contentType: "multipart/form-data; boundary=b1"], body: body)
    }

    /// Hands the rows over. - Returns: where the file's page is.
    func handedOver(_ text: String = rows) async throws -> String {
        let answer = try await upload(Array(text.utf8))
        #expect(answer.status == .seeOther, "\(String(buffer: answer.body).prefix(2_000))")
        return try #require(answer.headers[.location])
    }

    /// The record of the run once it has ended and nobody holds its file; looks every 20 ms, 30 s at most.
    func ended(_ path: String) async throws -> ImportRecord {
        let id = try #require(path.split(separator: "/").last.flatMap { ID<ImportRun>(String($0)) })
        for _ in 0..<1_500 {
            let record = try await site.store.read { try $0.importRecord(id) }
            if let record, record.state != .running, record.state != .stopping, !site.imports.isReading(id) {
                return record
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw StoreError.notFound("the run did not end")
    }

    /// The page once it no longer renews itself.
    func settled(_ path: String) async throws -> String {
        for _ in 0..<1_500 {
            let answer = try await get(path)
            if answer.headers[.refresh] == nil { return String(buffer: answer.body) }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw StoreError.notFound("the page is not done")
    }

    var files: [String] {
        get throws {
            let folder = site.options.uploadsFolder
            guard FileManager.default.fileExists(atPath: folder) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        }
    }
}
