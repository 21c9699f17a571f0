import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The causes of failures: kept, sorted, and joined where two are one.
enum CauseRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/causes", site) { page in
                try page.permit(.seeCases)
                let view = try await view(page)
                return try await page.page { causesPage(view, $0) }
            },
            .page(.post, "/causes", site) { page in
                try page.permit(.setDesk)
                return try await page.submit { form in
                    let (draft, languages) = (try draft(form, page), languages(page))
                    _ = try await page.write { try $0.addCause(draft, languages: languages).id }
                    return Paths.causes
                } orShow: { context, values in
                    causesPage(try await view(page), context, values: values)
                }
            },
            .page(.post, "/causes/{id}", site) { page in
                let languages = languages(page)
                return try await change(page) { form in
                    let (draft, revision) = (try draft(form, page), try form.revision() ?? 1)
                    return { _ = try $0.changeCause($1, to: draft, revision: revision, languages: languages) }
                }
            },
            .page(.post, "/causes/{id}/joining", site) { page in
                try await change(page) { form in
                    guard let other = try form.id("same_as", of: Cause.self) else {
                        throw InvalidInput("same_as", "problems.required")
                    }
                    let revision = try form.revision() ?? 1
                    return { try $0.joinCause($1, to: other, revision: revision) }
                }
            },
            .page(.post, "/causes/{id}/ending", site) { page in
                try await change(page) { form in
                    let revision = try form.revision() ?? 1
                    return { try $0.endCause($1, revision: revision) }
                }
            },
        ]
    }

    private static func languages(_ page: PageRequest) -> [String] { page.site.vocabulary.languages.map(\.tag) }

    private static func draft(_ form: SubmittedForm, _ page: PageRequest) throws -> CauseDraft {
        CauseDraft(
            kind: try form.choice("kind"), parent: try form.id("parent", of: Cause.self),
            names: Dictionary(uniqueKeysWithValues: languages(page).map { ($0, form["names.\($0)"] ?? "") }))
    }

    private static func view(_ page: PageRequest) async throws -> CausesView {
        let languages = page.site.vocabulary.languages.map { page.site.vocabulary[$0] }
        let since = page.now - .days(90)
        return try await page.read { reading in
            let counts = try reading.causeTimes(since: since)
            return CausesView(
                causes: try reading.causes(inUse: true), times: counts.times, notOurs: counts.notOurs,
                languages: languages)
        }
    }

    private static func change(
        _ page: PageRequest, _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<Cause>) throws -> Void
    ) async throws -> Response {
        try page.permit(.setDesk)
        let id: ID<Cause> = try page.id()
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.causes
        } orShow: { context, values in
            causesPage(try await view(page), context, values: values, editing: id)
        }
    }
}
