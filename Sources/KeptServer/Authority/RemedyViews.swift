import KeptDomain
import KeptStore

/// What the page of a case shows of remedies: what may be given, what was given, and what was asked.
package struct RemedyPanel: Sendable {
    package struct Line: Sendable {
        package let remedy: Remedy
        /// Who gave it, worded.
        package let by: String
        /// The code of its coupon.
        package let coupon: CouponCode?
        /// Whether the reader may take it back.
        package let isReversible: Bool

        package init(remedy: Remedy, by: String, coupon: CouponCode? = nil, isReversible: Bool = false) {
            self.remedy = remedy
            self.by = by
            self.coupon = coupon
            self.isReversible = isReversible
        }
    }

    /// What the customer got no message of.
    package struct UntoldLine: Sendable {
        package let id: ID<Telling>
        /// In the customer's words, as the reader reads them.
        package let said: String
        package let reason: Untold
        /// Whether it stands on the tracking page of an order.
        package let standsOnPage: Bool

        package init(id: ID<Telling>, said: String, reason: Untold, standsOnPage: Bool) {
            self.id = id
            self.said = said
            self.reason = reason
            self.standsOnPage = standsOnPage
        }
    }

    package let id: ID<Case>
    package let isOpen: Bool
    package let offers: [RemedyOffer]
    package let currencies: [Currency]
    /// The broken promise beside which they are given, with its sentence.
    package let beside: (id: ID<Promise>, said: String)?
    package let lines: [Line]
    package let requests: [RequestLine]
    /// How many lines the ledger has.
    package let known: Int
    /// Guarantees that are on and that a colleague records, with their sentences.
    package var recordable: [(guarantee: Guarantee, sentence: String)] = []
    package var untold: [UntoldLine] = []
    /// The money of the case, where no role has a limit in it yet, so that nobody can give or approve anything.
    package var unlimited: Currency?

    package init(
        id: ID<Case>, isOpen: Bool, offers: [RemedyOffer], currencies: [Currency],
        beside: (id: ID<Promise>, said: String)? = nil, lines: [Line] = [], requests: [RequestLine] = [], known: Int = 0
    ) {
        self.id = id
        self.isOpen = isOpen
        self.offers = offers
        self.currencies = currencies
        self.beside = beside
        self.lines = lines
        self.requests = requests
        self.known = known
    }
}

/// What was asked of a lead, with the case in view.
package struct RequestLine: Sendable {
    package let request: RemedyRequest
    /// Who asked, and who decided, worded.
    package let askedBy: String
    package let decidedBy: String?
    package let caseNumber: Int
    package let subject: String
    package let customer: String?
    /// What else was given on the case.
    package let given: [Remedy]
    /// Words on its matter that were broken.
    package let breaks: Int
    /// Whether the reader may decide it; nobody decides what they asked.
    package let isDecidable: Bool
    /// Whether the reader may take it back.
    package let isOwn: Bool

    package init(
        request: RemedyRequest, askedBy: String, decidedBy: String? = nil, caseNumber: Int, subject: String,
        customer: String?, given: [Remedy] = [], breaks: Int = 0, isDecidable: Bool, isOwn: Bool
    ) {
        self.request = request
        self.askedBy = askedBy
        self.decidedBy = decidedBy
        self.caseNumber = caseNumber
        self.subject = subject
        self.customer = customer
        self.given = given
        self.breaks = breaks
        self.isDecidable = isDecidable
        self.isOwn = isOwn
    }
}
