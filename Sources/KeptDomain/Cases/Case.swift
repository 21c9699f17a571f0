/// One matter of one customer, with exactly one owner at every moment.
package struct Case: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case complaint, question, request, praise, suggestion
        /// Detected by Kept: a promise broke.
        case failure
    }
    package enum Status: String, Sendable, CaseIterable, Codable { case open, closed }
    /// Who owes the next move; only ours ticks.
    package enum Move: String, Sendable, CaseIterable, Codable {
        case us, customer
        case thirdParty = "third-party"
    }

    package let id: ID<Case>
    package let number: Int
    package var matter: ID<Matter>
    package var kind: Kind
    package let subject: String
    package var customer: ID<Customer>?
    package var order: ID<Order>?
    package var place: ID<Place>
    package var owner: ID<Person>
    /// The lead to whom the matter was escalated.
    package var lead: ID<Person>?
    package var status: Status
    package var whoseMove: Move
    /// `Actor.description` of who said so.
    package var moveSaidBy: String
    /// In their words; `nil` where it followed from something, a customer's word for instance.
    package var moveWhy: String?
    package let openedAt: Instant
    package var escalatedAt: Instant?
    package var closedAt: Instant?
    package var cause: String?
    /// Whose work it is.
    package var line: ID<Line>?
    /// Since when it waits in its line for somebody to take it.
    package var waitingSince: Instant?
    /// What whoever takes it must be able to do.
    package var skill: String?
    /// Out of sight until then.
    package var snoozedUntil: Instant?
    /// The case that it became part of.
    package var mergedInto: ID<Case>?
    package var revision: Int

    package init(
        id: ID<Case>, number: Int, matter: ID<Matter>, kind: Kind, subject: String, customer: ID<Customer>?,
        order: ID<Order>?, place: ID<Place>, owner: ID<Person>, lead: ID<Person>? = nil, status: Status = .open,
        whoseMove: Move = .us, moveSaidBy: String = "", moveWhy: String? = nil, openedAt: Instant,
        escalatedAt: Instant? = nil, closedAt: Instant? = nil,
        cause: String? = nil, line: ID<Line>? = nil, waitingSince: Instant? = nil, skill: String? = nil,
        snoozedUntil: Instant? = nil, mergedInto: ID<Case>? = nil, revision: Int = 1
    ) {
        self.id = id
        self.number = number
        self.matter = matter
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.order = order
        self.place = place
        self.owner = owner
        self.lead = lead
        self.status = status
        self.whoseMove = whoseMove
        self.moveSaidBy = moveSaidBy
        self.moveWhy = moveWhy
        self.openedAt = openedAt
        self.escalatedAt = escalatedAt
        self.closedAt = closedAt
        self.cause = cause
        self.line = line
        self.waitingSince = waitingSince
        self.skill = skill
        self.snoozedUntil = snoozedUntil
        self.mergedInto = mergedInto
        self.revision = revision
    }

    /// Closed with a cause: what is not named cannot be learnt from.
    package func closed(at now: Instant, cause: String) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard !cause.allSatisfy(\.isWhitespace) else { throw .noCause }
        // How somebody behaved never ends what is owed to them.
        guard !ConductWording.judgesOnly(cause) else { throw .causeIsConduct }
        var result = self
        result.status = .closed
        result.closedAt = now
        result.cause = cause
        result.waitingSince = nil
        result.snoozedUntil = nil
        return result
    }

    /// In the hands of another owner, with a word of why.
    package func handedOver(to person: ID<Person>, why: String) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard !why.allSatisfy(\.isWhitespace) else { throw .noReason }
        var result = self
        result.owner = person
        result.waitingSince = nil
        return result
    }
}

extension Person {
    /// Whether a case may be given to them: their roles reach its place, in whosever hands it is.
    package func mayWork(on found: Case) -> Bool {
        Permissions.allow(.workCase, to: id, with: grants, within: .at(found.place, owner: nil))
    }
}

package enum CaseRefusal: Refusal, Hashable {
    case notOpen, noCause, noReason, emptyNote
    /// The cause says how somebody behaved, and nothing else.
    case causeIsConduct
    /// A file is added to a message that has left already.
    case messageLeft
    /// A message is not on its way, so it can neither be taken nor come back.
    case notWaiting
    /// No answer is promised on the case.
    case nothingOwed
    case isOpen
    /// It became part of another case: what is to be done is done there.
    case isMerged
    case notMerged, mergedWithItself
    /// The two cases are of different customers.
    case otherCustomer
    /// Another case stands open on the same matter.
    case matterHasCase
    case snoozeInThePast, lineClosed
    /// The actor takes from no line, or not from the one named.
    case noLine
    /// Who has so many cases in hand takes no further one.
    case handsFull(Int)
    case lineHasCases(Int)
    /// A text has a field for which this case has nothing.
    case nothingFor(ReplyTemplate.Field)
    /// Nothing that is written reaches the customer: no address is known, and they have no page.
    case noWrittenWay
    /// They have no page that would show an answer by this channel.
    case noPage(Instead)
    /// Whoever should get the case may not work on it: their roles do not reach it.
    case mayNotWork(String)

    /// What reaches them.
    package enum Instead: Sendable, Hashable {
        /// By form: it shows where they asked, with their order.
        case tracking
        case letter(String)
        case phone(String)
        /// Nothing that is known.
        case nothing
    }

    package var key: String {
        switch self {
        case .notOpen: "refusals.case-not-open"
        case .noCause: "refusals.case-no-cause"
        case .noReason: "refusals.case-no-reason"
        case .causeIsConduct: "refusals.cause-is-conduct"
        case .emptyNote: "refusals.case-empty-note"
        case .messageLeft: "refusals.message-left"
        case .notWaiting: "refusals.message-not-waiting"
        case .nothingOwed: "refusals.case-nothing-owed"
        case .isOpen: "refusals.case-is-open"
        case .isMerged: "refusals.case-is-merged"
        case .notMerged: "refusals.case-not-merged"
        case .mergedWithItself: "refusals.case-with-itself"
        case .otherCustomer: "refusals.case-other-customer"
        case .matterHasCase: "refusals.case-matter-taken"
        case .snoozeInThePast: "refusals.case-snooze-past"
        case .lineClosed: "refusals.line-closed"
        case .noLine: "refusals.no-line"
        case .handsFull: "refusals.hands-full"
        case .nothingFor: "refusals.reply-field-empty"
        case .lineHasCases: "refusals.line-has-cases"
        case .noWrittenWay: "refusals.case-no-written-way"
        case .mayNotWork: "refusals.case-may-not-work"
        case .noPage(.tracking): "refusals.case-no-page-but-tracking"
        case .noPage(.letter): "refusals.case-no-page-but-letter"
        case .noPage(.phone): "refusals.case-no-page-but-phone"
        case .noPage(.nothing): "refusals.case-no-page"
        }
    }
    package var facts: [Fact] {
        switch self {
        case .handsFull(let count), .lineHasCases(let count): [Fact("count", count)]
        case .nothingFor(let field): [Fact("name", "{\(field.rawValue)}")]
        case .noPage(.letter(let contact)), .noPage(.phone(let contact)): [Fact("contact", contact)]
        case .mayNotWork(let name): [Fact("name", name)]
        default: []
        }
    }
}
