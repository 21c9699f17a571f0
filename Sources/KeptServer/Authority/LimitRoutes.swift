import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// What roles may give: the table, one limit, first limits in a currency, and how fast a lead answers.
enum LimitRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/authority", site) { page in
                try page.permit(.seeStandards)
                return try await page.page { try await list(page, $0) }
            },
            .page(.post, "/authority", site, add),
            .page(.post, "/authority/first", site, first),
            .page(.post, "/authority/answer-time", site, answerTime),
            .page(.get, "/authority/{id}", site) { page in
                try page.permit(.setLimits)
                let limit = try await known(page)
                return try await page.page { limitPage(limit, $0) }
            },
            .page(.post, "/authority/{id}", site, change),
        ]
    }

    private static func list(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, refused: LimitForm? = nil
    ) async throws -> HTML {
        let view = try await page.read { reading in
            LimitsView(
                limits: try reading.remedyLimits(), answerTime: try reading.approvalTarget(),
                currency: try reading.businessCurrency() ?? Currency.usual(inZone: reading.businessZone()))
        }
        return limitsPage(view, context, values: values, refused: refused)
    }

    private static func known(_ page: PageRequest) async throws -> RemedyLimit {
        let id: ID<RemedyLimit> = try page.id()
        guard let limit = try await page.read({ try $0.remedyLimit(id) }) else {
            throw StoreError.notFound("limit \(id)")
        }
        return limit
    }

    private static func add(_ page: PageRequest) async throws -> Response {
        try page.permit(.setLimits)
        return try await page.submit { form in
            let role: Role = try form.choice("role")
            let remedy = RemedyKind(rawValue: try form.required("remedy"))
            guard let currency = try form.currency() else { throw InvalidInput("currency", "problems.required") }
            let draft = RemedyLimitDraft(
                role: role, remedy: remedy, currency: currency,
                perCase: try form.money("per_case", in: currency)?.minor,
                perDay: try form.money("per_day", in: currency)?.minor)
            let why = form["why"]
            _ = try await page.write { try $0.addRemedyLimit(draft, why: why) }
            return Paths.limits
        } orShow: { context, values in
            try await list(page, context, values: values, refused: .add)
        }
    }

    private static func first(_ page: PageRequest) async throws -> Response {
        try page.permit(.setLimits)
        return try await page.submit { form in
            guard let currency = try form.currency() else { throw InvalidInput("currency", "problems.required") }
            try await page.write { try $0.addUsualLimits(in: currency) }
            // Also begun from a case whose money was new.
            if let from = page.cameFrom, from.hasPrefix(Paths.cases + "/") { return from + "#amends" }
            return Paths.limits
        } orShow: { context, values in
            try await list(page, context, values: values, refused: .first)
        }
    }

    private static func answerTime(_ page: PageRequest) async throws -> Response {
        try page.permit(.setLimits)
        return try await page.submit { form in
            let (target, why) = (try TargetFields.target(in: form.shown()), try form.required("why"))
            do {
                try await page.write { try $0.setApprovalTarget(target, why: why) }
            } catch let input as InvalidInput {
                throw input.naming(["target": "target_count"])
            }
            return Paths.limits
        } orShow: { context, values in
            try await list(page, context, values: values, refused: .answerTime)
        }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        try page.permit(.setLimits)
        let limit = try await known(page)
        return try await page.submit { form in
            let (why, revision) = (try form.required("why"), try form.knownRevision())
            let perCase = try form.money("per_case", in: limit.currency)?.minor
            let perDay = try form.money("per_day", in: limit.currency)?.minor
            _ = try await page.write {
                try $0.changeRemedyLimit(limit.id, perCase: perCase, perDay: perDay, revision: revision, why: why)
            }
            return Paths.limits
        } orShow: { context, values in
            limitPage(try await known(page), context, values: values)
        }
    }
}
