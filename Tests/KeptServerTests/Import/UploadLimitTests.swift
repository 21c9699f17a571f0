import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import NIOPosix
import Testing

@testable import KeptServer

/// What is too large, or breaks off on its way, leaves nothing on the disk.
@Suite struct UploadLimitTests {
    private static let limit = UploadLimit(bytes: 300_000)
    private static let long = Array(String(repeating: "1,2026-11-05 14:02,Ada,12.50\n", count: 12_000).utf8)

    @Test func theLimitIsToldInItsLargestUnit() {
        let texts = [4 << 30, 1_500 << 20, 300 << 10, 20, 300_000].map { UploadLimit(bytes: $0).text }
        #expect(texts == ["4 GB", "1500 MB", "300 KB", "20 B", "300000 B"])
        #expect(UploadLimit.usual == UploadLimit(megabytes: 4_096))
    }

    @Test func aPageThatSendsTooMuchSaysWhatElseToDo() async throws {
        try await ImportVisit.with(.sqlite, limit: Self.limit) { visit in
            #expect(try await visit.upload(Array(ImportVisit.rows.utf8)).status == .seeOther)
            let before = try visit.files
            let refused = try await visit.upload(Self.long)
            #expect(refused.status == .contentTooLarge)
            let page = String(buffer: refused.body)
            #expect(page.contains("larger than 300000 B") && page.contains("kept import orders FILE"))
            #expect(page.contains("name=\"file\""), "the form stands again")
            #expect(try visit.files == before)
        }
    }

    @Test func aProgramThatSendsTooMuchIsToldTheLimit() async throws {
        try await ImportVisit.with(.sqlite, limit: Self.limit) { visit in
            let token = try await TestSite.token(.admin, on: visit.site)
            let answer = try await visit.client.execute(
                uri: "/api/v1/imports", method: .post, headers: [.authorization: "Bearer \(token)"],
                body: ByteBuffer(bytes: Self.long))
            #expect(answer.status == .contentTooLarge)
            let text = String(buffer: answer.body)
            #expect(text.contains("300000 B") && text.contains("kept import orders FILE"), "\(text)")
            #expect(try visit.files.isEmpty)
        }
    }

    /// Sends the head and a part of a body over a connection of its own, and hangs up.
    private static func cutShort(_ port: Int, _ head: [String], _ part: [UInt8]) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port).get()
        var buffer = ByteBuffer(string: head.joined(separator: "\r\n") + "\r\n\r\n")
        buffer.writeBytes(part)
        try await channel.writeAndFlush(buffer)
        // Long enough that the server has begun to write it down.
        try await Task.sleep(for: .milliseconds(300))
        try await channel.close()
    }

    @Test func anUploadThatBreaksOffLeavesNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-cut-\(UUID().uuidString)").path
        let options = SiteOptions(port: 0, uploadsFolder: folder)
        try await TestSite.with(.sqlite, options: options) { site in
            let secret = Secret.random()
            try await site.store.write(as: .shell, at: site.now) { tx in
                tx.startSession(of: try #require(try tx.firstOwner()), hash: secret.hash)
            }
            let token = try await TestSite.token(.admin, on: site)
            try await buildApplication(site).test(.live) { client in
                let port = try #require(client.port)
                let cookie = "kept-session=\(secret.text)"
                let page = try await client.execute(uri: "/import", method: .get, headers: [.cookie: cookie])
                let form = try PageForm("/import", in: String(buffer: page.body))
                let start = """
                    --b1\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n\(form["form_token"] ?? "")\r\n\
                    --b1\r\nContent-Disposition: form-data; name="file"; filename="orders.csv"\r\n\r\n
                    """
                let content = Array(start.utf8) + Self.long + Self.long + Self.long + Self.long
                let common = ["Host: 127.0.0.1", "Content-Length: \(content.count * 2)"]
                try await Self.cutShort(
                    port,
                    ["POST /import HTTP/1.1", "Cookie: \(cookie)", "Content-Type: multipart/form-data; boundary=b1"]
                        + common, content)
                try await Self.cutShort(
                    port, ["POST /api/v1/imports HTTP/1.1", "Authorization: Bearer \(token)"] + common, content)
                var left: [String] = [""]
                for _ in 0..<500 where !left.isEmpty {
                    try await Task.sleep(for: .milliseconds(20))
                    left = try FileManager.default.contentsOfDirectory(atPath: folder)
                }
                #expect(left == [])
                let noted = try await site.store.read { try $0.waitingUploads() }
                #expect(noted.isEmpty)
            }
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}
