import Crypto
import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Files that were made to fill whoever unpacks them, and parts that nobody named.
@Suite(.timeLimit(.minutes(20))) struct PackedMailTests {
    /// One file in a zip archive, packed already.
    private static func zip(_ name: String, _ packed: [UInt8]) -> [UInt8] {
        func number(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) } }
        // Method 8. How large the file is unpacked stands nowhere true, as such archives have it.
        let about: [UInt8] =
            number(20, 2) + number(0, 2) + number(8, 2) + number(0, 4) + number(0, 4) + number(packed.count, 4)
            + number(0xFFFF_FFFF, 4) + number(name.utf8.count, 2)
        let local = [0x50, 0x4B, 3, 4] + about + number(0, 2) + Array(name.utf8) + packed
        let central =
            [0x50, 0x4B, 1, 2] + number(20, 2) + about + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 2)
            + number(0, 4) + number(0, 4) + Array(name.utf8)
        let end =
            [0x50, 0x4B, 5, 6] + number(0, 4) + number(1, 2) + number(1, 2) + number(central.count, 4)
            + number(local.count, 4) + number(0, 2)
        return local + central + end
    }

    private static func letter(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var text =
            "From: ann@example.org\r\nTo: desk@shop.example\r\nSubject: Pictures\r\nMessage-ID: <packed@example.org>\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee\r\n"
        for file in files {
            let base64 = Data(file.bytes).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ])
            text +=
                "--b\r\nContent-Type: application/zip; name=\(file.name)\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            text += base64 + "\r\n"
        }
        return Array((text + "--b--\r\n").utf8)
    }

    @Test(arguments: TestStore.engines) func anArchiveIsKeptAsItCameAndNeverUnpacked(on engine: Engine) async throws {
        // 10 GB of zeros, which is as much as fits into a file of a message, and an archive of sixteen archives of them.
        let stretch = deflatedStretch([UInt8](repeating: 0, count: 1_000_000))
        var zeros: [UInt8] = []
        for _ in 0..<10_000 { zeros += stretch }
        let single = Self.zip("zeros", zeros + [3, 0])
        let inner = deflatedStretch(single)
        let nested = Self.zip("archives", (0..<16).flatMap { _ in inner } + [3, 0])
        let letter = Self.letter([("one.zip", single), ("many.zip", nested)])
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let before = try residentBytes()
            let filed = try await desk.file(letter)
            let opened = try #require(filed.case)
            let piece = try #require(try await desk.thread(opened).first)
            #expect(piece.attachments.map(\.name) == ["one.zip", "many.zip"])
            #expect(piece.attachments.map(\.type) == ["application/zip", "application/zip"])
            #expect(piece.attachments.map(\.byteCount) == [single.count, nested.count])
            #expect(piece.attachments.map(\.sha256) == [single, nested].map { Array(SHA256.hash(data: $0)) })
            #expect(try await desk.count("SELECT sum(byte_count) FROM blobs") < 64 << 20)
            // Other tests run beside this one; what it must not hold is 10 GB.
            #expect(try residentBytes() - before < 3 << 30)
        }
    }

    @Test(arguments: TestStore.engines) func partsThatNobodyNamedAreFilesOfTheMessage(on engine: Engine) async throws {
        let picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        let text = """
            From: ann@example.org
            To: desk@shop.example
            Subject: Torn
            Message-ID: <inline@example.org>
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html; charset=utf-8

            <p>This is how it came: <img src="cid:torn@example.org"></p>
            --r
            Content-Type: image/png
            Content-ID: <torn@example.org>
            Content-Transfer-Encoding: base64

            \(picture)
            --r--
            --m
            Content-Type: application/pdf; name=bill.pdf

            %PDF-1.4 bill
            --m
            Content-Type: text/calendar

            BEGIN:VCALENDAR
            END:VCALENDAR
            --m
            Content-Type: application/pgp-signature

            -----BEGIN PGP SIGNATURE-----
            --m--
            """.replacing("\n", with: "\r\n")
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let filed = try await desk.file(Array(text.utf8))
            let opened = try #require(filed.case)
            let piece = try #require(try await desk.thread(opened).first)
            #expect(piece.attachments.map(\.name) == ["bill.pdf", "picture-2.png", "invitation-3.ics"])
            let kept = try await desk.counter.store.read { try $0.blob(piece.attachments[1].sha256) }
            #expect(kept == Array(try #require(Data(base64Encoded: picture))))
            // The same message is known again, as before.
            #expect(try await desk.file(Array(text.utf8)).outcome == .known)
        }
    }
}
