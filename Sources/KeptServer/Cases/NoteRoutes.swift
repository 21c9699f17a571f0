import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// What somebody says on the phone or at the counter, in one small form by keys alone.
enum NoteRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/notes/new", site) { page in
                try page.permit(.writeToUs)
                let taken = page.query.names.contains("taken") ? try page.query.id("taken", of: Case.self) : nil
                let about =
                    page.query.names.contains("customer") ? try page.query.id("customer", of: Customer.self) : nil
                let known = try await page.read { reading in try about.flatMap { try reading.noteCandidate($0) } }
                let view = try await view(page, asked: known?.name, found: known.map { [$0] } ?? [])
                let flash = try await flash(taken, page)
                return try await page.page(flash: flash) { notePage(view, $0) }
            },
            .page(.get, "/notes/who", site) { page in
                try page.permit(.writeToUs)
                let text = page.query["q"] ?? ""
                let found = try await page.read { try $0.noteCandidates(text) }
                return .html(noteOptions(found, page.site.words(for: page.request, page.context)))
            },
            .page(.post, "/notes", site, take),
        ]
    }

    private static func view(_ page: PageRequest, asked: String? = nil, found: [NoteCandidate] = []) async throws
        -> NoteView
    {
        let reached = try page.reached(for: .writeToUs)
        let places = try await page.read { try $0.places().filter { reached.contains($0.id) } }
        return NoteView(
            asked: asked, found: found, places: places.map { Field.Choice("\($0.id)", $0.name) },
            zone: try await page.zone().name)
    }

    /// What was written down just now, with its promise, so that nobody has to look it up.
    private static func flash(_ taken: ID<Case>?, _ page: PageRequest) async throws -> Flash? {
        guard let taken else { return nil }
        let (found, promise) = try await page.read { reading in
            let found = try reading.knownCase(taken)
            return (found, try reading.promises(onMatter: found.matter).last { $0.isTold && $0.isOpen })
        }
        try page.see(.seeCases, found.extent)
        let words = page.site.words(for: page.request, page.context)
        guard let promise else { return Flash(.done, words("notes.taken", ["number": String(found.number)])) }
        return Flash(
            .done, words("notes.taken-owed", ["number": String(found.number), "said": words.stored(promise.said)]))
    }

    private static func take(_ page: PageRequest) async throws -> Response {
        try page.permit(.writeToUs)
        let sent = try await page.submitted()
        let asked = sent["chosen"] == nil && sent["name"] == nil ? sent["who"] : nil
        let found = try await page.read { reading in try asked.map { try reading.noteCandidates($0) } ?? [] }
        if sent["find"] != nil || (asked != nil && found.count > 1) {
            let view = try await view(page, asked: sent["who"], found: found)
            return try await page.page { notePage(view, $0, values: sent.shown()) }
        }
        let zone = try await page.zone()
        let words = page.site.vocabulary
        return try await page.respond(to: sent) { form in
            let draft = try await draft(form, found.first, zone, page)
            let taken = try await page.write { try $0.takeNote(draft, words: words) }
            return .seeOther(Paths.with(Paths.newNote, ["taken": "\(taken.case.id)"]))
        } orShow: { context, values in
            let known = asked == nil ? try await knownByPhone(sent, page) : []
            var view = try await view(page, asked: asked, found: known.isEmpty ? found : known)
            view.isOffered = !known.isEmpty
            return notePage(view, context, values: values)
        }
    }

    /// Whoever is known by the phone of somebody new, to be chosen instead.
    private static func knownByPhone(_ sent: SubmittedForm, _ page: PageRequest) async throws -> [NoteCandidate] {
        guard sent["name"] != nil, let phone = sent["phone"] else { return [] }
        return try await page.read { try $0.noteCandidates(phone: phone) }
    }

    private static func draft(
        _ form: SubmittedForm, _ only: NoteCandidate?, _ zone: Zone, _ page: PageRequest
    ) async throws -> SpokenNoteDraft {
        let place: ID<Place>? = try form.id("place")
        var draft = SpokenNoteDraft(
            try who(form, only), try form.choice("channel"), try form.choice("kind"), said: try form.required("said"))
        draft.place = place
        draft.isSurelyNew = form["chosen"] == NoteView.new
        guard form["outcome"] == "owed" else { return draft }
        let within: NoteDue = try form.choice("within")
        draft.outcome = .owed(by: try await due(within, form, at: place, zone, page), said: form["promise"])
        return draft
    }

    private static func who(_ form: SubmittedForm, _ only: NoteCandidate?) throws -> SpokenNoteDraft.Who {
        let chosen = form["chosen"] ?? only?.value
        if form["name"] == nil || form["offered"] != nil, let parts = chosen?.split(separator: ":"), parts.count == 2 {
            if parts[0] == "customer", let id = ID<Customer>(parts[1]) { return .customer(id) }
            if parts[0] == "order", let id = ID<Order>(parts[1]) { return .order(id) }
        }
        guard let name = form["name"] else { throw InvalidInput("who", "notes.choose") }
        return .new(CustomerDraft(name: name, email: form["email"], phone: form["phone"]))
    }

    /// In the place's opening hours, but for an exact time.
    private static func due(
        _ within: NoteDue, _ form: SubmittedForm, at place: ID<Place>?, _ zone: Zone, _ page: PageRequest
    ) async throws -> Instant {
        let now = page.now
        if within == .hour { return now + .hours(1) }
        if within == .at {
            guard let due = try form.moment("due", in: zone) else { throw InvalidInput("due", "problems.required") }
            return due
        }
        return try await page.read { reading in
            let calendar = try reading.calendar(of: place ?? reading.defaultPlace()).calendar
            func sundown(from start: Instant) throws -> Instant {
                guard let end = try RunningClock(calendar, target: .sundown, started: start).end().due else {
                    preconditionFailure("stopped without a pause")
                }
                return end
            }
            let today = try sundown(from: now)
            return within == .sundown ? today : try sundown(from: today + .seconds(1))
        }
    }
}
