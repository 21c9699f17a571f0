import Foundation
import Hummingbird
import KeptDomain
import KeptMail
import KeptStore
import KeptWords

/// Mail for programs: messages as they came, and those that wait for a person.
enum MailAPI {
    /// Bytes of one request.
    static let largest = ArrivedMail.largest
    /// Messages of one request.
    private static let most = 10_000
    /// So many are filed side by side; the store writes what waits together.
    private static let sideBySide = 64

    static let routes: [APIRoute] = [
        .postFile(
            "/mail",
            "File messages as they came: one (message/rfc822), a mailbox of many (application/mbox), or a JSON list",
            tag: "Mail", needs: .writeToUs,
            query: [
                QueryField("channel", .id, "Whose mailbox it lay in; told by its addresses when left out."),
                QueryField("history", .boolean, "Told of the past: nothing is promised and nobody written to."),
            ],
            answers: .object([
                SchemaField("read", .integer, "How many messages the request held."),
                SchemaField("items", .array(.named("MailFiled"))),
                SchemaField(
                    "warnings", .array(.text),
                    "Lines of a mailbox that look like the beginning of a message and were left in the one before."),
            ]), file),
        .list(
            "/parked-mail", "Messages that wait for a person, the longest waiting first", tag: "Mail",
            needs: .seeCases, of: .named("ParkedMail")
        ) { api in
            let (after, limit) = try api.asked { query in (query.cursor { ID<ParkedMail>($0) }, query.limit()) }
            let found = try await api.read { try $0.parkedMails(at: nil, after: after, limit: limit + 1) }
            return .page(found, limit: limit, bytes: 700, cursor: \.id.description) { $0.write($1) }
        },
        .get("/parked-mail/{id}", "One of them", tag: "Mail", needs: .seeCases, answers: .named("ParkedMail")) { api in
            let id = try api.id(of: ParkedMail.self)
            return try await api.read { reading in
                let found = try reading.parkedMail(id)
                return APIAnswer(revision: found.revision) { $0.write(found) }
            }
        },
        .getFile("/parked-mail/{id}/source", "Its bytes as they came", tag: "Mail", needs: .seeCases) { api in
            let id = try api.id(of: ParkedMail.self)
            return try await api.read { reading in
                APIAnswer(
                    file: try reading.blob(reading.parkedMail(id).raw), named: "message-\(id).eml",
                    type: "message/rfc822")
            }
        },
        .getFile("/messages/{id}/source", "The bytes of a message as they came", tag: "Mail", needs: .seeCases) { api in
            let id = try api.id(of: Message.self)
            return try await api.read { reading in
                guard let raw = try reading.knownMessage(id).raw else { throw StoreError.notFound("source of \(id)") }
                return APIAnswer(file: try reading.blob(raw), named: "message-\(id).eml", type: "message/rfc822")
            }
        },
        .post(
            "/parked-mail/{id}/joining", "File it on a case; its sender is then part of that conversation", tag: "Mail",
            needs: .workCase, body: .object([SchemaField("case", .id)]), answers: .named("MailFiled")
        ) { api in
            let (id, fields) = (try api.id(of: ParkedMail.self), try api.fields())
            let target = fields.optionalID("case", of: Case.self)
            if target == nil, !fields.has("case") { fields.refuse("case", "requests.missing") }
            try fields.finish()
            guard let target else { throw InvalidInput("case", "requests.missing") }
            let mail = try await api.site.parkedMail(id)
            return try await settle(api) { try $0.joinParked(id, mail, to: target, words: $1) }
        },
        .post(
            "/parked-mail/{id}/opening", "Open a case by it", tag: "Mail", needs: .workCase,
            body: .object([.optional("kind", .word(Case.Kind.self), "question when left out.")]),
            answers: .named("MailFiled")
        ) { api in
            let (id, fields) = (try api.id(of: ParkedMail.self), try api.fields())
            let kind = fields.optionalWord("kind", Case.Kind.self) ?? .question
            try fields.finish()
            let mail = try await api.site.parkedMail(id)
            return try await settle(api) { try $0.openParked(id, mail, kind: kind, words: $1) }
        },
        .post(
            "/parked-mail/{id}/discarding", "Say that it belongs nowhere, and why; its source stays", tag: "Mail",
            needs: .workCase, body: .object([SchemaField("why", .text)]), answers: .named("ParkedMail")
        ) { api in
            let (id, fields) = (try api.id(of: ParkedMail.self), try api.fields())
            let why = fields.text("why", limit: 500)
            try fields.finish()
            return try await api.write { tx in
                try tx.discardParked(id, why: why)
                let found = try tx.parkedMail(id)
                return APIAnswer(revision: found.revision) { $0.write(found) }
            }
        },
        .post(
            "/messages/{id}/sending-again", "Send once more what failed, came back or is held, elsewhere if need be",
            tag: "Mail", needs: .workCase, body: .object([.optional("contact", .text)]), answers: .named("Message")
        ) { api in
            let (id, fields) = (try api.id(of: Message.self), try api.fields())
            let contact = fields.optionalText("contact", limit: 254)
            try fields.finish()
            return try await api.write { tx in
                try tx.sendAgain(id, to: contact)
                let found = try tx.threadMessage(id)
                return APIAnswer(revision: found.message.revision) { $0.write(found) }
            }
        },
    ]

