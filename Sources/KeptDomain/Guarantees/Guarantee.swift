/// A published rule: if this happens, the customer gets that, without having to argue.
package struct Guarantee: Sendable, Hashable {
    /// What can set one off.
    package enum Trigger: String, Sendable, CaseIterable, Codable {
        /// A told promise broke; also one about an answer.
        case promiseBroken = "promise-broken"
        /// The order came after a told time, however late that was.
        case deliveredLate = "delivered-late"
        case damaged, lost
        /// Ordered goods were not there.
        case unavailable
        /// A lower price was seen than the one paid; a colleague or the till told both.
        case lowerPrice = "lower-price"
        /// A colleague saw that it happened and recorded it, for instance that something was not fresh.
        case recorded

        /// Whether the record of the past tells of it without this guarantee.
        package var isInRecord: Bool { self != .lowerPrice && self != .recorded }
    }

    /// What a broken word was about.
    package enum About: String, Sendable, CaseIterable, Codable {
        case order
        /// Anything said on a case, answers too.
        case `case`
        /// When a customer hears from us: a first or a next answer, or news.
        case answer

        func holds(_ other: Self?) -> Bool { other == self || (self == .case && other == .answer) }
    }

    /// Why a use waits for a lead.
    package enum HeldBecause: String, Sendable, CaseIterable, Codable {
        /// More went out on the day than goes out by itself.
        case day
        /// Nobody knows whose it is, so nobody can count how many they had.
        case customerUnknown = "customer-unknown"
        /// Somebody typed the amount, and it is beyond what they may give.
        case authority
        /// Somebody typed the amount, and nobody knows what the order cost.
        case totalUnknown = "total-unknown"
    }

    /// What the customer gets of one kind.
    package struct Gift: Sendable, Hashable {
        /// How much it is.
        package enum Size: Sendable, Hashable {
            case amount(Money)
            /// Percent of what the order cost, in 1...200.
            case percent(Int)
            /// What was paid less what was seen, in percent of 100...200.
            case difference(percent: Int)
        }

        package let kind: RemedyKind
        package let size: Size

        package init(_ kind: RemedyKind, _ size: Size) {
            self.kind = kind
            self.size = size
        }

        /// What it costs in a case; `nil` where that is not known or nothing.
        package func amount(in facts: GuaranteeFacts) -> Money? {
            let amount: Money? =
                switch size {
                case .amount(let amount): amount
                case .percent(let percent): facts.paid.map { $0.percent(percent) }
                case .difference(let percent): facts.difference.map { $0.percent(percent) }
                }
            return amount.flatMap { (1...RemedyDraft.largest).contains($0.minor) ? $0 : nil }
        }
    }

    package let id: ID<Guarantee>
    package let version: ID<GuaranteeVersion>
    /// Counts its versions from 1.
    package let number: Int
    package let rule: GuaranteeRule
    package let isOn: Bool
    /// Whether this version was tried against the record.
    package let isTried: Bool
    package let revision: Int

    package init(
        id: ID<Guarantee>, version: ID<GuaranteeVersion>, number: Int, rule: GuaranteeRule, isOn: Bool, isTried: Bool,
        revision: Int
    ) {
        self.id = id
        self.version = version
        self.number = number
        self.rule = rule
        self.isOn = isOn
        self.isTried = isTried
        self.revision = revision
    }
}
