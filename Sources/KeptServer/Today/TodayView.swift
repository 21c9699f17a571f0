import KeptDomain

/// What Today shows, already decided.
package struct TodayView: Sendable {
    /// The day whose promises are shown: today, or the next opening day when nothing of today is left.
    package let day: WorkingDay
    /// Promises due between opening and sundown, for the marks on the day; at most a few hundred.
    package let marks: [DayMark]
    /// How many fall due in each slot of the day (`DaySlots`), those included that are no mark.
    package let dueBySlot: [Int: Int]
    package let broken: [PromiseRow]
    package let nextHour: [PromiseRow]
    package let beforeSundown: [PromiseRow]
    package let later: [PromiseRow]
    /// How many there are in all, where a list shows only the first ones.
    package let totals: TodayTotals
    package let myCases: [CaseLine]
    /// Cases that came to the reader as a lead.
    package let escalated: [CaseLine]
    /// The place that the page is narrowed to.
    package let place: String?
    /// To the rows that each number counts.
    package let links: TodayLinks

    package init(
        day: WorkingDay, marks: [DayMark], dueBySlot: [Int: Int], broken: [PromiseRow], nextHour: [PromiseRow],
        beforeSundown: [PromiseRow],
        later: [PromiseRow], totals: TodayTotals, myCases: [CaseLine], escalated: [CaseLine] = [], place: String? = nil,
        links: TodayLinks
    ) {
        self.day = day
        self.marks = marks
        self.dueBySlot = dueBySlot
        self.broken = broken
        self.nextHour = nextHour
        self.beforeSundown = beforeSundown
        self.later = later
        self.totals = totals
        self.myCases = myCases
        self.escalated = escalated
        self.place = place
        self.links = links
    }
}

/// The part of Today that is the same for all who read it in one language and zone.
package struct TodayPieces: Sendable {
    package let head: HTML
    package let lists: HTML
}

/// One day of work, from its opening to its sundown.
package struct WorkingDay: Sendable {
    package let opens: Instant
    package let sundown: Instant

    package init(opens: Instant, sundown: Instant) {
        self.opens = opens
        self.sundown = sundown
    }
}

package struct TodayTotals: Sendable {
    /// Open promises due from now to sundown.
    package var dueBeforeSundown = 0
    package var atRisk = 0
    /// Broken and not yet mended.
    package var broken = 0
    package var nextHour = 0
    /// Open promises due after sundown, as far as they are counted.
    package var later = 0
    /// Beyond this many a list says "over".
    package static let countedUpTo = 1_000
    /// Settled today.
    package var figures = KeptDomain.KeptFigures()
    /// Whether the business has ever made a promise; without one the page teaches.
    package var hasAny = true

    package init() {}
}

/// One due promise on the day.
package struct DayMark: Sendable {
    package let due: Instant
    package let standing: PromiseStanding
    /// Spoken and shown as a tip: what is due for whom.
    package let label: String
    package let link: String

    package init(due: Instant, standing: PromiseStanding, label: String, link: String) {
        self.due = due
        self.standing = standing
        self.label = label
        self.link = link
    }
}

/// One promise in a list: the word, what it is about and for whom.
package struct PromiseRow: Sendable {
    package let promise: PromiseView
    /// `Order 1042`, worded.
    package let about: String
    package let link: String
    package let customer: String?
    package var place: String?
    /// The case that mends it, or its owner's name.
    package var owner: String?
    /// Why it is at risk or broke, worded.
    package var reason: String?
    /// The number of the word in its chain, 1 for the first.
    package var word = 1

    package init(
        promise: PromiseView, about: String, link: String, customer: String?, place: String? = nil,
        owner: String? = nil, reason: String? = nil, word: Int = 1
    ) {
        self.promise = promise
        self.about = about
        self.link = link
        self.customer = customer
        self.place = place
        self.owner = owner
        self.reason = reason
        self.word = word
    }
}

/// One case in a short list.
package struct CaseLine: Sendable {
    package let id: ID<Case>
    package let number: Int
    package let subject: String
    package let customer: String?
    /// When we owe the next move, if there is a promise on it.
    package let due: Instant?
    package let isEscalated: Bool

    package init(
        id: ID<Case>, number: Int, subject: String, customer: String?, due: Instant?, isEscalated: Bool = false
    ) {
        self.id = id
        self.number = number
        self.subject = subject
        self.customer = customer
        self.due = due
        self.isEscalated = isEscalated
    }
}
