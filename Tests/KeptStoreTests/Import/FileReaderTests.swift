import CZlib
import Foundation
import Glibc
import KeptDomain
import Testing

@testable import KeptStore

/// A file that is removed when the test ends.
final class ScratchFile {
    let path: String

    init(_ bytes: [UInt8]) {
        var template = Array("/tmp/kept-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var written = 0
        while written < bytes.count {
            written += bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
        close(descriptor)
    }

    convenience init(_ text: String) { self.init(Array(text.utf8)) }

    deinit { unlink(path) }
}

/// One gzip member of `bytes`.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
            (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
            CZlib.deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// `bytes` as a stretch of a deflate stream that may stand in it any number of times, since nothing in it leans on what
/// came before.
func deflatedStretch(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1_024)
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
            (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
            CZlib.deflate(&stream, Z_FULL_FLUSH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// A gzip file of some megabytes that unpacks to `start` and 10 GB more. Its sum at the end is wrong: nobody gets there.
func gzipBomb(_ start: [UInt8], then megabyte: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflatedStretch(start)
    let stretch = deflatedStretch(megabyte)
    for _ in 0..<10_240 { bytes += stretch }
    return bytes + [3, 0] + [UInt8](repeating: 0, count: 8)
}

/// Bytes of memory that this process holds at this moment.
func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
}

private func content(_ reader: FileReader) throws -> [UInt8] {
    var all: [UInt8] = []
    while let piece = try reader.next() { all.append(contentsOf: piece) }
    return all
}

@Suite struct FileReaderTests {
    /// Three megabytes that pack well but not to nothing.
    static let long = (0..<3_000_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 24) & 0x3F | 0x20 }

    @Test(.timeLimit(.minutes(5))) func aGzipBombIsRefusedLongBeforeItsEnd() throws {
        let zeros = gzipBomb([], then: [UInt8](repeating: 0, count: 1 << 20))
        #expect(zeros.count < 20 << 20, "\(zeros.count)")
        let file = ScratchFile(zeros)
        let before = try residentBytes()
        let reader = try FileReader(file.path)
        var (count, failure) = (0, FileFailure?.none)
        while failure == nil {
            do throws(FileFailure) {
                guard let piece = try reader.next() else { break }
                count += piece.count
            } catch {
                failure = error
            }
        }
        guard case .packedTooTightly(_, let read, let delivered) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(count < 80 << 20 && Int(delivered) == count && read < 1 << 20, "\(count) \(read)")
        // Other tests run beside this one; what it must not hold is what the file says that it is.
        #expect(try residentBytes() - before < 2 << 30)
    }

    @Test(.timeLimit(.minutes(5))) func aGzipBombThatLooksLikeRowsIsRefusedToo() throws {
        let row = Array((String(repeating: "x", count: 1_021) + ",1\n").utf8)
        let rows = (0..<1_024).flatMap { _ in row }
        let scratch = ScratchFile(gzipBomb(Array("name,count\n".utf8), then: rows))
        let file = try DelimitedFile(scratch.path)
        #expect(file.header == ["name", "count"])
        var (count, failure) = (0, FileFailure?.none)
        while failure == nil {
            do throws(FileFailure) {
                guard try file.next() != nil else { break }
                count += 1
            } catch {
                failure = error
            }
        }
        guard case .packedTooTightly = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(count < 100_000, "\(count) rows")
        #expect(failure.map { $0.key == "importing.refusals.packed-too-tightly" } == true)
    }

    @Test func readsPlainAndPackedAlike() throws {
        for bytes in [
            Self.long, gzipped(Self.long),
            gzipped(Array(Self.long[..<1_000_000])) + gzipped(Array(Self.long[1_000_000...])),
        ] {
            let file = ScratchFile(bytes)
            let reader = try FileReader(file.path)
            #expect(try content(reader) == Self.long)
            #expect(reader.progress == FileReader.Progress(read: Int64(bytes.count), total: Int64(bytes.count)))
        }
    }

    @Test func packsThatUnpackToExactlyOnePieceEndWell() throws {
        for count in [FileReader.pieceSize, FileReader.pieceSize * 2, FileReader.pieceSize - 1, 1] {
            let bytes = [UInt8](repeating: 0x61, count: count)
            let file = ScratchFile(gzipped(bytes) + [0, 0, 0])
            #expect(try content(FileReader(file.path)).count == count)
        }
    }

    @Test func skipsToAPosition() throws {
        for bytes in [Self.long, gzipped(Self.long)] {
            let file = ScratchFile(bytes)
            for position in [0, 1, FileReader.pieceSize, 1_234_567, Self.long.count, Self.long.count + 10] {
                let reader = try FileReader(file.path)
                try reader.skip(to: Int64(position))
                #expect(try content(reader) == Array(Self.long.dropFirst(position)))
            }
        }
    }

    @Test func aTruncatedPackSaysHowFarItWent() throws {
        let packed = gzipped(Self.long)
        let file = ScratchFile(Array(packed[..<(packed.count / 2)]))
        let reader = try FileReader(file.path)
        var count: Int64 = 0
        let failure = #expect(throws: FileFailure.self) {
            while let piece = try reader.next() { count += Int64(piece.count) }
        }
        #expect(failure == .truncatedGzip(path: file.path, read: Int64(packed.count / 2), delivered: count))
        #expect(count > 1_000_000)
    }

    @Test func aDamagedPackSaysHowFarItWent() throws {
        var packed = gzipped(Self.long)
        for at in (packed.count / 2)..<(packed.count / 2 + 64) { packed[at] = 0xFF }
        let file = ScratchFile(packed)
        let failure = #expect(throws: FileFailure.self) { _ = try content(FileReader(file.path)) }
        guard case .corruptGzip(_, let read, let delivered, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(read > 0 && delivered > 0)
    }

    @Test func saysWhatItCannotRead() {
        #expect(throws: FileFailure.missing(path: "/nowhere/orders.csv")) { try FileReader("/nowhere/orders.csv") }
        #expect(throws: FileFailure.folder(path: "/")) { try FileReader("/") }
        let empty = ScratchFile("")
        #expect(throws: FileFailure.empty(path: empty.path)) { try FileReader(empty.path) }
        let workbook = ScratchFile([0x50, 0x4B, 0x03, 0x04, 0x14, 0, 0, 0])
        #expect(throws: FileFailure.packed(path: workbook.path, as: .zip)) { try FileReader(workbook.path) }
        let stub = ScratchFile(Array(gzipped(Array("a,b".utf8)).prefix(5)))
        #expect(throws: FileFailure.truncatedGzip(path: stub.path, read: 5, delivered: 0)) {
            try content(FileReader(stub.path))
        }
    }
}
