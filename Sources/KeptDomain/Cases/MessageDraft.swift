/// A message as it is told to us: one that came in, or one that we give.
///
/// Whether it goes in or out is said by the operation that takes it; an internal note is told by its text alone and has
/// none of this.
package struct MessageDraft: Sendable, Hashable {
    package var channel: Message.Channel
    package var body: String
    package var subject: String?
    package var quoted: String?
    /// Cleaned already.
    package var html: String?
    /// BCP 47; `nil` where nobody said.
    package var language: String?
    package var zone: String?
    /// When it was written or said; `nil` for now.
    package var writtenAt: Instant?
    package var contact: String?
    package var isAutomatic = false
    package var identifier: String?
    package var inReplyTo: String?
    package var raw: [UInt8]?
    /// The system that knows this message, with its id there; both or none.
    package var source: String?
    package var externalID: String?
    package var attachments: [AttachmentDraft] = []
    /// Whether the customer waits for an answer; `nil` for what is usual: after written words, not after spoken ones.
    package var awaitsAnswer: Bool?
    /// Told of the past: nothing is promised, nothing broken and nothing sent because of it.
    package var isHistory = false

    package init(_ channel: Message.Channel, _ body: String) {
        self.channel = channel
        self.body = body
    }

    /// Characters of one message.
    package static let longest = 200_000

    /// What is wrong with it by itself; what depends on other rows is found where it is taken.
    ///
    /// - Parameter prefix: stands before each field's name, for instance `message.`.
    package func problems(_ prefix: String = "") -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if attachments.isEmpty, html == nil, quoted == nil {
            problems.append(.required(body, prefix + "body", limit: Self.longest))
        } else {
            problems.append(.optional(body, prefix + "body", limit: Self.longest))
        }
        problems.append(.optional(subject, prefix + "subject", limit: 500))
        problems.append(.optional(quoted, prefix + "quoted", limit: Self.longest))
        problems.append(.optional(html, prefix + "html", limit: 4 * Self.longest))
        problems.append(.optional(contact, prefix + "contact"))
        problems.append(.optional(identifier, prefix + "message_identifier", limit: 998))
        problems.append(.optional(inReplyTo, prefix + "in_reply_to", limit: 998))
        problems.append(.optional(source, prefix + "source"))
        problems.append(.optional(externalID, prefix + "external_id"))
        if (source == nil) != (externalID == nil) {
            problems.append(FieldProblem(prefix + (source == nil ? "source" : "external_id"), "problems.required"))
        }
        if let language, !CustomerDraft.isLanguageTag(language) {
            problems.append(FieldProblem(prefix + "language", "problems.no-such-language"))
        }
        return problems + AttachmentDraft.problems(attachments, prefix + "attachments")
    }
}

/// A file as it came.
package struct AttachmentDraft: Sendable, Hashable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    package static func problems(_ files: [AttachmentDraft], _ field: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if files.count > Attachment.most {
            problems.append(FieldProblem(field, "problems.too-many", [Fact("limit", Attachment.most)]))
        }
        for (index, file) in files.enumerated() {
            problems.append(.required(file.name, "\(field)[\(index)].name"))
            if file.bytes.isEmpty { problems.append(FieldProblem("\(field)[\(index)]", "problems.empty-file")) }
            if file.bytes.count > Attachment.largest {
                let limit = Fact("limit", Attachment.largest >> 20)
                problems.append(FieldProblem("\(field)[\(index)]", "problems.file-too-large", [limit]))
            }
        }
        if files.reduce(0, { $0 + $1.bytes.count }) > Attachment.largestTogether {
            problems.append(
                FieldProblem(field, "problems.file-too-large", [Fact("limit", Attachment.largestTogether >> 20)]))
        }
        return problems
    }
}

/// What somebody wants of us for the first time: the case it opens, and the message itself.
package struct InquiryDraft: Sendable, Hashable {
    package var kind: Case.Kind
    /// The message's own where left out.
    package var subject: String?
    package var customer: ID<Customer>?
    package var order: ID<Order>?
    package var place: ID<Place>?
    /// Where the case waits; the place's own line for what customers write where it is left out.
    package var line: ID<Line>?
    package var message: MessageDraft
    /// Whether the customer is told at once that it came in, and by when it is answered.
    package var isAcknowledged = true

    package init(kind: Case.Kind, message: MessageDraft) {
        self.kind = kind
        self.message = message
    }

    package var caseDraft: CaseDraft {
        CaseDraft(
            kind: kind, subject: subject ?? message.subject.flatMap(\.trimmedOrNil) ?? message.body.firstLine,
            customer: customer, order: order, place: place)
    }
}

extension String {
    /// The first line with something on it, at most 100 characters.
    package var firstLine: String {
        let line = split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
        return String((line ?? self[...]).prefix(100))
    }
}
