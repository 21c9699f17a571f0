import CGMime

/// One leaf of a message's tree of parts, with its transfer encoding taken off.
struct MimeLeaf {
    /// Where a leaf stands among parts of which one is to be shown (multipart/alternative): which of them, and which of
    /// its children.
    struct Alternative: Equatable {
        let set: Int
        let choice: Int
    }

    /// `text/plain`, in lower case.
    let type: String
    let charset: String
    /// Parameters of text/plain: RFC 3676.
    let isFlowed: Bool
    let removesSpaces: Bool
    let name: String?
    /// In lower case; empty where the message says nothing.
    let disposition: String
    let contentID: String?
    let bytes: [UInt8]
    let alternative: Alternative?
    /// The type of the report that the leaf is part of (RFC 6522): `delivery-status`, empty where none is named.
    let report: String?
}

extension MimeLeaf {
    /// Text of which nothing is known.
    init(text: [UInt8]) {
        self.init(
            type: "text/plain", charset: "", isFlowed: false, removesSpaces: false, name: nil, disposition: "",
            contentID: nil, bytes: text, alternative: nil, report: nil)
    }
}

/// The leaves of a message in order, by GMime.
struct MimeTree {
    private(set) var leaves: [MimeLeaf] = []
    /// `multipart/mixed` or what else the whole is, in lower case.
    private(set) var type = "text/plain"

    /// Only fields about content are given to the parser: it reads addresses of a message whenever one more is met,
    /// which for thousands of fields takes time with their square.
    init(_ bytes: [UInt8], _ block: HeaderBlock, fallbacks: [String]) {
        MimeLibrary.isReady
        var input: [UInt8] = []
        input.reserveCapacity(bytes.count - block.bodyStart + 1_024)
        var seen: Set<String> = []
        for field in block.fields where field.name.hasPrefix("content-") && seen.insert(field.name).inserted {
            input += Array(field.name.utf8) + [UInt8(ascii: ":"), 0x20]
            input += EncodedWords.unfolded(field.value) + [0x0A]
        }
        input.append(0x0A)
        input += bytes[block.bodyStart...]
        read(input, ParserOptions(fallbacks: fallbacks))
        // Parts without a delimiter between them: what there is, is text.
        if leaves.isEmpty { leaves = [MimeLeaf(text: Array(bytes[block.bodyStart...]))] }
    }

    private mutating func read(_ input: [UInt8], _ options: ParserOptions) {
        let root: MimeObject<GMimeObject>? = input.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let stream = MimeObject(owning: g_mime_stream_mem_new_with_buffer(start, buffer.count)),
                let parser = MimeObject(owning: g_mime_parser_new_with_stream(stream.pointer))
            else { return nil }
            return MimeObject(owning: g_mime_parser_construct_part(parser.pointer, options.pointer))
        }
        guard let root else { return }
        type = Self.type(of: root.pointer)
        walk(root.pointer)
    }

    private struct Step {
        let object: UnsafeMutablePointer<GMimeObject>
        let alternative: MimeLeaf.Alternative?
        let report: String?
    }

    /// In the order of the message, without recursion: parts may be nested a thousand deep.
    private mutating func walk(_ root: UnsafeMutablePointer<GMimeObject>) {
        var waiting = [Step(object: root, alternative: nil, report: nil)]
        var sets = 0
        while let step = waiting.popLast() {
            if let multipart = kept_mime_multipart(step.object) {
                let type = Self.type(of: step.object)
                var report = step.report
                if type == "multipart/report" {
                    report = Self.parameter("report-type", of: step.object)?.lowercased() ?? ""
                }
                sets += 1
                let isChoice = type == "multipart/alternative"
                for index in (0..<max(0, g_mime_multipart_get_count(multipart))).reversed() {
                    guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
                    let alternative =
                        isChoice ? MimeLeaf.Alternative(set: sets, choice: Int(index)) : step.alternative
                    waiting.append(Step(object: child, alternative: alternative, report: report))
                }
            } else if let part = kept_mime_part(step.object) {
                leaves.append(leaf(part, step))
            }
        }
    }

    private func leaf(_ part: UnsafeMutablePointer<GMimePart>, _ step: Step) -> MimeLeaf {
        let name = g_mime_part_get_filename(part).map { String(cString: $0) }
        return MimeLeaf(
            type: Self.type(of: step.object), charset: Self.parameter("charset", of: step.object) ?? "",
            isFlowed: Self.parameter("format", of: step.object)?.lowercased() == "flowed",
            removesSpaces: Self.parameter("delsp", of: step.object)?.lowercased() == "yes",
            name: name.flatMap { $0.isEmpty ? nil : $0 },
            disposition: g_mime_object_get_disposition(step.object).map { String(cString: $0).lowercased() } ?? "",
            contentID: g_mime_object_get_content_id(step.object).map { String(cString: $0) },
            bytes: Self.content(part), alternative: step.alternative, report: step.report)
    }

    private static func content(_ part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        guard let content = g_mime_part_get_content(part), let stream = MimeObject(owning: g_mime_stream_mem_new())
        else { return [] }
        let isBase64 = g_mime_data_wrapper_get_encoding(content) == GMIME_CONTENT_ENCODING_BASE64
        if isBase64, let source = g_mime_data_wrapper_get_stream(content) {
            g_mime_stream_write_to_stream(source, stream.pointer)
        } else {
            g_mime_data_wrapper_write_to_stream(content, stream.pointer)
        }
        guard let array = g_mime_stream_mem_get_byte_array(kept_mime_memory(stream.pointer)) else { return [] }
        let bytes = UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len))
        // The library leaves out the last bytes of a text that was cut or lacks its padding.
        return isBase64 ? Base64.decoded(bytes) : Array(bytes)
    }

    private static func type(of object: UnsafeMutablePointer<GMimeObject>) -> String {
        guard let type = g_mime_object_get_content_type(object), let text = g_mime_content_type_get_mime_type(type)
        else { return "text/plain" }
        defer { g_free(text) }
        return String(cString: text).lowercased()
    }

    private static func parameter(_ name: String, of object: UnsafeMutablePointer<GMimeObject>) -> String? {
        g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
    }
}
