import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Parked mail: the list, and the three ways out of it.
enum ParkedMailRoutes {
    private static let pageLength = 30

    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/parked-mail", site) { page in try await page.page { try await show(page, $0) } },
            .page(.get, "/parked-mail/{id}/source", site) { page in
                let id = try page.id(of: ParkedMail.self)
                let parked = try await page.read { try $0.parkedMail(id) }
                try page.see(.seeCases, at: parked.place)
                return .download(
                    try await page.read { try $0.blob(parked.raw) }, named: "message-\(id).eml", type: "message/rfc822")
            },
            .page(.post, "/parked-mail/{id}/joining", site) { page in
                try await settle(page) { form, id in
                    guard let number = try form.whole("case", in: 1...Int.max) else {
                        throw InvalidInput("case", "problems.required")
                    }
                    let found = try await page.read { try $0.case(numbered: number) }
                    guard let found else { throw InvalidInput("case", "channels.parked.no-case") }
                    let (mail, words) = (try await page.site.parkedMail(id), page.site.vocabulary)
                    let filed = try await page.write { try $0.joinParked(id, mail, to: found.id, words: words) }
                    return filed.case.map { Paths.case($0.id) }
                }
            },
            .page(.post, "/parked-mail/{id}/opening", site) { page in
                try await settle(page) { form, id in
                    let kind: Case.Kind = try form.choice("kind")
                    let (mail, words) = (try await page.site.parkedMail(id), page.site.vocabulary)
                    let filed = try await page.write { try $0.openParked(id, mail, kind: kind, words: words) }
                    return filed.case.map { Paths.case($0.id) }
                }
            },
            .page(.post, "/parked-mail/{id}/discarding", site) { page in
                try await settle(page) { form, id in
                    let why = try form.required("why")
                    try await page.write { try $0.discardParked(id, why: why) }
                    return nil
                }
            },
            .page(.post, "/unfetched-mail/{id}/trying", site) { page in
                let id = try page.id(of: UnfetchedMail.self)
                return try await page.submit { _ in
                    try await page.write { try $0.tryUnfetchedAgain(id) }
                    return Paths.parkedMails
                } orShow: { context, values in
                    try await show(page, context, values: values, leaving: id)
                }
            },
            .page(.post, "/unfetched-mail/{id}/leaving", site) { page in
                let id = try page.id(of: UnfetchedMail.self)
                return try await page.submit { form in
                    let why = try form.required("why")
                    try await page.write { try $0.leaveUnfetched(id, why: why) }
                    return Paths.parkedMails
                } orShow: { context, values in
                    try await show(page, context, values: values, leaving: id)
                }
            },
        ]
    }

    /// - Parameter work: answers where to go, `nil` for back to the list.
    private static func settle(
        _ page: PageRequest, _ work: (SubmittedForm, ID<ParkedMail>) async throws -> String?
    ) async throws -> Response {
        let id = try page.id(of: ParkedMail.self)
        return try await page.submit { form in
            try await work(form, id) ?? Paths.parkedMails
        } orShow: { context, values in
            try await show(page, context, values: values, editing: id)
        }
    }

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, editing: ID<ParkedMail>? = nil,
        leaving: ID<UnfetchedMail>? = nil
    ) async throws -> HTML {
        let places = try page.reached(for: .seeCases).places
        let after = page.query["after"].flatMap { ID<ParkedMail>($0) }
        let (rows, total, unfetched) = try await page.read { reading in
            let found = try reading.parkedMails(at: places, after: after, limit: pageLength + 1)
            let rows = try found.map { parked in
                ParkedMailRow(parked, caseNumber: try parked.case.map { try reading.knownCase($0).number })
            }
            let unfetched = (
                first: try reading.unfetchedMails(at: places, limit: pageLength),
                total: try reading.unfetchedCount(at: places)
            )
            return (rows, try reading.parkedCount(at: places), unfetched)
        }
        let next =
            rows.count > pageLength
            ? Paths.with(Paths.parkedMails, ["after": rows[pageLength - 1].parked.id.description]) : nil
        return parkedMailPage(
            Array(rows.prefix(pageLength)), total: total, unfetched: unfetched, context, values: values,
            editing: editing, leaving: leaving, next: next)
    }
}
