import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Templates of recovery, the rules of follow-ups, and what is ready to begin with.
enum TemplateRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/templates", site) { page in
                try page.permit(.seeCases)
                let view = try await view(page)
                return try await page.page { templatesPage(view, $0) }
            },
            .page(.post, "/templates", site) { page in
                try page.permit(.setDesk)
                return try await page.submit { form in
                    let (draft, languages) = (try draft(form, page), languages(page))
                    _ = try await page.write { try $0.addRecoveryTemplate(draft, languages: languages).id }
                    return Paths.recoveryTemplates
                } orShow: { context, values in
                    templatesPage(try await view(page), context, values: values)
                }
            },
            .page(.post, "/templates/ready", site, ready),
            .page(.post, "/templates/{id}", site) { page in
                let languages = languages(page)
                return try await change(page) { form in
                    let (draft, revision) = (try draft(form, page), try form.revision() ?? 1)
                    return {
                        _ = try $0.changeRecoveryTemplate($1, to: draft, revision: revision, languages: languages)
                    }
                }
            },
            .page(.post, "/templates/{id}/ending", site) { page in
                try await change(page) { form in
                    let revision = try form.revision() ?? 1
                    return { try $0.endRecoveryTemplate($1, revision: revision) }
                }
            },
            .page(.post, "/follow-up-rules", site, setRule),
        ]
    }

    private static func languages(_ page: PageRequest) -> [String] { page.site.vocabulary.languages.map(\.tag) }

    private static func view(_ page: PageRequest) async throws -> TemplatesView {
        let languages = page.site.vocabulary.languages.map { page.site.vocabulary[$0] }
        return try await page.read {
            let templates = try $0.recoveryTemplates()
            let newest = Set(templates.map(\.version))
            let earlier = try $0.recoveryTemplateHistory().filter { !newest.contains($0.version) }
            return TemplatesView(
                templates: templates, earlier: Dictionary(grouping: earlier, by: \.id),
                rules: try $0.followUpRules(), languages: languages)
        }
    }

    private static func draft(_ form: SubmittedForm, _ page: PageRequest) throws -> RecoveryTemplateDraft {
        RecoveryTemplateDraft(
            name: form["name"] ?? "", steps: RecoveryStep.ofMessages.filter { form.isTicked("step_\($0.rawValue)") },
            texts: Dictionary(
                uniqueKeysWithValues: languages(page).map { tag in
                    (
                        tag,
                        RecoveryTemplate.Text(
                            subject: form["texts.\(tag).subject"] ?? "", body: form["texts.\(tag).body"] ?? "")
                    )
                }))
    }

    private static func change(
        _ page: PageRequest,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<RecoveryTemplate>) throws -> Void
    ) async throws -> Response {
        try page.permit(.setDesk)
        let id: ID<RecoveryTemplate> = try page.id()
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.recoveryTemplates
        } orShow: { context, values in
            templatesPage(try await view(page), context, values: values, editing: id)
        }
    }

    /// Adds what is ready, for templates and causes alike, and leads back to the page that asked.
    private static func ready(_ page: PageRequest) async throws -> Response {
        try page.permit(.setDesk)
        let (words, from) = (page.site.vocabulary, page.cameFrom)
        let language = page.site.words(for: page.request, page.context).language
        return try await page.submit { _ in
            try await page.write { try $0.addReadyRecovery(words: words, language: language) }
            return from == Paths.causes ? Paths.causes : Paths.recoveryTemplates
        } orShow: { context, values in
            templatesPage(try await view(page), context, values: values)
        }
    }

    private static func setRule(_ page: PageRequest) async throws -> Response {
        try page.permit(.setStandards)
        return try await page.submit { form in
            let rule = FollowUpRule(
                kind: try form.choice("kind"), isOn: form.isTicked("is_on"),
                afterDays: try form.whole("after_days", in: 0...90) ?? 3,
                answerDays: try form.whole("answer_days", in: 1...90) ?? 14,
                partlyReopens: form.isTicked("partly_reopens"))
            let revision = try form.revision() ?? 1
            try await page.write { try $0.setFollowUpRule(rule, revision: revision) }
            return Paths.recoveryTemplates + "#follow-ups"
        } orShow: { context, values in
            templatesPage(try await view(page), context, values: values, refusedRule: true)
        }
    }
}
