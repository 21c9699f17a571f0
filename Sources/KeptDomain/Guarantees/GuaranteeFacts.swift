/// What is known of something that may set off a guarantee.
package struct GuaranteeFacts: Sendable, Hashable {
    package var trigger: Guarantee.Trigger
    package var matter: ID<Matter>
    /// Other matters that are one with it since their cases became one.
    package var joined: Set<ID<Matter>> = []
    package var order: ID<Order>?
    package var `case`: ID<Case>?
    package var promise: ID<Promise>?
    package var customer: ID<Customer>?
    package var scope: ScopeFacts
    /// What the broken word was about; `nil` for what is no word.
    package var about: Guarantee.About?
    package var standard: ID<Standard>?
    /// Broken words on the matter; at least 1 for what is no promise.
    package var breaks: Int
    package var paid: Money?
    /// Minor units of it that went back to the customer already, less what was taken back of that.
    package var goneBack: Int64 = 0
    package var lateBy: Span?
    /// What was paid less the lower price that was seen.
    package var difference: Money?
    /// Why a lead is asked whatever the rule says; `nil` where the rule decides.
    package var asks: Guarantee.HeldBecause?
    /// BCP 47, in which the customer reads.
    package var language: String

    package init(
        trigger: Guarantee.Trigger, matter: ID<Matter>, order: ID<Order>? = nil, case: ID<Case>? = nil,
        promise: ID<Promise>? = nil, customer: ID<Customer>? = nil, scope: ScopeFacts, about: Guarantee.About? = nil,
        standard: ID<Standard>? = nil, breaks: Int = 1, paid: Money? = nil, lateBy: Span? = nil,
        difference: Money? = nil, language: String = "en"
    ) {
        self.trigger = trigger
        self.matter = matter
        self.order = order
        self.case = `case`
        self.promise = promise
        self.customer = customer
        self.scope = scope
        self.about = about
        self.standard = standard
        self.breaks = breaks
        self.paid = paid
        self.lateBy = lateBy
        self.difference = difference
        self.language = language
    }

    /// How much of the price can still go back; `nil` where the price is not known.
    package var refundable: Money? { paid.map { $0.less(goneBack) } }
}

extension Money {
    /// What is left of it, never below nothing. - Parameter minor: in its own currency.
    package func less(_ minor: Int64) -> Money { Money(minor: max(0, self.minor - minor), currency: currency) }

    /// Rounded down. - Parameter percent: up to some hundred.
    package func percent(_ percent: Int) -> Money {
        let (whole, part) = minor.quotientAndRemainder(dividingBy: 100)
        return Money(minor: whole * Int64(percent) + part * Int64(percent) / 100, currency: currency)
    }
}