    private static func settle(
        _ api: APIRequest, _ work: @escaping @Sendable (Transaction, Vocabulary) throws -> MailFiled
    ) async throws -> APIAnswer {
        try await api.write { [words = api.site.vocabulary] tx in
            let filed = try work(tx, words)
            return APIAnswer { $0.write(filed) }
        }
    }

    @Sendable private static func file(_ api: APIRequest) async throws -> APIAnswer {
        let (channel, isHistory) = try api.asked { query in
            (query.id("channel", of: MailChannel.self), query.flag("history") ?? false)
        }
        let bytes = try await api.request.bytes(upTo: largest)
        let type = api.request.headers[.contentType] ?? ""
        let (messages, doubtful) = try await api.site.mailThreads.run { try parts(of: bytes, type: type) }
        guard messages.count <= most else { throw InvalidInput("messages", "requests.too-many", [Fact("count", most)]) }
        let (site, actor, words) = (api.site, api.actor, api.site.words(for: api.request, api.context))
        let filed = try await inOrder(messages, sideBySide) { bytes -> MailFiled in
            let mail = try await site.mailThreads.run {
                ArrivedMail(bytes, channel: channel, isHistory: isHistory)
            }
            return try await site.store.write(as: actor, at: site.now) { try $0.fileMail(mail, words: site.vocabulary) }
        }
        return APIAnswer(201, capacity: filed.count * 120 + 50) { json in
            json.object { json in
                json.field("read", messages.count)
                json.array("items", filed) { $0.write($1) }
                json.array("warnings", doubtful) { json, line in
                    json.value(words("mail.doubtful-line", ["line": words.number(line)]))
                }
            }
        }
    }

    /// - Returns: the messages, and lines of a mailbox that only look like the beginning of one.
    private static func parts(of bytes: [UInt8], type: String) throws -> (messages: [[UInt8]], doubtful: [Int]) {
        if type.hasPrefix("application/json") {
            guard case .object(let members) = try JSONValue(json: bytes) else {
                throw Problem(.badRequest, "requests.not-object")
            }
            let fields = JSONFields(members: members)
            let messages = fields.texts("messages", limit: most, longest: largest).enumerated().compactMap {
                index, text in
                let data = Data(base64Encoded: text)
                if data == nil { fields.refuse("messages[\(index)]", "requests.not-base64") }
                return data.map(Array.init)
            }
            try fields.finish()
            return (messages, [])
        }
        // A message that only looks as if it held others is one, unless the sender says that it is a mailbox.
        guard type.hasPrefix("application/mbox") else { return ([bytes], []) }
        let whole = MailboxFile(bytes)
        return (whole.messages.map { Array(bytes[$0]) }, whole.doubtfulLines)
    }

    /// Does `work` for each, so many at a time, and answers in their order.
    private static func inOrder<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ width: Int, _ work: @escaping @Sendable (Item) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Result?] = Array(repeating: nil, count: items.count)
            var next = 0
            func begin() {
                guard next < items.count else { return }
                let (place, item) = (next, items[next])
                next += 1
                group.addTask { (place, try await work(item)) }
            }
            for _ in 0..<width { begin() }
            while let (place, result) = try await group.next() {
                results[place] = result
                begin()
            }
            return results.compactMap(\.self)
        }
    }
}

extension Site {
    /// A parked message, read again from its source.
    func parkedMail(_ id: ID<ParkedMail>) async throws -> ArrivedMail {
        let bytes = try await store.read { try $0.blob($0.parkedMail(id).raw) }
        return try await mailThreads.run { ArrivedMail(bytes) }
    }
}
