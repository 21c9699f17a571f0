import CGMime
import Crypto
import KeptDomain

extension Letter {
    /// The letter as bytes for a mail server: RFC 5322 and MIME, ASCII, lines ended by CR LF and never longer than 998.
    ///
    /// The same letter gives the same bytes.
    package func bytes() throws(LetterFault) -> [UInt8] {
        guard !to.isEmpty || !cc.isEmpty else { throw .noRecipient }
        guard LetterWriter.fit(messageID) != nil else { throw .unfit("an identifier that cannot stand in a header") }
        MimeLibrary.isReady
        let bytes = LetterWriter(self).written()
        try Self.check(bytes)
        return bytes
    }

    /// Everyone who gets it.
    package var recipients: [Mailbox] { to + cc }

    private static func check(_ bytes: [UInt8]) throws(LetterFault) {
        var length = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte >= 0x80 || byte == 0 { throw .unfit("a byte that is not ASCII") }
            if byte == 0x0A, previous != 0x0D { throw .unfit("a line that does not end by CR LF") }
            if previous == 0x0D, byte != 0x0A { throw .unfit("a CR within a line") }
            length = byte == 0x0A ? 0 : length + 1
            // The CR is part of the count until its LF follows.
            if length > 999 { throw .unfit("a line of more than 998 bytes") }
            previous = byte
        }
    }
}

/// Builds the tree of parts and has GMime write it.
private struct LetterWriter {
    private let letter: Letter
    private let boundarySeed: String

    init(_ letter: Letter) {
        self.letter = letter
        let digest = SHA256.hash(data: Array(letter.messageID.text.utf8))
        boundarySeed = digest.prefix(12).map { String($0, radix: 36) }.joined()
    }

    func written() -> [UInt8] {
        guard let message = MimeObject(owning: g_mime_message_new(0)) else { preconditionFailure("no memory") }
        let object = kept_mime_object_of_message(message.pointer)!
        writeHeader(object, message.pointer)
        let body = wholeBody()
        g_mime_message_set_mime_part(message.pointer, body.pointer)
        return Self.bytes(of: object)
    }

    // MARK: Header

