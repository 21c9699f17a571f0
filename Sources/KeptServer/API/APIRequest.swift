import Crypto
import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore

/// One request to the API, its body read.
struct APIRequest: Sendable {
    let site: Site
    let request: Request
    let context: AppContext
    let actor: Actor
    let token: ID<AccessToken>
    let body: [UInt8]
    /// As the address has it; handlers read it by `asked`.
    let query: QueryReader

    var now: Instant { site.now }

    /// The id in the path. - Throws: `notFound` for what is none.
    func id<T>(_ name: String = "id", of _: T.Type = T.self) throws -> ID<T> {
        guard let id = context.parameters.get(name).flatMap({ ID<T>($0) }) else {
            throw StoreError.notFound("id in path")
        }
        return id
    }

    /// The body as the fields of a JSON object; an empty body has none.
    func fields() throws -> JSONFields {
        if body.isEmpty { return JSONFields(members: []) }
        if let type = request.headers[.contentType], !type.hasPrefix("application/json"), !type.contains("json") {
            throw Problem(.unsupportedMediaType, "requests.content-type")
        }
        guard case .object(let members) = try JSONValue(json: body) else {
            throw Problem(.badRequest, "requests.not-object")
        }
        return JSONFields(members: members)
    }

    /// The body of what only asks for a reason, which may be left out.
    func why() throws -> String? {
        let fields = try fields()
        let why = fields.optionalText("why")
        try fields.finish()
        return why
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Reading) throws -> T) async throws -> T {
        try await site.store.read(body)
    }

    /// Runs an operation once for each Idempotency-Key: the same request again is answered as before, from the record, and
    /// the answer is stored with what the operation did.
    func write(_ body: @escaping @Sendable (Transaction) throws -> APIAnswer) async throws -> APIAnswer {
        try await write(body) { $0 }
    }

    /// As `write`, with the answer worded after the commit unless it is stored with it: the writer has other work.
    func write<T: Sendable>(
        _ work: @escaping @Sendable (Transaction) throws -> T, answer word: @escaping @Sendable (T) throws -> APIAnswer
    ) async throws -> APIAnswer {
        guard let key = try idempotencyKey() else {
            return try word(try await site.store.write(as: actor, at: now, work))
        }
        let hash = requestHash
        return try await site.store.write(as: actor, at: now) { [token] tx in
            if let known = try tx.idempotentAnswer(token: token, key: key) {
                guard known.requestHash == hash else { throw IdempotencyKeyReused() }
                return APIAnswer(repeating: known)
            }
            let answer = try word(work(tx))
            let text = String(decoding: answer.body, as: UTF8.self)
            tx.keepIdempotentAnswer(
                IdempotentAnswer(
                    requestHash: hash, status: answer.status, body: text, etag: answer.headers[.eTag],
                    location: answer.headers[.location]), token: token, key: key)
            return answer
        }
    }

    /// The revision that If-Match names; `nil` when it is absent or `*`.
    var expectedRevision: Int? {
        get throws {
            guard let header = request.headers[.ifMatch], header != "*" else { return nil }
            guard let revision = Int(header.filter { $0 != "\"" && $0 != " " }) else {
                throw Problem(.badRequest, "requests.bad-if-match")
            }
            return revision
        }
    }

    /// For operations that take no revision themselves: compares what stands with If-Match.
    func check(revision: Int) throws {
        if let expected = try expectedRevision, expected != revision { throw StoreError.conflict(revision: revision) }
    }

    private func idempotencyKey() throws -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard !key.isEmpty, key.utf8.count <= 255 else {
            throw InvalidInput("Idempotency-Key", "requests.too-long", [Fact("count", 255)])
        }
        return key
    }

    private var requestHash: [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("\(request.method) \(request.uri.string)\n".utf8))
        hash.update(data: body)
        return Array(hash.finalize())
    }
}

extension Request {
    /// The whole body. - Throws: a 413 problem as soon as it is known to be longer than `limit`.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        let problem = Problem(.contentTooLarge, "requests.too-large", facts: [Fact("count", limit >> 20)])
        let announced = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw problem }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(announced)
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { throw problem }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }
}
