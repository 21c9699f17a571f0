import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Deciding what of guarantees waits for a lead: one part after the other, or one use.
enum HeldRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.post, "/guarantees/{id}/release", site) { page in
                let words = page.site.vocabulary
                return try await part(page) { form in
                    let first: ID<GuaranteeUse>? = try form.id("first")
                    return { try $0.releaseGuarantee($1, from: first, words: words) }
                }
            },
            .page(.post, "/guarantees/{id}/declining", site) { page in
                try await part(page) { form in
                    let (why, first): (String, ID<GuaranteeUse>?) = (try form.required("why"), try form.id("first"))
                    return { try $0.declineGuarantee($1, from: first, why: why) }
                }
            },
            .page(.post, "/guarantee-uses/{id}/release", site) { page in
                let words = page.site.vocabulary
                return try await use(page) { _ in { try $0.releaseUse($1, words: words) } }
            },
            .page(.post, "/guarantee-uses/{id}/declining", site) { page in
                try await use(page) { form in
                    let why = try form.required("why")
                    return { try $0.declineUse($1, why: why) }
                }
            },
        ]
    }

    /// One part, in a transaction of its own. While some are left it leads to the page that says how many are done and how many
    /// wait, where the lead goes on or stops; else back to where they came from.
    private static func part(
        _ page: PageRequest,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<Guarantee>) throws -> HeldPart
    ) async throws -> Response {
        let id: ID<Guarantee> = try page.id()
        let from = page.cameFrom
        return try await page.submit { form in
            let (work, before) = (try read(form), try form.whole("done", in: 0...Int.max / 2) ?? 0)
            let part = try await page.write { try work($0, id) }
            let done = before + part.done
            if part.left == 0, let from, from == Paths.today || from == Paths.approvals { return from }
            return Paths.with(Paths.guarantee(id), ["done": String(done)]) + "#held"
        } orShow: { context, _ in
            guaranteePage(try await GuaranteeRoutes.view(id, page), context)
        }
    }

    private static func use(
        _ page: PageRequest,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<GuaranteeUse>) throws -> Void
    ) async throws -> Response {
        let id: ID<GuaranteeUse> = try page.id()
        let from = page.cameFrom
        let guarantee = try await page.read { try $0.guaranteeUse(id).guarantee }
        return try await page.submit { form in
            let work = try read(form)
            try await page.write { try work($0, id) }
            if let from, from == Paths.today || from == Paths.approvals { return from }
            return Paths.guarantee(guarantee)
        } orShow: { context, _ in
            guaranteePage(try await GuaranteeRoutes.view(guarantee, page), context)
        }
    }
}
