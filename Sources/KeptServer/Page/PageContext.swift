import KeptDomain
import KeptWords

/// What every page needs to know about its reader and its moment.
package struct PageContext: Sendable {
    package let words: Words
    /// The zone in which the reader reads times; on a customer's page, theirs.
    package var zone: Zone
    package let now: Instant
    /// `nil` on public pages and before sign-in.
    package let reader: Reader?
    /// Goes into every form and is checked when it comes back.
    package let formToken: String
    /// The path and query under which this page is shown.
    package let path: String
    package let business: String
    package let assets: Assets
    package let languages: [Words]
    package var counts = NavigationCounts()
    package var flash: Flash?
    /// The form that was just refused, shown again open with what was typed.
    package var refused: RefusedForm?

    package init(
        words: Words, zone: Zone, now: Instant, reader: Reader?, formToken: String, path: String, business: String,
        assets: Assets, languages: [Words], counts: NavigationCounts = NavigationCounts(), flash: Flash? = nil
    ) {
        self.words = words
        self.zone = zone
        self.now = now
        self.reader = reader
        self.formToken = formToken
        self.path = path
        self.business = business
        self.assets = assets
        self.languages = languages
        self.counts = counts
        self.flash = flash
    }

    package var today: Day { zone.day(of: now) }

    /// Whether to offer something; the operation itself asks again.
    package func may(_ operation: Operation) -> Bool { reader?.actor.may(operation, .anyPlace) ?? false }
}

/// Who reads the page.
package struct Reader: Sendable {
    package let id: ID<Person>
    package let name: String
    package let actor: Actor

    package init(id: ID<Person>, name: String, actor: Actor) {
        self.id = id
        self.name = name
        self.actor = actor
    }
}

/// What the navigation counts: only what waits for somebody.
package struct NavigationCounts: Sendable {
    /// Open promises at risk, and broken ones not yet mended.
    package var atRisk = 0
    /// The reader's open cases in which the next move is ours.
    package var myCases = 0
    /// Requests that the reader may decide.
    package var approvals = 0
    /// Colleagues who call for somebody, whom the reader may answer.
    package var calls = 0

    /// Who waits in a queue longer than they were told, or will.
    package var waits = 0

    /// Nobody counts further; the page then says that there are more.
    package static let bound = 999

    package init(atRisk: Int = 0, myCases: Int = 0, approvals: Int = 0, calls: Int = 0) {
        self.atRisk = atRisk
        self.myCases = myCases
        self.approvals = approvals
        self.calls = calls
    }
}

/// A form that was refused, by the address it was sent to.
package struct RefusedForm: Sendable {
    package let path: String
    package let values: FormValues

    package init(path: String, values: FormValues) {
        self.path = path
        self.values = values
    }
}

/// One sentence about what was just done, shown once.
package struct Flash: Sendable {
    package enum Kind: String, Sendable { case done, problem }
    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
