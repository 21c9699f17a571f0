import KeptDomain
import KeptStore

/// Every address of the site: pages link with these, routes are declared beside them. Those of cases stand with the cases.
package enum Paths {
    package static let home = "/"
    package static let today = "/today"
    package static let metrics = "/metrics"
    package static let live = "/live"

    package static let setup = "/setup"
    package static let signIn = "/sign-in"
    package static let signOut = "/sign-out"
    package static let password = "/password"
    package static let preferences = "/preferences"
    package static func invitation(_ token: String) -> String { "/sign-in/\(encoded(token))" }

    package static let orders = "/orders"
    package static func order(_ id: ID<Order>) -> String { "/orders/\(id)" }
    package static func orderEvents(_ id: ID<Order>) -> String { "/orders/\(id)/events" }
    package static func orderPromises(_ id: ID<Order>) -> String { "/orders/\(id)/promises" }
    package static func orderWindow(_ id: ID<Order>) -> String { "/orders/\(id)/window" }
    package static func orderCarrier(_ id: ID<Order>) -> String { "/orders/\(id)/carrier" }
    package static func orderParcels(_ id: ID<Order>) -> String { "/orders/\(id)/parcels" }
    package static func orderOutcome(_ id: ID<Order>) -> String { "/orders/\(id)/outcome" }

    package static let promises = "/promises"
    package static func promise(_ id: ID<Promise>) -> String { "/promises/\(id)" }
    package static func pause(_ id: ID<Promise>) -> String { "/promises/\(id)/pause" }
    package static func resume(_ id: ID<Promise>) -> String { "/promises/\(id)/resume" }
    package static func renegotiation(_ id: ID<Promise>) -> String { "/promises/\(id)/renegotiation" }
    package static func keeping(_ id: ID<Promise>) -> String { "/promises/\(id)/keeping" }
    package static func correction(_ id: ID<Promise>) -> String { "/promises/\(id)/correction" }
    package static func pauseCorrection(_ id: ID<Promise>) -> String { "/promises/\(id)/pause-correction" }
    package static func release(_ id: ID<Promise>) -> String { "/promises/\(id)/release" }

    package static func tracking(_ token: String) -> String { "/t/\(encoded(token))" }
    package static func trackingWindow(_ token: String) -> String { "/t/\(encoded(token))/window" }
    package static func trackingQuestion(_ token: String) -> String { "/t/\(encoded(token))/question" }

    package static let search = "/search"
    package static let customers = "/customers"
    package static func customer(_ id: ID<Customer>) -> String { "/customers/\(id)" }

    package static let remedies = "/remedies"
    package static func tellingTold(_ id: ID<Telling>) -> String { "/tellings/\(id)/told" }
    package static func remedyReversal(_ id: ID<Remedy>) -> String { "/remedies/\(id)/reversal" }
    package static let approvals = "/approvals"
    package static func requestApproval(_ id: ID<RemedyRequest>) -> String { "/approvals/\(id)/approval" }
    package static func requestRefusal(_ id: ID<RemedyRequest>) -> String { "/approvals/\(id)/refusal" }
    package static func requestWithdrawal(_ id: ID<RemedyRequest>) -> String { "/approvals/\(id)/withdrawal" }
    package static let authorityAnswers = "/approvals/answers"
    package static let limits = "/authority"
    package static let firstLimits = "/authority/first"
    package static let limitAnswerTime = "/authority/answer-time"
    package static func limit(_ id: ID<RemedyLimit>) -> String { "/authority/\(id)" }
    package static let guarantees = "/guarantees"
    package static let newGuarantee = "/guarantees/new"
    package static func guarantee(_ id: ID<Guarantee>) -> String { "/guarantees/\(id)" }
    package static func guaranteeTrial(_ id: ID<Guarantee>) -> String { "/guarantees/\(id)/trial" }
    package static func guaranteeSwitching(_ id: ID<Guarantee>) -> String { "/guarantees/\(id)/switching" }
    package static func guaranteeRelease(_ id: ID<Guarantee>) -> String { "/guarantees/\(id)/release" }
    package static func guaranteeDeclining(_ id: ID<Guarantee>) -> String { "/guarantees/\(id)/declining" }
    package static func useRelease(_ id: ID<GuaranteeUse>) -> String { "/guarantee-uses/\(id)/release" }
    package static func useDeclining(_ id: ID<GuaranteeUse>) -> String { "/guarantee-uses/\(id)/declining" }
    package static func rating(_ token: String) -> String { "/r/\(encoded(token))" }
    package static func trackingRating(_ token: String) -> String { "/t/\(encoded(token))/rating" }
    package static let spotChecks = "/spot-checks"
    package static func spotCheck(_ id: ID<SpotCheck>) -> String { "/spot-checks/\(id)" }
    package static let staffing = "/staffing"
    package static let waitQuotes = "/staffing/quotes"
    package static let service = "/service"
    package static let serviceCSV = "/service.csv"
    package static let conduct = "/conduct"
    package static let conductDays = "/conduct/days"
    package static func conductApart(_ id: ID<Place>) -> String { "/conduct/apart/\(id)" }
    package static func playbook(_ kind: ConductKind) -> String { "/conduct/playbooks/\(kind.rawValue)" }
    package static func conductStriking(_ id: ID<ConductFact>) -> String { "/conduct-facts/\(id)/striking" }
    package static func callTaking(_ id: ID<Call>) -> String { "/calls/\(id)/taking" }
    package static func callAnswer(_ id: ID<Call>) -> String { "/calls/\(id)/answer" }
    package static let coupons = "/coupons"
    package static let couponRedemptions = "/coupons/redemptions"
    package static func redemptionReversal(_ id: ID<CouponRedemption>) -> String {
        "/coupons/redemptions/\(id)/reversal"
    }

    package static let channels = "/channels"
    package static func channel(_ id: ID<MailChannel>) -> String { "/channels/\(id)" }
    package static func channelPausing(_ id: ID<MailChannel>) -> String { "/channels/\(id)/pausing" }
    package static func channelResuming(_ id: ID<MailChannel>) -> String { "/channels/\(id)/resuming" }
    package static func channelClosing(_ id: ID<MailChannel>) -> String { "/channels/\(id)/closing" }
    package static func channelTrial(_ id: ID<MailChannel>) -> String { "/channels/\(id)/trial" }
    package static let parkedMails = "/parked-mail"
    package static func parkedMailSource(_ id: ID<ParkedMail>) -> String { "/parked-mail/\(id)/source" }
    package static func parkedMailJoining(_ id: ID<ParkedMail>) -> String { "/parked-mail/\(id)/joining" }
    package static func parkedMailOpening(_ id: ID<ParkedMail>) -> String { "/parked-mail/\(id)/opening" }
    package static func parkedMailDiscarding(_ id: ID<ParkedMail>) -> String { "/parked-mail/\(id)/discarding" }
    package static func unfetchedMailTrying(_ id: ID<UnfetchedMail>) -> String { "/unfetched-mail/\(id)/trying" }
    package static func unfetchedMailLeaving(_ id: ID<UnfetchedMail>) -> String { "/unfetched-mail/\(id)/leaving" }
    package static func messageOriginal(_ id: ID<Message>, withPictures: Bool) -> String {
        "/messages/\(id)/original" + (withPictures ? "?pictures=1" : "")
    }

    package static let contact = "/contact"
    package static func contact(_ slug: String) -> String { "/contact/\(encoded(slug))" }
    package static func chat(_ slug: String) -> String { "/chat/\(encoded(slug))" }
    package static let chatScript = "/chat.js"
    package static func talk(_ key: String) -> String { "/c/\(encoded(key))" }
    package static func talkMessages(_ key: String) -> String { "/c/\(encoded(key))/messages" }
    package static func talkRating(_ key: String) -> String { "/c/\(encoded(key))/rating" }
    package static func talkFile(_ key: String, _ id: ID<Attachment>) -> String { "/c/\(encoded(key))/files/\(id)" }
    package static let contactForms = "/contact-forms"
    package static let newContactForm = "/contact-forms/new"
    package static func contactForm(_ id: ID<ContactForm>) -> String { "/contact-forms/\(id)" }
    package static func contactFormState(_ id: ID<ContactForm>) -> String { "/contact-forms/\(id)/state" }
    package static func lateness(_ id: ID<Promise>) -> String { "/promises/\(id)/lateness" }
    package static func followUp(_ token: String) -> String { "/f/\(encoded(token))" }
    package static let recovery = "/recovery"
    package static let recoveryCSV = "/recovery.csv"
    package static let recoveryTemplates = "/templates"
    package static let readyRecovery = "/templates/ready"
    package static func recoveryTemplate(_ id: ID<RecoveryTemplate>) -> String { "/templates/\(id)" }
    package static func recoveryTemplateEnding(_ id: ID<RecoveryTemplate>) -> String { "/templates/\(id)/ending" }
    package static let followUpRules = "/follow-up-rules"
    package static let causes = "/causes"
    package static func cause(_ id: ID<Cause>) -> String { "/causes/\(id)" }
    package static func causeJoining(_ id: ID<Cause>) -> String { "/causes/\(id)/joining" }
    package static func causeEnding(_ id: ID<Cause>) -> String { "/causes/\(id)/ending" }

    package static let quotes = "/quotes"
    package static let quoteCSV = "/quotes/backtest.csv"
    package static let quoteBacktests = "/quotes/backtests"
    package static let quoteRule = "/quotes/rule"
    package static let quoteWarnings = "/quotes/warnings"
    package static let deliveries = "/deliveries"
    package static let deliveriesCSV = "/deliveries.csv"

    package static let standards = "/standards"
    package static let newStandard = "/standards/new"
    package static func standard(_ id: ID<Standard>) -> String { "/standards/\(id)" }
    package static let calendars = "/calendars"
    package static let newCalendar = "/calendars/new"
    package static func calendar(_ id: ID<CalendarRecord>) -> String { "/calendars/\(id)" }
    package static let carriers = "/carriers"
    package static func carrier(_ id: ID<Carrier>) -> String { "/carriers/\(id)" }
    package static func carrierClosing(_ id: ID<Carrier>) -> String { "/carriers/\(id)/closing" }
    package static let windows = "/windows"
    package static func window(_ id: ID<DeliveryWindow>) -> String { "/windows/\(id)" }
    package static func windowClosing(_ id: ID<DeliveryWindow>) -> String { "/windows/\(id)/closing" }
    package static let places = "/places"
    package static func place(_ id: ID<Place>) -> String { "/places/\(id)" }
    package static func placeClosing(_ id: ID<Place>) -> String { "/places/\(id)/closing" }

    package static let imports = "/import"
    package static func importRun(_ id: ID<ImportRun>) -> String { "/import/\(id)" }
    package static func importStart(_ id: ID<ImportRun>) -> String { "/import/\(id)/start" }
    package static func importStop(_ id: ID<ImportRun>) -> String { "/import/\(id)/stop" }
    package static func importRemove(_ id: ID<ImportRun>) -> String { "/import/\(id)/remove" }
    package static func importRejects(_ id: ID<ImportRun>) -> String { "/import/\(id)/rejects.csv" }

    package static let people = "/people"
    package static func person(_ id: ID<Person>) -> String { "/people/\(id)" }
    package static func invite(_ id: ID<Person>) -> String { "/people/\(id)/invitation" }

    package static let journal = "/journal"
    package static func journal(of subject: Subject) -> String { "/journal/\(subject.kind.rawValue)/\(subject.id)" }

    package static let apiDescription = "/api/openapi.json"

    /// `path` with the values that are there as its query, in the order given.
    package static func with(_ path: String, _ values: KeyValuePairs<String, String?>) -> String {
        query(path, values.compactMap { name, value in value.map { (name, $0) } })
    }

    /// As `with`, from pairs; empty values are left out.
    package static func query(_ path: String, _ values: [(name: String, value: String)]) -> String {
        let parts = values.filter { !$0.value.isEmpty }.map { "\(encoded($0.name))=\(encoded($0.value))" }
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }

    package static func encoded(_ text: String) -> String { text.percentEncoded }
}
