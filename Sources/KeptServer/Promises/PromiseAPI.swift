import HTTPTypes
import KeptDomain
import KeptStore

/// Promises for programs: make, look, pause, resume, renegotiate, keep, release; `PromiseCorrectionAPI` corrects them.
enum PromiseAPI {
    static let routes: [APIRoute] =
        [
            .list(
                "/promises", "Promises in due order", tag: "Promises", needs: .seePromises,
                query: [
                    QueryField("state", .word(PromiseState.self), "Only those in this state."),
                    QueryField("due_before", .instant, "Only those due before this instant."),
                    QueryField("due_after", .instant, "Only those due at this instant or later."),
                    QueryField("place", .id, "Only those of this place."),
                    QueryField("order", .id, "Only those on this order."),
                    QueryField("case", .id, "Only those on this case."),
                    QueryField("customer", .id, "Only those to this customer."),
                ], of: .named("Promise"), list),
            .post(
                "/promises", "Make a promise", tag: "Promises", needs: .makePromise, body: .named("PromiseDraft"),
                status: 201, answers: .named("Promise"), make),
            .get(
                "/promises/{id}", "One promise", tag: "Promises", needs: .seePromises, answers: .named("Promise"), show),
            .post(
                "/promises/{id}/pause", "Stop its clock for a stated reason", tag: "Promises", needs: .pausePromise,
                body: .object([
                    SchemaField("because", .word(PauseReason.self)),
                    .optional("from", .instant, "Since when; now when left out."), .optional("note", .text),
                ]), answers: .named("Promise"), isRevised: true, pause),
            .post(
                "/promises/{id}/resume", "Let its clock run on", tag: "Promises", needs: .pausePromise,
                body: .object([
                    .optional("at", .instant, "Since when; now when left out."), .optional("why", .text),
                ]), answers: .named("Promise"), isRevised: true, resume),
            .post(
                "/promises/{id}/renegotiation", "Give another word in its place", tag: "Promises",
                needs: .renegotiatePromise,
                body: .object(
                    PromiseDraftFields.word + [
                        SchemaField("why", .text, "Why the word changes, as the customer was told."),
                        .optional("asked_by_customer", .boolean, "Whether the customer wished it."),
                    ]), status: 201, answers: .named("Promise"), isRevised: true, renegotiate),
            .post(
                "/promises/{id}/keeping", "Keep it, with the evidence", tag: "Promises", needs: .settlePromise,
                body: .object([
                    SchemaField("evidence", .text), .optional("at", .instant, "When; now when left out."),
                ]), answers: .named("Promise"), isRevised: true, keep),
            .post(
                "/promises/{id}/release", "Withdraw it", tag: "Promises", needs: .settlePromise,
                body: .object([SchemaField("because", .text)]), answers: .named("Promise"), isRevised: true, release),
        ] + PromiseCorrectionAPI.routes

    @Sendable private static func list(_ api: APIRequest) async throws -> APIAnswer {
        let (filter, cursor, limit) = try api.asked { query in
            var filter = PromiseFilter(
                state: query.word("state"), dueBefore: query.instant("due_before"), place: query.id("place"))
            filter.dueAfter = query.instant("due_after")
            filter.order = query.id("order")
            filter.case = query.id("case")
            filter.customer = query.id("customer")
            return (filter, query.cursor { ListCursor($0) }, query.limit())
        }
        let found = try await api.read { try $0.promises(filter, after: cursor, limit: limit + 1) }
        return .page(found, limit: limit, bytes: 900, cursor: \.cursor.description) { $0.write($1) }
    }

    @Sendable private static func show(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Promise.self)
        let promise = try await api.read { try $0.knownPromise(id) }
        return answer(promise)
    }

    @Sendable private static func make(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let about = PromiseDraftFields.about(fields)
        let word = PromiseDraftFields(fields, now: api.now)
        try fields.finish()
        guard let about else { throw InvalidInput("about", "requests.missing") }
        return try await api.write { tx in
            try tx.makePromise(try word.draft(about: about, in: tx))
        } answer: { promise in
            answer(promise, status: 201)
        }
    }

    @Sendable private static func renegotiate(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Promise.self)
        let fields = try api.fields()
        let word = PromiseDraftFields(fields, now: api.now)
        let why = fields.text("why")
        let asked = fields.optionalFlag("asked_by_customer") ?? false
        try fields.finish()
        return try await api.write { tx in
            let old = try tx.knownPromise(id)
            try api.check(revision: old.revision)
            var draft = try word.draft(about: .promise(id), in: tx)
            draft.askedByCustomer = asked
            return answer(try tx.renegotiatePromise(id, with: draft, why: why), status: 201)
        }
    }

    @Sendable private static func pause(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let because = fields.word("because", PauseReason.self)
        let from = fields.optionalInstant("from")
        let note = fields.optionalText("note")
        try fields.finish()
        guard let because else { throw InvalidInput("because", "requests.missing") }
        return try await change(api) { try $0.pausePromise($1, because: because, from: from, note: note) }
    }

    @Sendable private static func resume(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let at = fields.optionalInstant("at")
        let why = fields.optionalText("why")
        try fields.finish()
        return try await change(api) { try $0.resumePromise($1, at: at, why: why) }
    }

    @Sendable private static func keep(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let evidence = fields.text("evidence")
        let at = fields.optionalInstant("at")
        if let at, at > api.now { fields.refuse("at", "problems.in-the-future") }
        try fields.finish()
        return try await change(api) { try $0.keepPromise($1, at: at ?? $0.now, evidence: evidence) }
    }

    @Sendable private static func release(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let because = fields.text("because")
        try fields.finish()
        return try await change(api) { try $0.releasePromise($1, because: because) }
    }

    /// Does the operation where the promise has the revision that `If-Match` names, if any, and answers with it.
    static func change(
        _ api: APIRequest, _ operation: @escaping @Sendable (Transaction, ID<Promise>) throws -> Promise
    ) async throws -> APIAnswer {
        let id = try api.id(of: Promise.self)
        let guarded = try api.expectedRevision != nil
        return try await api.write { tx in
            if guarded { try api.check(revision: try tx.knownPromise(id).revision) }
            _ = try operation(tx, id)
            return answer(try tx.knownPromise(id))
        }
    }

    private static func answer(_ promise: Promise, status: Int = 200) -> APIAnswer {
        var answer = APIAnswer(status, revision: promise.revision) { $0.write(promise) }
        if status == 201 { answer.headers[.location] = "\(APIRoute.base)/promises/\(promise.id)" }
        return answer
    }
}
