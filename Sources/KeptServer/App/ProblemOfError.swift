import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

extension Problem {
    /// The one place where errors become answers. What is not known here is a defect: told by its id, logged whole.
    package init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let input as InvalidInput:
            self.init(.unprocessableContent, input.key, facts: input.facts, errors: input.problems)
        case let refusal as BadFilters:
            self.init(.badRequest, refusal.key, errors: refusal.problems)
            way = refusal.list
        case let refusal as NotPermitted: self.init(.forbidden, refusal.key, facts: refusal.facts)
        case let refusal as Unauthorized: self.init(refusal)
        case let refusal as PeopleRefusal: self.init(refusal)
        case let refusal as TooManySends:
            self.init(
                .tooManyRequests, refusal.key, facts: refusal.facts, headers: [.retryAfter: "\(refusal.seconds)"])
        case let refusal as UploadTooLarge: self.init(.contentTooLarge, refusal.key, facts: refusal.facts)
        case let refusal as IdempotencyKeyReused: self.init(.unprocessableContent, refusal.key)
        case let fault as JSONFault: self.init(.badRequest, fault.key, facts: fault.facts)
        case let fault as CalendarTextFault: self.init(.unprocessableContent, fault.key, facts: fault.facts)
        case let fault as CalendarFault: self.init(.unprocessableContent, fault.key, facts: fault.facts)
        case let fault as ClockError: self.init(.unprocessableContent, fault.key, facts: fault.facts)
        case let error as ZoneFilesError: self.init(.unprocessableContent, error.key, facts: error.facts)
        case let refusal as any Refusal: self.init(.conflict, refusal.key, facts: refusal.facts)
        case let error as StoreError: self.init(error)
        case let error as HTTPError: self.init(error.status, Self.key(of: error.status), headers: error.headers)
        case is CancellationError: self.init(.serviceUnavailable, "requests.stopping", headers: [.retryAfter: "2"])
        default: self.init(.internalServerError, "requests.defect", cause: String(reflecting: error))
        }
    }

    private init(_ refusal: Unauthorized) {
        switch refusal {
        case .foreignForm: self.init(.forbidden, refusal.key)
        default:
            self.init(
                .unauthorized, refusal.key,
                headers: refusal == .notSignedIn ? [:] : [.wwwAuthenticate: "Bearer realm=\"kept\""])
        }
    }

    private init(_ refusal: PeopleRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .tooManyTries: .tooManyRequests
            case .emailTaken, .lastAdministrator, .ownsOpenCases, .keepsLines, .alreadySetUp: .conflict
            case .linkInvalid: .gone
            case .wrongPassword, .shortPassword: .unprocessableContent
            }
        let headers: HTTPFields =
            if case .tooManyTries(_, let wait) = refusal { [.retryAfter: "\(wait.wholeSeconds)"] } else { [:] }
        self.init(status, refusal.key, facts: refusal.facts, headers: headers)
    }

    private init(_ error: StoreError) {
        switch error {
        case .notFound(let what): self.init(.notFound, "requests.not-found", cause: "not found: \(what)")
        case .conflict(let revision):
            self.init(.conflict, "requests.changed-meanwhile", facts: [Fact("revision", revision)])
        case .constraint(let name, let detail):
            self.init(.conflict, "requests.constraint", cause: "\(name): \(detail)")
        case .unavailable(let cause):
            self.init(
                .serviceUnavailable, "requests.unavailable", headers: [.retryAfter: "5"], cause: cause.description)
        case .schemaTooNew(let found, let known):
            self.init(.serviceUnavailable, "requests.unavailable", cause: "schema \(found), known \(known)")
        case .alreadyServed(let what): self.init(.internalServerError, "requests.defect", cause: what.description)
        case .defect(let what): self.init(.internalServerError, "requests.defect", cause: what)
        case .serialization:
            self.init(.serviceUnavailable, "requests.unavailable", headers: [.retryAfter: "1"], cause: "lost races")
        }
    }

    private static func key(of status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound: "requests.no-page"
        case .methodNotAllowed: "requests.method"
        default: "requests.bad-request"
        }
    }
}
