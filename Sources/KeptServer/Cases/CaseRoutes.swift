import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The page of one case, and what can be done there.
enum CaseRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/cases/{id}", site) { page in
                let id = try page.id(of: Case.self)
                return try await page.page { try await show(id, page, $0) }
            },
            .page(.get, "/attachments/{id}", site, download),
            .page(.post, "/cases/{id}/notes", site) { page in
                try await change(page, "note", withFiles: true) { form, files in
                    let text = try form.required("text")
                    return { _ = try $0.addNote(to: $1, text: text, attachments: files) }
                }
            },
            .page(.post, "/cases/{id}/replies", site) { page in
                try await change(page, "reply", withFiles: true) { form, files in
                    var draft = MessageDraft(try form.choice("channel"), try form.required("body"))
                    draft.contact = draft.channel.isCarried ? form["contact"] : nil
                    draft.attachments = files
                    let next = try form["next_move"].map { _ -> Case.Move in try form.choice("next_move") }
                    return { [draft] in _ = try $0.reply(to: $1, with: draft, next: next) }
                }
            },
            .page(.post, "/cases/{id}/messages", site) { page in
                let words = page.site.vocabulary
                return try await change(page, "said") { form in
                    var draft = MessageDraft(try form.choice("channel"), try form.required("body"))
                    if form.isTicked("awaits_answer") { draft.awaitsAnswer = true }
                    return { [draft] in _ = try $0.takeMessage(draft, on: $1, words: words) }
                }
            },
            .page(.post, "/cases/{id}/reply-settlement", site) { page in
                try await change(page, "settle") { _ in { _ = try $0.settleReply(on: $1) } }
            },
            .page(.post, "/cases/{id}/closing", site) { page in
                try await change(page, "closing") { form in
                    let (cause, revision) = (try closingCause(form), try form.revision())
                    return { _ = try $0.closeCase($1, because: cause, revision: revision) }
                }
            },
            .page(.post, "/cases/{id}/handover", site) { page in
                try await change(page, "handover") { form in
                    guard let owner = try form.id("owner", of: Person.self) else {
                        throw InvalidInput("owner", "problems.required")
                    }
                    let (why, revision) = (try form.required("why"), try form.revision())
                    return { _ = try $0.handOverCase($1, to: owner, why: why, revision: revision) }
                }
            },
            .page(.post, "/cases/{id}/move", site) { page in
                try await change(page, "move") { form in
                    let move: Case.Move = try form.choice("whose_move")
                    let (why, revision) = (try form.required("why"), try form.revision())
                    return { _ = try $0.setMove(of: $1, to: move, why: why, revision: revision) }
                }
            },
            .page(.post, "/cases/{id}/promises", site, makePromise),
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<Case>) throws -> Void

    /// - Parameter opened: the form that was refused, as `casePage` names it.
    static func show(
        _ id: ID<Case>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh,
        opened: String? = nil
    ) async throws -> HTML {
        let warnings = try page.warnings()
        let (me, chosen, vocabulary) = (try page.person().id, page.query["text"], page.site.vocabulary)
        let (actor, words) = (try page.actor(), context.words)
        let (found, known, beside, amends, conduct, recovery) = try await page.read { reading in
            guard let found = try reading.casePage(id, warnings) else { throw StoreError.notFound("case \(id)") }
            let known = try KnownWords(found.words, in: reading, at: warnings.now)
            let beside = try CaseBeside(
                found.listing.found, me, chosen: chosen.flatMap { ID($0) }, in: reading, vocabulary, now: warnings.now)
            let amends = try reading.remedyPanel(found.listing.found, for: actor, words: words, at: warnings.now)
            let conduct = try reading.conductBeside(found.listing.found, words: words, now: warnings.now)
            let recovery = try reading.recoveryPanel(found.listing.found, words: words)
            let isOpen = found.listing.found.status == .open
            let causes = try isOpen ? reading.causeChoices(words) : []
            let struck = try reading.struckLines(of: id, words: words)
            return (found, known, beside, amends, conduct, (panel: recovery, struck: struck, causes: causes))
        }
        try page.see(.seeCases, found.listing.found.extent)
        var view = CaseView(found, known, showingPicturesOf: page.query["pictures"].flatMap { ID($0) })
        (view.amends, view.conduct, view.line) = (amends, conduct, found.listing.found.line)
        (view.recovery, view.struck, view.knownCauses) = recovery
        let saidBy = words.actor(found.listing.found.moveSaidBy, found.moveSaidBy)
        view.moveSaid = (by: saidBy, why: found.listing.found.moveWhy)
        view.mayHandOver = actor.may(.handOverCase, found.listing.found.extent)
        beside.complete(&view)
        return casePage(view, context, values: values, opened: opened)
    }

    /// A cause that was chosen stands before one that was typed.
    private static func closingCause(_ form: SubmittedForm) throws -> ClosingCause {
        if form.isTicked("not_ours") { return .notOurs(try form.required("cause")) }
        if let known = try form.id("known_cause", of: Cause.self) { return .known(known) }
        return .named(try form.required("cause"))
    }

    private static func makePromise(_ page: PageRequest) async throws -> Response {
        let zone = try await page.zone()
        let writer = page.site.words(for: page.request, page.context).language.tag
        return try await change(page, "promise") { form in
            { tx, id in
                let found = try tx.knownCase(id)
                guard found.status == .open else { throw CaseRefusal.notOpen }
                let customer = try found.customer.flatMap { try tx.customer($0) }
                let order = try found.order.flatMap { try tx.order($0) }
                let readIn = try order?.zone ?? customer?.zone ?? tx.place(orDefault: found.place).zone
                let draft = try PromiseDraft(
                    form, about: .case(id), zone: zone, language: customer?.language ?? writer, readIn: readIn)
                _ = try tx.giveWord(draft, on: found)
            }
        }
    }

    private static func change(
        _ page: PageRequest, _ name: String, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        try await change(page, name, withFiles: false) { form, _ in try read(form) }
    }

    private static func change(
        _ page: PageRequest, _ name: String, withFiles: Bool,
        _ read: (SubmittedForm, [AttachmentDraft]) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: Case.self)
        let (sent, files) = withFiles ? try await page.submittedWithFiles() : (try await page.submitted(), [])
        return try await page.respond(to: sent) { form in
            let change = try read(form, files)
            try await page.write { try change($0, id) }
            return .seeOther(Paths.case(id))
        } orShow: { context, values in
            try await show(id, page, context, values: values, opened: name)
        }
    }

    /// A file that somebody sent us: for keeping, never shown as a page.
    private static func download(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Attachment.self)
        let (file, found) = try await page.read { reading in
            let found = try reading.attachment(id)
            return (found.attachment, found.on)
        }
        try page.see(.seeCases, found.extent)
        let bytes = try await page.read { try $0.blob(file.sha256) }
        return .download(bytes, named: file.name, type: file.type)
    }
}
