import Crypto
import KeptDomain
import KeptMail

/// A message as it came, taken apart before the operation that files it: reading may take long, and the writer has other
/// work.
package struct ArrivedMail: Sendable {
    /// As they came, never decoded.
    package let bytes: [UInt8]
    /// `nil` for bytes that are no message.
    package let message: ReadMessage?
    /// Whose mailbox it lay in; `nil` where it was handed over, and its addresses tell.
    package let channel: ID<MailChannel>?
    /// Told of the past: nothing is promised and nobody written to because of it.
    package var isHistory = false
    /// The same for the same message, whichever way it comes: ways add fields to its header and change nothing else.
    package let externalID: String

    /// The system that mail is known by, with `externalID`.
    package static let source = "mail"
    /// Blobs take no more.
    package static let largest = 64 << 20

    package init(_ bytes: [UInt8], channel: ID<MailChannel>? = nil, isHistory: Bool = false) {
        self.bytes = bytes
        self.channel = channel
        self.isHistory = isHistory
        do { message = try ReadMessage(bytes) } catch { message = nil }
        externalID = Self.fingerprint(bytes, message)
    }

    /// By what its writer made of it: the identifier alone could be another's who wants this one passed over.
    private static func fingerprint(_ bytes: [UInt8], _ message: ReadMessage?) -> String {
        var hash = SHA256()
        func add(_ text: String) {
            hash.update(data: Array(text.utf8))
            hash.update(data: [0])
        }
        if let message, message.messageID != nil || message.date != nil {
            add(message.messageID?.text ?? "")
            add(message.from.first?.folded ?? "")
            add(message.date?.iso ?? "")
            add(message.subject)
            // Mailbox files and some servers add an empty line at the end.
            add(message.text.whole.trimmedOrNil ?? "")
            for file in message.attachments { add(file.sha256) }
        } else {
            hash.update(data: bytes)
        }
        return hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// The address of whoever wrote it, as contact points are compared; `nil` where none can be told.
    var sender: String? {
        message?.from.first.flatMap { CustomerDraft.normalizedEmail($0.address) }.flatMap { $0.count <= 200 ? $0 : nil }
    }

    /// As the sender calls themselves, else what stands before the `@`.
    var senderName: String? {
        guard let from = message?.from.first else { return nil }
        return (from.name.trimmedOrNil ?? String(from.local).trimmedOrNil).map { Self.text($0, longest: 200) }
    }

    /// Everybody whom it was for, as it says and as mail servers noted.
    var recipients: [String] {
        guard let message else { return [] }
        return (message.deliveredTo + message.to + message.cc).prefix(10_000).map(\.address)
    }

    /// Without what no engine stores, and no longer than that.
    static func text(_ text: String, longest: Int) -> String {
        let plain = text.utf8.contains(0) ? text.replacing("\0", with: "") : text
        return plain.utf8.count <= longest ? plain : String(plain.prefix(longest))
    }
}

/// A message in the form in which the conversation takes it.
struct MailContent {
    var draft: MessageDraft
    /// Files that are in its source alone: beyond what one message may hold, or empty.
    var filesLeftOut = 0
    var isCut = false
    let remotePictures: Int
    /// Identifiers of the messages before it, the oldest first.
    let thread: [String]

    /// - Parameter knowsLanguage: whether the customer's language is known, so that it need not be guessed.
    init(_ mail: ArrivedMail, _ message: ReadMessage, knowsLanguage: Bool, now: Instant) {
        let (own, quoted) = (message.text.own, message.text.folded)
        draft = MessageDraft(.email, ArrivedMail.text(own, longest: MessageDraft.longest))
        draft.quoted = quoted.isEmpty ? nil : ArrivedMail.text(quoted, longest: MessageDraft.longest)
        isCut = message.faults.contains(.cutText) || own.utf8.count > MessageDraft.longest
        let markup = message.html?.markup()
        draft.html = markup.flatMap {
            $0.utf8.count > MessageDraft.longest * 4 ? nil : ArrivedMail.text($0, longest: .max)
        }
        draft.subject = ArrivedMail.text(message.subject, longest: 500).trimmedOrNil
        draft.contact = mail.sender
        draft.isAutomatic = message.automatic?.isOfNobody == true
        draft.isHistory = mail.isHistory
        draft.identifier = message.messageID.map(\.text).flatMap(Self.fit)
        draft.inReplyTo = message.inReplyTo.first.map(\.text).flatMap(Self.fit)
        draft.raw = mail.bytes
        draft.source = ArrivedMail.source
        draft.externalID = mail.externalID
        draft.writtenAt = Self.written(message.date?.instant, isHistory: mail.isHistory, now: now)
        if !knowsLanguage, Self.isChinese(own + message.subject) { draft.language = "zh-Hans" }
        remotePictures = message.html?.remotePictures ?? 0
        let named = (message.references + message.inReplyTo).map(\.text).compactMap(Self.fit)
        thread = (named.count > 40 ? [named[0]] + named.suffix(39) : named).filter { !$0.contains(" ") }
        takeFiles(of: message)
        // Where nothing of it is text, the conversation says at least what it was about.
        if draft.body.isEmpty, draft.quoted == nil, draft.html == nil, draft.attachments.isEmpty {
            draft.body = draft.subject ?? "–"
        }
    }

    private mutating func takeFiles(of message: ReadMessage) {
        var room = KeptDomain.Attachment.largestTogether
        // Files with a name first: they are what the sender meant to send.
        for (place, file) in (message.attachments + Self.unnamed(message)).enumerated() {
            let isFit =
                draft.attachments.count < KeptDomain.Attachment.most && !file.bytes.isEmpty
                && file.bytes.count <= min(KeptDomain.Attachment.largest, room)
            guard isFit else {
                filesLeftOut += 1
                continue
            }
            room -= file.bytes.count
            let name = file.name.map { ArrivedMail.text($0, longest: 200) }?.trimmedOrNil ?? Self.name(file, place + 1)
            draft.attachments.append(AttachmentDraft(name: name, bytes: file.bytes))
        }
    }

    /// Parts that nobody named: pictures of the HTML, invitations. What only proves the rest is in the source alone.
    private static func unnamed(_ message: ReadMessage) -> [KeptMail.Attachment] {
        let named = Set(message.attachments.map(\.sha256))
        let signatures: Set<String> = [
            "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        ]
        return (message.inlineParts + message.otherParts).filter { part in
            part.name == nil && !part.bytes.isEmpty && !signatures.contains(part.type) && !named.contains(part.sha256)
        }
    }

    /// `picture-2.png`, `message-1.eml`, `file-3`, by what the bytes are where they tell.
    private static func name(_ file: KeptMail.Attachment, _ number: Int) -> String {
        let type = file.typeByContent ?? file.type
        if file.type == "message/rfc822" { return "message-\(number).eml" }
        if type == "text/calendar" { return "invitation-\(number).ics" }
        guard type.hasPrefix("image/") else { return "file-\(number)" }
        let kind = type.dropFirst("image/".count).prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return kind.isEmpty ? "picture-\(number)" : "picture-\(number).\(kind)"
    }

    private static func fit(_ text: String) -> String? { text.utf8.count <= 900 && !text.utf8.contains(0) ? text : nil }

    /// As its writer's clock said, where that can be: clocks that are wrong by years are common, and the conversation is
    /// shown in the order of its times.
    private static func written(_ told: Instant?, isHistory: Bool, now: Instant) -> Instant {
        guard let told, told <= now, isHistory || now - told < .days(7) else { return now }
        return told
    }

    /// Whether a fifth of its letters are Chinese and none are Japanese or Korean.
    private static func isChinese(_ text: String) -> Bool {
        var (chinese, letters) = (0, 0)
        for scalar in text.unicodeScalars.prefix(2_000) {
            switch scalar.value {
            case 0x3040...0x30FF, 0xAC00...0xD7AF: return false
            case 0x4E00...0x9FFF: (chinese, letters) = (chinese + 1, letters + 1)
            default: if scalar.properties.isAlphabetic { letters += 1 }
            }
        }
        return chinese > 0 && chinese * 5 >= letters
    }
}
