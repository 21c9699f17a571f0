import KeptDomain
import KeptStore

package struct CaseListView: Sendable {
    package enum Filter: String, CaseIterable, Sendable { case mine, open, waiting, escalated, closed }

    /// Filters under a name.
    package struct Saved: Sendable {
        package let id: ID<SavedView>
        package let name: String
        package let query: String
        package let isOwn: Bool

        package init(id: ID<SavedView>, name: String, query: String, isOwn: Bool) {
            self.id = id
            self.name = name
            self.query = query
            self.isOwn = isOwn
        }
    }

    package let filter: Filter
    package let query: String?
    package let rows: [CaseRow]
    package let total: ListTotal?
    /// What else the list is narrowed by: kind, move, line and tag, as the address has them.
    package var asked: [String: String] = [:]
    /// The filters as the address has them, for a view that is kept.
    package var address = ""
    package var lines: [Field.Choice] = []
    package var tags: [String] = []
    package var people: [Field.Choice] = []
    package var views: [Saved] = []
    /// Whether the reader takes cases from a line.
    package var takes = false
    /// The reader asked for the next case, and none waits.
    package var nothingWaits = false
    /// The address of what is listed, with where it goes on.
    package var here = ""
    /// Ticked for work on many.
    package var chosen: Set<ID<Case>> = []
    package var previous: String?
    package var next: String?

    package init(
        filter: Filter, query: String?, rows: [CaseRow], total: ListTotal?, previous: String? = nil, next: String? = nil
    ) {
        self.filter = filter
        self.query = query
        self.rows = rows
        self.total = total
        self.previous = previous
        self.next = next
    }
}

package struct CaseRow: Sendable {
    package let id: ID<Case>
    package let number: Int
    package let kind: Case.Kind
    package let subject: String
    package let customer: String?
    package let owner: String
    package let whoseMove: Case.Move
    package let openedAt: Instant
    package var isEscalated = false
    package var isWaiting = false
    package var tags: [String] = []
    package var closedAt: Instant?
    package var cause: String?

    package init(
        id: ID<Case>, number: Int, kind: Case.Kind, subject: String, customer: String?, owner: String,
        whoseMove: Case.Move, openedAt: Instant, isEscalated: Bool = false, closedAt: Instant? = nil,
        cause: String? = nil
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.owner = owner
        self.whoseMove = whoseMove
        self.openedAt = openedAt
        self.isEscalated = isEscalated
        self.closedAt = closedAt
        self.cause = cause
    }
}

/// One case with its matter, its words and its conversation.
package struct CaseView: Sendable {
    /// Another case of the same customer.
    package struct Other: Sendable {
        package let id: ID<Case>
        package let number: Int
        package let subject: String
        package let closedAt: Instant?
        /// Whether somebody linked the two, so that they can take that back.
        package let isLinked: Bool

        package init(id: ID<Case>, number: Int, subject: String, closedAt: Instant?, isLinked: Bool = false) {
            self.isLinked = isLinked
            self.id = id
            self.number = number
            self.subject = subject
            self.closedAt = closedAt
        }
    }

    package let row: CaseRow
    package var customer: ID<Customer>?
    package var order: (id: ID<Order>, number: Int)?
    package var lead: String?
    package let chain: [PromiseView]
    /// The conversation, the oldest first.
    package let messages: [MessageView]
    /// Addresses and numbers of the customer.
    package var contacts: [String] = []
    /// The ways in which the customer can be answered, the likeliest first.
    package var replyChannels = Message.Channel.allCases
    /// Where an answer in writing goes; filled in.
    package var address: String?
    /// Addresses of theirs at which what we send does not arrive.
    package var failing: [FailingAddress] = []
    package var others: [Other] = []
    /// Linked with it, part of it, or what it became part of.
    /// Who wrote to us on a page of their own.
    package var talks: [TalkStanding] = []
    /// Where it was worked on before it came here.
    package var origin: CaseOrigin?
    package var related: [Other] = []
    package var tags: [String] = []
    package var lines: [Field.Choice] = []
    package var macros: [Field.Choice] = []
    package var savedReplies: [Field.Choice] = []
    /// What the reader has begun to write, or the saved reply that they chose.
    package var draft: String?
    /// When the server kept exactly that; `nil` where a saved reply was added to it.
    package var draftSavedAt: Instant?
    /// Whose page it is.
    package var reader: ID<Person>?
    /// Colleagues who are answering at this moment.
    package var answering: [String] = []
    package var isMerged = false
    package var snoozedUntil: Instant?
    package var lineName: String?
    package var isWaiting = false
    /// What whoever takes it must be able to do.
    package var skill: String?
    /// Skills that it could ask for.
    package var skills: [String] = []
    /// Whether a note names the reader, who has not seen it yet.
    package var namesReader = false
    package var episodes = 1
    /// Whether the customer waits for an answer that we promised.
    package var owesReply = false
    /// Who said whose move it is, in words of the reader, and why; `nil` where it is not shown.
    package var moveSaid: (by: String, why: String?)?
    /// Who can take it over: id and name.
    package let people: [Field.Choice]
    /// What is done to make it good; `nil` where nothing went wrong.
    package var recovery: RecoveryPanel?
    /// What was noted by mistake and struck.
    package var struck: [StruckLine] = []
    /// Causes in use: id and name.
    package var knownCauses: [Field.Choice] = []
    /// Causes named before, most frequent first, offered while typing.
    package let causes: [String]
    package var revision = 1
    /// Whether the reader may give it to somebody else: front line gives away what is their own.
    package var mayHandOver: Bool?
    /// The line whose work it is.
    package var line: ID<Line>?
    /// What was asked beyond the usual.
    package var special: [SpecialRequest] = []
    /// What the customer said by one tap.
    package var ratings: [Rating.Question: Rating] = [:]
    /// What is known of hard conversations; `nil` where it is not shown.
    package var conduct: ConductBeside?
    /// What makes amends; `nil` where it is not shown.
    package var amends: RemedyPanel?

    package init(
        row: CaseRow, order: (id: ID<Order>, number: Int)? = nil, lead: String? = nil, chain: [PromiseView],
        messages: [MessageView], people: [Field.Choice], causes: [String], revision: Int = 1
    ) {
        self.row = row
        self.order = order
        self.lead = lead
        self.chain = chain
        self.messages = messages
        self.people = people
        self.causes = causes
        self.revision = revision
    }
}
