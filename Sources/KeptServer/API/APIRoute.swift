import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore

/// One thing a program can ask for: the address, what it takes and answers, and the code that does it. Routes and the
/// OpenAPI document are both made from this, so neither can say what the other does not.
struct APIRoute: Sendable {
    typealias Handler = @Sendable (APIRequest) async throws -> APIAnswer

    let method: HTTPRequest.Method
    /// After `/api/v1`.
    let path: String
    let summary: String
    /// The group in the document.
    let tag: String
    /// What the token's scope must reach; the operation itself asks again.
    let needs: Operation
    var query: [QueryField] = []
    var body: Schema?
    let answers: (status: Int, schema: Schema?)
    /// What else it may answer where it is done, in the same shape.
    var otherwise: [FurtherAnswer] = []
    /// Whether it changes something that has a revision, and so heeds If-Match. The document says so, and where it is
    /// false the header is refused rather than passed over.
    var isRevised = false
    /// Whether the same Idempotency-Key is answered from the record. Not where the answer holds a secret or the body is
    /// a file.
    var takesKey = false
    /// The body is left to the handler, which reads it as it comes.
    var takesFile = false
    /// Answers with the bytes of a file, for keeping and never for showing.
    var answersFile = false
    let handler: Handler

    static let base = "/api/v1"

    var fullPath: String { Self.base + path }

    static func get(
        _ path: String, _ summary: String, tag: String, needs: Operation, query: [QueryField] = [], answers: Schema,
        _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, summary: summary, tag: tag, needs: needs, query: query, answers: (200, answers),
            handler: handler)
    }

    static func list(
        _ path: String, _ summary: String, tag: String, needs: Operation, query: [QueryField] = [], of item: Schema,
        _ handler: @escaping Handler
    ) -> APIRoute {
        get(
            path, summary, tag: tag, needs: needs, query: query + QueryField.paging,
            answers: .object([
                SchemaField("items", .array(item)),
                SchemaField("next", .nullable(.text), "The cursor of the next page, null on the last."),
            ]), handler)
    }

    static func post(
        _ path: String, _ summary: String, tag: String, needs: Operation, body: Schema?, status: Int = 200,
        answers: Schema?, or otherwise: [FurtherAnswer] = [], isRevised: Bool = false, takesKey: Bool = true,
        _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .post, path: path, summary: summary, tag: tag, needs: needs, body: body, answers: (status, answers),
            otherwise: otherwise, isRevised: isRevised, takesKey: takesKey, handler: handler)
    }

    /// Takes a file as the body itself.
    static func postFile(
        _ path: String, _ summary: String, tag: String, needs: Operation, query: [QueryField], answers: Schema,
        _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .post, path: path, summary: summary, tag: tag, needs: needs, query: query, answers: (201, answers),
            takesFile: true, handler: handler)
    }

    /// Answers with a file.
    static func getFile(
        _ path: String, _ summary: String, tag: String, needs: Operation, _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, summary: summary, tag: tag, needs: needs, answers: (200, nil), answersFile: true,
            handler: handler)
    }

    static func put(
        _ path: String, _ summary: String, tag: String, needs: Operation, body: Schema, answers: Schema,
        _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .put, path: path, summary: summary, tag: tag, needs: needs, body: body, answers: (200, answers),
            isRevised: true, takesKey: true, handler: handler)
    }

    /// Answers 204 with nothing. Once done, the same again finds nothing to remove and is answered 404.
    static func delete(
        _ path: String, _ summary: String, tag: String, needs: Operation, _ handler: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .delete, path: path, summary: summary, tag: tag, needs: needs, answers: (204, nil),
            handler: handler)
    }

    /// As the site serves it: the body read, the token asked for, the answer wrapped.
    func route(on site: Site) -> Route {
        Route(method, fullPath) { request, context in
            guard let actor = context.caller.actor, case .token(let token, _) = context.caller else {
                throw Unauthorized.noToken
            }
            guard actor.may(needs, .anyPlace) else { throw NotPermitted(needs) }
            if !isRevised, method != .get, let named = request.headers[.ifMatch], named != "*" {
                throw Problem(.badRequest, "requests.no-revision")
            }
            let parameters = SubmittedForm(urlEncoded: (request.uri.query ?? "").utf8)
            let asked = QueryReader(
                parameters, names: query.map(\.name), required: query.filter(\.isRequired).map(\.name))
            // Where the route has parameters its handler refuses what is wrong, names and values together.
            if query.isEmpty { try asked.problems.check() }
            let bytes = method == .get || takesFile ? [] : try await request.bytes(upTo: AppContext.bodyLimit)
            let api = APIRequest(
                site: site, request: request, context: context, actor: actor, token: token, body: bytes,
                query: asked)
            do {
                return try await handler(api).response
            } catch StoreError.conflict(let revision) where request.headers[.ifMatch] != nil {
                throw Problem(
                    .preconditionFailed, "requests.changed-meanwhile", facts: [Fact("revision", revision)])
            }
        }
    }
}

/// What an API route answers.
struct APIAnswer: Sendable {
    var status = 200
    let body: [UInt8]
    var headers: HTTPFields = [:]
    /// Where the body is a file: what the answer says of it.
    private var file: HTTPFields?

    init(_ status: Int = 200, body: [UInt8], headers: HTTPFields = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// - Parameter revision: becomes the ETag, to be sent back as If-Match.
    init(_ status: Int = 200, revision: Int? = nil, capacity: Int = 1_024, _ write: (inout JSONWriter) throws -> Void)
        rethrows
    {
        var json = JSONWriter(capacity: capacity)
        try write(&json)
        self.init(status, body: json.bytes)
        if let revision { headers[.eTag] = "\"\(revision)\"" }
    }

    /// A file to keep.
    init(file bytes: [UInt8], named name: String, type: String) {
        self.init(body: bytes)
        file = HTTPFields.download(named: name, type: type)
    }

    /// What the same request was answered the first time, marked as a repetition.
    init(repeating known: IdempotentAnswer) {
        self.init(known.status, body: Array(known.body.utf8), headers: [.idempotencyReplayed: "true"])
        headers[.eTag] = known.etag
        headers[.location] = known.location
    }

    var response: Response {
        if let file {
            return Response(status: .ok, headers: file, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        var response = Response.json(body, status: HTTPResponse.Status(code: status))
        response.headers.append(contentsOf: headers)
        return response
    }
}

/// What a route answers instead of its usual status where it did what was asked.
struct FurtherAnswer: Sendable {
    let status: Int
    let text: String

    /// Where the usual status is 201.
    static let known = FurtherAnswer(status: 200, text: "It was there already; nothing was made.")
}
