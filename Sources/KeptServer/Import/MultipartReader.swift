import Foundation
import KeptDomain

/// Takes `multipart/form-data` (RFC 7578) apart as its bytes come, in pieces cut anywhere.
///
/// Holds no more than the piece at hand and, of what came before, the heads of one part or what may be the start of a
/// delimiter.
struct MultipartReader: Sendable {
    enum Piece: Equatable, Sendable {
        /// A part begins. `file` is the name of the file that was chosen, without its folders.
        case part(name: String, file: String?)
        /// Content of the part, never empty.
        case bytes([UInt8])
        /// The part is whole.
        case end
    }

    static let headLimit = 16 * 1024

    private enum Place { case preamble, behindDelimiter, heads, content, epilogue }

    private let delimiter: [UInt8]
    private var place = Place.preamble
    /// The first delimiter may stand at the very start, so a line end is thought before it.
    private var held: [UInt8] = [0x0D, 0x0A]

    init(boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

    /// - Parameter contentType: of the request. `nil` when it names no boundary.
    init?(contentType: String) {
        guard let boundary = MultipartHead.parameter("boundary", in: contentType[...]), !boundary.isEmpty,
            boundary.utf8.count <= 200
        else { return nil }
        self.init(boundary: boundary)
    }

    /// What `bytes` bring, in order.
    mutating func take(_ bytes: some Collection<UInt8>) throws(MultipartFault) -> [Piece] {
        held.append(contentsOf: bytes)
        var pieces: [Piece] = []
        var at = 0
        while let next = try step(from: at, &pieces) { at = next }
        held.removeSubrange(..<consumed)
        consumed = 0
        return pieces
    }

    /// Tells that no more bytes follow.
    func finish() throws(MultipartFault) {
        guard place == .epilogue else { throw .cut }
    }

    /// How far `held` is done with.
    private var consumed = 0

    /// Reads on from `at`: where to go on, `nil` when more bytes are needed.
    private mutating func step(from at: Int, _ pieces: inout [Piece]) throws(MultipartFault) -> Int? {
        consumed = at
        switch place {
        case .preamble, .content:
            let found = Self.first(delimiter, in: held, from: at)
            // What ends the bytes may be the start of a delimiter.
            let end = found ?? max(at, held.count - delimiter.count + 1)
            if place == .content, end > at { pieces.append(.bytes(Array(held[at..<end]))) }
            consumed = end
            guard let found else { return nil }
            if place == .content { pieces.append(.end) }
            place = .behindDelimiter
            return found + delimiter.count
        case .behindDelimiter:
            guard held.count - at >= 2 else { return nil }
            if held[at] == UInt8(ascii: "-"), held[at + 1] == UInt8(ascii: "-") {
                place = .epilogue
                return at + 2
            }
            var next = at
            while next < held.count, held[next] == 0x20 || held[next] == 0x09 { next += 1 }
            guard next - at <= Self.headLimit else { throw .broken }
            guard held.count - next >= 2 else { return nil }
            guard held[next] == 0x0D, held[next + 1] == 0x0A else { throw .broken }
            place = .heads
            return next
        case .heads:
            // The line end of the delimiter's line counts, so that no heads at all are found too.
            guard let end = Self.first([0x0D, 0x0A, 0x0D, 0x0A], in: held, from: at) else {
                guard held.count - at <= Self.headLimit else { throw .broken }
                return nil
            }
            let head = try MultipartHead(String(decoding: held[at..<end], as: UTF8.self))
            pieces.append(.part(name: head.name, file: head.file))
            place = .content
            return end + 4
        case .epilogue:
            consumed = held.count
            return nil
        }
    }

    private static func first(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var at = start
            let last = buffer.count - wanted.count
            while at <= last {
                guard let hit = memchr(buffer.baseAddress! + at, Int32(wanted[0]), last - at + 1) else { return nil }
                let place = UnsafeRawPointer(hit) - buffer.baseAddress!
                if buffer[place..<place + wanted.count].elementsEqual(wanted) { return place }
                at = place + 1
            }
            return nil
        }
    }
}

/// Why a form with a file cannot be read.
enum MultipartFault: Refusal {
    /// It is not written as `multipart/form-data` is.
    case broken
    /// It ends before its last delimiter.
    case cut

    var key: String {
        switch self {
        case .broken: "imports.upload.broken"
        case .cut: "imports.upload.cut"
        }
    }
    var facts: [Fact] { [] }
}

/// The heads of one part: only what they say of the field's name and the file's is read.
struct MultipartHead {
    let name: String
    let file: String?

    init(_ text: String) throws(MultipartFault) {
        let lines = text.split(separator: "\r\n")
        let wanted = "content-disposition:"
        guard let line = lines.first(where: { $0.prefix(wanted.count).lowercased() == wanted }),
            let name = Self.parameter("name", in: line)
        else { throw .broken }
        self.name = Self.plain(name)
        file = Self.parameter("filename", in: line).map { Self.bareName(Self.plain($0)) }
    }

    /// The value of `; name=value` or `; name="value"`, where a quote inside is written `\"`.
    static func parameter(_ name: String, in line: Substring) -> String? {
        var rest = line.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let found = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(found.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let value: String
            if rest.first == "\"" {
                (value, rest) = quoted(rest.dropFirst())
                rest = rest.drop { $0 != ";" }
            } else {
                value = String(rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" })
                rest = rest.drop { $0 != ";" }
            }
            if found.lowercased() == name { return value }
        }
        return nil
    }

    /// Up to the closing quote, and what follows it. A backslash escapes a quote or another one; before anything else it
    /// stands for itself, as in the paths that old browsers send.
    private static func quoted(_ text: Substring) -> (String, Substring) {
        var value = ""
        var at = text.startIndex
        while at < text.endIndex, text[at] != "\"" {
            let next = text.index(after: at)
            if text[at] == "\\", next < text.endIndex, text[next] == "\"" || text[next] == "\\" { at = next }
            value.append(text[at])
            at = text.index(after: at)
        }
        return (value, text[at...].dropFirst())
    }

    /// Browsers write quotes and line ends in names with percent signs, and nothing else.
    private static func plain(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }

    private static func bareName(_ path: String) -> String {
        let name = path.split { $0 == "/" || $0 == "\\" }.last ?? ""
        return String(name.filter { character in character.unicodeScalars.allSatisfy { $0.value >= 0x20 } }.prefix(200))
    }
}
