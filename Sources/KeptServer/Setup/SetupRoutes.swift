import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The first start: five questions, one operation.
enum SetupRoutes {
    static func routes(_ site: Site) -> [Route] {
        [.page(.get, Paths.setup, site, show), .page(.post, Paths.setup, site, answer)]
    }

    /// Whoever comes first while nobody can sign in; afterwards those who may set people up, until it is done once.
    private static func mayBegin(_ page: PageRequest) async throws -> Bool {
        if try await SignInRoutes.isFresh(page.site) { return true }
        let isSetUp = try await page.read { try $0.setting(.setUpAt) != nil }
        return !isSetUp && (page.context.caller.actor?.may(.setPeople, .business) ?? false)
    }

    private static func show(_ page: PageRequest) async throws -> Response {
        guard try await mayBegin(page) else { return .seeOther(Paths.home) }
        let zones = try page.site.store.zones.names()
        return try await page.page { setupPage($0, zones: zones) }
    }

    private static func answer(_ page: PageRequest) async throws -> Response {
        let site = page.site
        let zones = try site.store.zones.names()
        return try await page.respond(isPublic: true) { form in
            guard try await mayBegin(page) else { throw PeopleRefusal.alreadySetUp }
            let facts = try facts(form, site)
            let password = try await site.storedPassword(form["password"])
            let secret = Secret.random()
            let owner = page.context.caller.person?.id
            let words = site.vocabulary
            let language = words.language(for: facts.language) ?? .english
            try await site.store.write(as: .system("set-up"), at: page.now) { tx in
                let person = try tx.setUp(facts, owner: owner)
                try tx.addReadyRecovery(words: words, language: language)
                tx.setPassword(password, of: person, keeping: nil)
                tx.startSession(of: person, hash: secret.hash)
            }
            site.callers.forget()
            site.business.forget()
            return page.entered(secret, to: Paths.today)
        } orShow: { context, values in
            setupPage(context, zones: zones, values: values)
        }
    }

    /// - Throws: `InvalidInput` with everything that cannot be taken, the password included.
    private static func facts(_ form: SubmittedForm, _ site: Site) throws -> SetUpFacts {
        var problems: [FieldProblem] = []
        let weekdays = Set(Weekday.allCases.filter { form.isTicked("weekday_" + $0.key) })
        if weekdays.isEmpty { problems.append(FieldProblem("weekday_mon", "problems.no-weekday")) }
        let window = openingWindow(form, &problems)
        func language(_ name: String) -> Language {
            guard let language = form[name].flatMap({ site.vocabulary.language(for: $0) }) else {
                problems.append(FieldProblem(name, "problems.no-such-language"))
                return .english
            }
            return language
        }
        for name in ["business", "name", "email", "zone"] { problems.append(.required(form[name], name)) }
        if let zone = form["zone"] {
            do { _ = try site.store.zones.zone(zone) } catch {
                problems.append(FieldProblem("zone", error.key, error.facts))
            }
        }
        if let email = form["email"], CustomerDraft.normalizedEmail(email) == nil {
            problems.append(FieldProblem("email", "problems.no-such-email"))
        }
        problems.append(site.passwordProblem(form["password"]))
        let trade = form["trade"].flatMap { Trade(rawValue: $0) } ?? .otherService
        let (own, customers) = (language("language"), language("customer_language"))
        try problems.check()
        let hours = Dictionary(uniqueKeysWithValues: weekdays.map { ($0, [window].compactMap(\.self)) })
        return SetUpFacts(
            trade: trade.rawValue, business: form["business"] ?? "", ownerName: form["name"] ?? "",
            email: form["email"] ?? "", zone: form["zone"] ?? "UTC", opening: WeeklyHours(hours),
            language: own.tag, customerLanguage: customers.tag,
            standards: TradeStandards.all(
                for: trade, nextDay: form.isTicked("promise_next_day"), sundown: form.isTicked("promise_sundown"),
                reply: form.isTicked("promise_reply"), own: own, words: site.vocabulary),
            windows: TradeStandards.windows(for: trade, words: site.vocabulary[own]))
    }

    /// The hours of an opening day; one that ends before it begins runs over midnight. `nil` after a problem.
    private static func openingWindow(_ form: SubmittedForm, _ problems: inout [FieldProblem]) -> OpeningWindow? {
        var minutes: [Int] = []
        for name in ["opens", "closes"] {
            guard let minute = form[name].flatMap({ ClockTime.minutes($0) }) else {
                problems.append(FieldProblem(name, "problems.no-such-time"))
                continue
            }
            minutes.append(minute)
        }
        guard minutes.count == 2 else { return nil }
        do {
            return try OpeningWindow(minutes.map { ClockTime.text(minutes: $0) }.joined(separator: "-"))
        } catch .empty {
            problems.append(FieldProblem("closes", "problems.ends-before-start"))
        } catch {
            problems.append(FieldProblem("opens", "problems.no-such-time"))
        }
        return nil
    }
}
