import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The page of somebody who waits. Whoever holds its address may read it and do what whoever waits may do; an address that
/// was given to nobody is a page that does not exist.
enum PhoneRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/v/{key}", site) { page in
                let (page, _, key) = try await opened(page)
                return try await page.page { try await show(key, page, $0) }
            },
            .page(.get, "/v/{key}/live", site, PhoneLive.live),
            .page(.post, "/v/{key}/leaving", site) { page in
                try await act(page) { tx, key, _, _ in _ = try tx.leaveQueue(.key(key)) }
            },
            .page(.post, "/v/{key}/parking", site) { page in
                try await act(page) { tx, key, _, _ in _ = try tx.parkVisit(.key(key)) }
            },
            .page(.post, "/v/{key}/return", site) { page in
                try await act(page) { tx, key, _, words in
                    // The button says the same to both: here I am.
                    switch try tx.knownVisit(key).state {
                    case .parked: _ = try tx.unparkVisit(.key(key), words: words)
                    default: _ = try tx.returnVisit(.key(key), words: words)
                    }
                }
            },
            .page(.post, "/v/{key}/answers", site) { page in
                try await act(page) { tx, key, form, _ in
                    _ = try tx.answerQuestions(key, QueueForms.answers(form))
                }
            },
            .page(.post, "/v/{key}/company", site) { page in
                try await act(page) { tx, key, form, _ in _ = try tx.wishCompany(key, form.isTicked("wish")) }
            },
            .page(.post, "/v/{key}/rating", site) { page in
                try await act(page) { tx, key, form, _ in
                    _ = try tx.rateWait(.key(key), as: form.choice("felt", of: Visit.Perceived.self))
                }
            },
        ]
    }

    /// The page in the language of the visit, and its key.
    static func opened(_ page: PageRequest) async throws -> (PageRequest, Visit, TrackingKey) {
        let key = try page.key("key")
        let visit = try await page.read { try $0.knownVisit(key) }
        return (page.asRead(by: CustomerReading(own: visit.language, usual: visit.language)), visit, key)
    }

    static func show(
        _ key: TrackingKey, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let now = page.now
        let found = try await page.read { try $0.visitPage(key, at: now) }
        var context = context
        context.zone = found.scene.zone
        let view = PhoneView(found.visit, in: found.scene, key: key.text, beside: VisitBeside(found))
        return phonePage(view, context, values: values)
    }

    /// Does what was tapped and shows the page again.
    private static func act(
        _ page: PageRequest,
        _ work: @escaping @Sendable (Transaction, TrackingKey, SubmittedForm, Vocabulary) throws -> Void
    ) async throws -> Response {
        let (page, visit, key) = try await opened(page)
        let words = page.site.vocabulary
        return try await page.submit(isPublic: true) { form in
            try await page.site.store.write(as: .customer(visit.customer), at: page.now) {
                try work($0, key, form, words)
            }
            return Paths.visit(key.text)
        } orShow: { context, values in
            try await show(key, page, context, values: values)
        }
    }
}

/// What the forms of queues have in common.
enum QueueForms {
    /// By the keys of the questions, from fields named `answers.<key>`.
    static func answers(_ form: SubmittedForm) -> [String: String] {
        let prefix = "answers."
        var answers: [String: String] = [:]
        for name in form.names where name.hasPrefix(prefix) {
            answers[String(name.dropFirst(prefix.count))] = form[name] ?? ""
        }
        return answers
    }

    /// Who joins by a form of this site.
    static func draft(
        _ form: SubmittedForm, _ queue: Queue, _ way: QueueRules.Way, language: String
    ) throws -> VisitDraft {
        var draft = VisitDraft(queue.id, way, language: language)
        (draft.name, draft.phone, draft.need) = (form["name"], form["phone"], form["need"])
        draft.partySize = try form.whole("party_size", in: 1...queue.rules.largestParty) ?? 1
        draft.wantsCompany = form.isTicked("wants_company")
        draft.answers = answers(form)
        (draft.source, draft.externalID) = ("page", try form.required("sending"))
        return draft
    }
}
