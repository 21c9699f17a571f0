import Testing

@testable import KeptServer

@Suite struct MultipartReaderTests {
    static let boundary = "----WebKitFormBoundaryAb12"
    static let content = "order,ordered_at\r\n1,2026-11-05\r\n\r\n--not the boundary\r\n------WebKitFormBoundary\r\n"
    static let form = """
        --\(boundary)\r\nContent-Disposition: form-data; name="form_token"\r\n\r\nabc=\r\n\
        --\(boundary)  \r\ncontent-disposition: form-data; name="file"; filename="C:\\orders\\a%22b\\"c.csv"\r\n\
        Content-Type: text/csv\r\n\r\n\(content)\r\n--\(boundary)\r\n\
        Content-Disposition: form-data; name="empty"\r\n\r\n\r\n--\(boundary)--\r\nwhat follows is no matter
        """

    /// The pieces that `text` comes to when it is taken `length` bytes at a time, content joined.
    static func pieces(of text: String, by length: Int) throws -> [MultipartReader.Piece] {
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\(boundary)"))
        let bytes = Array(text.utf8)
        var all: [MultipartReader.Piece] = []
        for start in stride(from: 0, to: bytes.count, by: length) {
            for piece in try reader.take(bytes[start..<min(start + length, bytes.count)]) {
                if case .bytes(let more) = piece, case .bytes(let before) = all.last {
                    all[all.count - 1] = .bytes(before + more)
                } else {
                    all.append(piece)
                }
            }
        }
        try reader.finish()
        return all
    }

    @Test func theSamePartsComeHoweverTheBytesAreCut() throws {
        let expected: [MultipartReader.Piece] = [
            .part(name: "form_token", file: nil), .bytes(Array("abc=".utf8)), .end,
            .part(name: "file", file: "a\"b\"c.csv"), .bytes(Array(Self.content.utf8)), .end,
            .part(name: "empty", file: nil), .end,
        ]
        for length in 1...Self.form.utf8.count { #expect(try Self.pieces(of: Self.form, by: length) == expected) }
    }

    @Test func contentIsHandedOnAsItComes() throws {
        var reader = MultipartReader(boundary: "b")
        _ = try reader.take(Array("--b\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\n".utf8))
        let chunk = [UInt8](repeating: 7, count: 100_000)
        for _ in 0..<3 {
            guard case .bytes(let bytes) = try reader.take(chunk).first else {
                Issue.record("content is kept back")
                return
            }
            // Only what may begin a delimiter waits.
            #expect(abs(bytes.count - chunk.count) <= "\r\n--b".utf8.count)
        }
    }

    @Test func aFormThatBreaksOffIsCut() throws {
        for length in [0, 20, 200, Self.form.utf8.count - 40] {
            #expect(throws: MultipartFault.cut) {
                _ = try Self.pieces(of: String(decoding: Self.form.utf8.prefix(length), as: UTF8.self), by: 64)
            }
        }
    }

    @Test(arguments: [
        "--\(boundary)\r\nContent-Disposition: form-data\r\n\r\nx\r\n--\(boundary)--",
        "--\(boundary)\r\n\r\nx\r\n--\(boundary)--",
        "--\(boundary)junk\r\n\r\nx\r\n--\(boundary)--",
        "--\(boundary)\r\n" + String(repeating: "X-Head: 1\r\n", count: 4_000),
    ]) func whatIsNoFormIsBroken(text: String) throws {
        #expect(throws: MultipartFault.broken) { _ = try Self.pieces(of: text, by: 50) }
    }

    @Test func theBoundaryIsNamedInTheRequest() {
        #expect(MultipartReader(contentType: "multipart/form-data") == nil)
        #expect(MultipartReader(contentType: "multipart/form-data; boundary=") == nil)
        #expect(MultipartReader(contentType: "multipart/form-data; charset=utf-8; Boundary=\"a b\"") != nil)
    }
}
