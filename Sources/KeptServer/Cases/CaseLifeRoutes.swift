import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// What can be done on the page of a case beside the conversation.
enum CaseLifeRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            change("reopening", site) { form, _ in
                let (why, revision) = (try form.required("why"), try form.revision())
                return { _ = try $0.reopenCase($1, why: why, revision: revision) }
            },
            change("merge-undoing", site) { form, _ in
                let why = try form.required("why")
                return { _ = try $0.undoMerge(of: $1, why: why) }
            },
            change("snooze", site) { form, zone in
                guard let until = try form.moment("until", in: zone) else {
                    throw InvalidInput("until", "problems.required")
                }
                let revision = try form.revision()
                return { _ = try $0.snoozeCase($1, until: until, revision: revision) }
            },
            change("waking", site) { _, _ in { _ = try $0.wakeCase($1) } },
            change("transfer", site) { form, _ in
                guard let line = try form.id("line", of: Line.self) else {
                    throw InvalidInput("line", "problems.required")
                }
                let (why, skill, revision) = (try form.required("why"), form["skill"], try form.revision())
                return { _ = try $0.transferCase($1, to: line, why: why, skill: skill, revision: revision) }
            },
            change("skill", site) { form, _ in
                let (skill, revision) = (form["skill"], try form.revision())
                return { try $0.setSkill(of: $1, to: skill, revision: revision) }
            },
            change("merge", site) { form, _ in
                let (number, why, revision) = (try number(form), try form.required("why"), try form.revision())
                return { tx, id in
                    _ = try tx.mergeCase(id, into: numbered(number, in: tx), why: why, revision: revision)
                }
            },
            change("links", site, opened: "link") { form, _ in
                let number = try number(form)
                return { tx, id in try tx.linkCases(id, with: numbered(number, in: tx)) }
            },
            change("unlinking", site, opened: "link") { form, _ in
                let number = try number(form)
                return { tx, id in try tx.unlinkCases(id, from: numbered(number, in: tx)) }
            },
            change("split", site) { form, _ in
                let messages = try form.ids("message", of: Message.self)
                let kind: Case.Kind = try form.choice("kind")
                let (subject, why) = (try form.required("subject"), try form.required("why"))
                let revision = try form.revision()
                return { tx, id in
                    _ = try tx.splitCase(
                        id, messages: messages, kind: kind, subject: subject, why: why, revision: revision)
                }
            },
            change("tags", site) { form, _ in
                let tag = try form.required("tag")
                return { try $0.addTag(tag, to: $1) }
            },
            change("untagging", site, opened: "tags") { form, _ in
                let tag = try form.required("tag")
                return { try $0.removeTag(tag, from: $1) }
            },
            change("macro", site) { form, _ in
                guard let macro = try form.id("macro", of: Macro.self) else {
                    throw InvalidInput("macro", "problems.required")
                }
                let words = site.vocabulary
                return { try $0.runMacro(macro, on: $1, words: words) }
            },
            change("seen", site) { _, _ in { try $0.seeMentions(on: $1) } },
            .page(.post, "/cases/{id}/draft", site, keepDraft),
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<Case>) throws -> Void

    private static func change(
        _ name: String, _ site: Site, opened: String? = nil,
        _ read: @escaping @Sendable (SubmittedForm, Zone) throws -> Change
    ) -> Route {
        .page(.post, "/cases/{id}/\(name)", site) { page in
            let (id, zone) = (try page.id(of: Case.self), try await page.zone())
            return try await page.submit { form in
                let change = try read(form, zone)
                try await page.write { try change($0, id) }
                return Paths.case(id)
            } orShow: { context, values in
                try await CaseRoutes.show(id, page, context, values: values, opened: opened ?? name)
            }
        }
    }

    /// Keeps what was written so far: by the script while somebody types, by its button without one.
    private static func keepDraft(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Case.self)
        let (form, _) = try await page.submittedWithFiles()
        let text = form["body"] ?? ""
        let savedAt = try await page.write { try $0.keepDraft(text, on: id) }
        if page.request.wantsJSON {
            var json = JSONWriter(capacity: 60)
            json.object { $0.field("saved_at", savedAt) }
            return .json(json.bytes)
        }
        return .seeOther(Paths.case(id) + "#reply")
    }

    private static func number(_ form: SubmittedForm) throws -> Int {
        let text = try form.required("case")
        guard let number = Int(text.first == "#" ? text.dropFirst() : text[...]) else {
            throw InvalidInput("case", "problems.no-such-case", [Fact("number", text)])
        }
        return number
    }

    private static func numbered(_ number: Int, in reading: Reading) throws -> ID<Case> {
        guard let found = try reading.case(numbered: number) else {
            throw InvalidInput("case", "problems.no-such-case", [Fact("number", number)])
        }
        return found.id
    }
}
