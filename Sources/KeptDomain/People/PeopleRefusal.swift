/// Why a person, a sign-in or a token is not changed.
package enum PeopleRefusal: Refusal, Hashable {
    case emailTaken
    /// Somebody must be left who can set people's roles.
    case lastAdministrator
    /// A case has exactly one owner, so it is handed over first.
    case ownsOpenCases(Int)
    /// What waits in a line is owned by its keeper, so another is named first.
    case keepsLines(Int)
    /// Name and password do not belong together; which of them is wrong is not told.
    case wrongPassword
    /// Tried again before `until`, which lies `wait` ahead.
    case tooManyTries(until: Instant, wait: Span)
    case shortPassword(least: Int)
    /// Used already, too old, or never given.
    case linkInvalid
    case alreadySetUp

    package var key: String {
        switch self {
        case .emailTaken: "refusals.email-taken"
        case .lastAdministrator: "refusals.last-administrator"
        case .ownsOpenCases: "refusals.owns-open-cases"
        case .keepsLines: "refusals.keeps-lines"
        case .wrongPassword: "refusals.wrong-password"
        case .tooManyTries: "refusals.too-many-tries"
        case .shortPassword: "refusals.short-password"
        case .linkInvalid: "refusals.link-invalid"
        case .alreadySetUp: "refusals.already-set-up"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .ownsOpenCases(let count), .keepsLines(let count): [Fact("count", count)]
        case .tooManyTries(let until, _): [Fact("due", until.seconds)]
        case .shortPassword(let least): [Fact("count", least)]
        default: []
        }
    }
}