    private func writeHeader(
        _ object: UnsafeMutablePointer<GMimeObject>, _ message: UnsafeMutablePointer<GMimeMessage>
    ) {
        set(object, "Date", Self.date(letter.date, letter.offset))
        add([letter.from], to: g_mime_message_get_from(message))
        add(letter.to, to: g_mime_message_get_to(message))
        add(letter.cc, to: g_mime_message_get_cc(message))
        if let replyTo = letter.replyTo { add([replyTo], to: g_mime_message_get_reply_to(message)) }
        set(object, "Subject", letter.subject.text)
        if let id = Self.fit(letter.messageID) { set(object, "Message-ID", id) }
        if let id = letter.inReplyTo.flatMap(Self.fit) { set(object, "In-Reply-To", id) }
        let references = letter.references.compactMap(Self.fit)
        // The root and the last ones are what programs look for.
        let shown = references.count > 40 ? [references[0]] + references.suffix(39) : references
        if !shown.isEmpty { set(object, "References", shown.joined(separator: " ")) }
        if let automatic = letter.automatic {
            set(object, "Auto-Submitted", automatic.rawValue)
            // Exchange and its kin do not know RFC 3834.
            set(object, "X-Auto-Response-Suppress", "All")
        }
        if let address = letter.unsubscribe?.text, address.utf8.count <= 900,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        {
            set(object, "List-Unsubscribe", "<\(address)>")
            set(object, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        }
        set(object, "MIME-Version", "1.0")
    }

    private func set(_ object: UnsafeMutablePointer<GMimeObject>, _ name: String, _ value: String) {
        g_mime_object_set_header(object, name, value, "utf-8")
    }

    private func add(_ mailboxes: [Mailbox], to list: UnsafeMutablePointer<InternetAddressList>?) {
        for mailbox in mailboxes {
            let name = mailbox.name.text
            guard
                let address = MimeObject(
                    owning: internet_address_mailbox_new(name.isEmpty ? nil : name, mailbox.address))
            else { continue }
            internet_address_set_charset(address.pointer, "utf-8")
            internet_address_list_add(list, address.pointer)
        }
    }

    /// `Sun, 22 Nov 2026 11:52:00 +0100`.
    private static func date(_ instant: Instant, _ offset: Int) -> String {
        let local = instant.seconds + Int64(offset)
        let day = Day(number: Int32(floorDivide(local, 86_400)))
        let (year, month, number) = day.components
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let seconds = Int(local - Int64(day.number) * 86_400)
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        let minutes = abs(offset) / 60
        let zone = (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + padded(minutes % 60, 2)
        return "\(weekdays[day.weekday.rawValue]), \(number) \(names[month - 1]) \(year) \(time) \(zone)"
    }

    /// An identifier that may stand in a header: those of others are repeated as they are or not at all.
    static func fit(_ id: MessageID) -> String? {
        let isPlain = id.text.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        return isPlain && (1...300).contains(id.text.utf8.count) ? id.inBrackets : nil
    }

    // MARK: Body

    private func wholeBody() -> MimeObject<GMimeObject> {
        let inline = letter.html == nil ? [] : letter.files.filter { $0.contentID != nil }
        let attached = letter.files.filter { letter.html == nil || $0.contentID == nil }
        var body = part("text", "plain", Array(letter.text.withLineFeeds.utf8), isText: true)
        if let html = letter.html {
            var rich = part("text", "html", Array(html.withLineFeeds.utf8), isText: true)
            if !inline.isEmpty { rich = multipart("related", [rich] + inline.map(file)) }
            body = multipart("alternative", [body, rich])
        }
        return attached.isEmpty ? body : multipart("mixed", [body] + attached.map(file))
    }

    private func multipart(_ kind: String, _ parts: [MimeObject<GMimeObject>]) -> MimeObject<GMimeObject> {
        let multipart = g_mime_multipart_new_with_subtype(kind)!
        // Neither in Base64 nor in quoted-printable can a line begin so (RFC 2045, section 6.7).
        g_mime_multipart_set_boundary(multipart, "=_\(boundarySeed)_\(kind)")
        for part in parts { g_mime_multipart_add(multipart, part.pointer) }
        return MimeObject(owning: kept_mime_object_of_multipart(multipart)!)
    }

    private func part(_ type: String, _ subtype: String, _ bytes: [UInt8], isText: Bool) -> MimeObject<GMimeObject> {
        let part = g_mime_part_new_with_type(type, subtype)!
        let object = kept_mime_object_of_part(part)!
        let stream = bytes.withUnsafeBytes { buffer in
            MimeObject(
                owning: g_mime_stream_mem_new_with_buffer(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)!)
        }
        let content = MimeObject(
            owning: g_mime_data_wrapper_new_with_stream(stream.pointer, GMIME_CONTENT_ENCODING_DEFAULT)!)
        g_mime_part_set_content(part, content.pointer)
        // Quoted-printable where most can be read as it is; both keep lines short and text whole on any way.
        let isMostlyPlain = bytes.count { $0 >= 0x80 } * 6 <= bytes.count
        g_mime_part_set_content_encoding(
            part, isText && isMostlyPlain ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE : GMIME_CONTENT_ENCODING_BASE64)
        if isText { g_mime_object_set_content_type_parameter(object, "charset", "utf-8") }
        return MimeObject(owning: object)
    }

    private func file(_ file: Letter.File) -> MimeObject<GMimeObject> {
        let words = file.type.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        let isType =
            words.count == 2 && file.type.utf8.count <= 120
            && words.allSatisfy { word in
                !word.isEmpty && word.utf8.allSatisfy { $0.isLetter || $0.isDigit || Array("-+._".utf8).contains($0) }
            }
        // A message as a file would have to be written as a message; a multipart cannot be one leaf.
        let mayBe = isType && words[0] != "multipart" && words[0] != "message"
        let object = part(
            mayBe ? String(words[0]) : "application", mayBe ? String(words[1]) : "octet-stream", file.bytes,
            isText: false)
        g_mime_object_set_disposition(object.pointer, file.contentID == nil ? "attachment" : "inline")
        let name = String(file.name.text.prefix(150))
        if !name.isEmpty, let part = kept_mime_part(object.pointer) { g_mime_part_set_filename(part, name) }
        if let id = file.contentID, id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ">") }) {
            g_mime_object_set_content_id(object.pointer, id)
        }
        return object
    }

    private static func bytes(of object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
        let options = g_mime_format_options_clone(g_mime_format_options_get_default())
        defer { g_mime_format_options_free(options) }
        g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        guard let stream = MimeObject(owning: g_mime_stream_mem_new()) else { preconditionFailure("no memory") }
        g_mime_object_write_to_stream(object, options, stream.pointer)
        guard let array = g_mime_stream_mem_get_byte_array(kept_mime_memory(stream.pointer)) else { return [] }
        return Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }
}
