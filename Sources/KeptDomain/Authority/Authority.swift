/// What somebody may give on one case in one currency without asking, by the limits of their roles there.
///
/// What one case allows holds for all who work on it together: what colleagues gave before counts.
package struct Authority: Sendable, Hashable {
    /// What was given already by limits and approvals, in minor units, less what was taken back.
    package struct Use: Sendable, Hashable {
        /// On the case, by anybody.
        package var onCase: [RemedyKind: Int64]
        /// On this day of the place, by this person within their limits.
        package var today: [RemedyKind: Int64]

        package init(onCase: [RemedyKind: Int64] = [:], today: [RemedyKind: Int64] = [:]) {
            self.onCase = onCase
            self.today = today
        }
    }

    /// By whose limits something is given: what the ledger keeps of them.
    package struct Grounds: Sendable, Hashable {
        package let role: Role
        /// Minor units; `nil` for any amount.
        package let perCase: Int64?
        package let perDay: Int64?

        package init(role: Role, perCase: Int64?, perDay: Int64?) {
            self.role = role
            self.perCase = perCase
            self.perDay = perDay
        }
    }

    private let limits: [Role: [RemedyLimit]]
    private let use: Use

    /// - Parameter limits: of the roles that reach the case, all in one currency.
    package init(limits: [RemedyLimit], use: Use) {
        self.limits = Dictionary(grouping: limits, by: \.role)
        self.use = use
    }

    /// How much of a kind may still be given, in minor units; `Int64.max` for any amount, 0 where it must be asked for.
    package func room(for kind: RemedyKind) -> Int64 {
        guard kind.hasAmount else { return .max }
        return limits.values.map { room(for: kind, by: $0) }.max() ?? 0
    }

    /// The limits of the role that allows this amount; `nil` where none does.
    package func grounds(for kind: RemedyKind, minor: Int64) -> Grounds? {
        limits.sorted { $0.key.rawValue < $1.key.rawValue }.first { room(for: kind, by: $0.value) >= minor }
            .flatMap { role, rows in
                Self.binding(kind, rows).first.map { Grounds(role: role, perCase: $0.perCase, perDay: $0.perDay) }
            }
    }

    /// After something more was given.
    package func after(_ kind: RemedyKind, minor: Int64) -> Authority {
        var next = use
        next.onCase[kind, default: 0] += minor
        next.today[kind, default: 0] += minor
        return Authority(limits: limits.values.flatMap(\.self), use: next)
    }

    /// How much a lead may approve of a kind on this case: what the case allows to their roles, whatever the day was.
    package func approvable(_ kind: RemedyKind) -> Int64 {
        guard kind.hasAmount else { return .max }
        return limits.values.map { rows in
            let binding = Self.binding(kind, rows)
            return binding.isEmpty ? 0 : binding.map { left($0.perCase, on: use.onCase, $0.remedy) }.min() ?? 0
        }.max() ?? 0
    }

    private func room(for kind: RemedyKind, by rows: [RemedyLimit]) -> Int64 {
        let binding = Self.binding(kind, rows)
        guard !binding.isEmpty else { return 0 }
        return binding.map {
            min(left($0.perCase, on: use.onCase, $0.remedy), left($0.perDay, on: use.today, $0.remedy))
        }.min() ?? 0
    }

    /// The limit of the kind itself, and that of all kinds together.
    private static func binding(_ kind: RemedyKind, _ rows: [RemedyLimit]) -> [RemedyLimit] {
        [rows.first { $0.remedy == kind }, rows.first { $0.remedy == nil }].compactMap(\.self)
    }

    private func left(_ limit: Int64?, on given: [RemedyKind: Int64], _ kind: RemedyKind?) -> Int64 {
        guard let limit else { return .max }
        let used = kind.map { given[$0] ?? 0 } ?? given.values.reduce(0, +)
        return max(0, limit - used)
    }
}

/// What somebody may give of one kind on a case now, with an amount to begin with.
package struct RemedyOffer: Sendable, Hashable {
    package let kind: RemedyKind
    /// `nil` for an apology.
    package let suggested: Money?
    /// The most that may be given without asking; `nil` for any amount.
    package let upTo: Money?

    package init(kind: RemedyKind, suggested: Money?, upTo: Money?) {
        self.kind = kind
        self.suggested = suggested
        self.upTo = upTo
    }

    /// An amount that people would choose: the whole price for money and goods where it is within reach, else some third
    /// of what is allowed, rounded to 1, 2 or 5.
    ///
    /// - Parameters:
    ///   - room: minor units that may be given.
    ///   - paid: what the order cost.
    package static func suggestion(for kind: RemedyKind, room: Int64, paid: Int64?, currency: Currency) -> Money? {
        guard kind.hasAmount, room > 0 else { return nil }
        if kind == .refund || kind == .replacement, let paid, paid > 0 {
            return Money(minor: min(paid, room), currency: currency)
        }
        let usual = currency.everydayUnit * 5
        let wanted = room == .max ? usual : max(room / 3, 1)
        return Money(minor: min(rounded(wanted), room), currency: currency)
    }

    /// The largest of 1, 2, 5, 10, 20, 50 … that is at most `amount`.
    private static func rounded(_ amount: Int64) -> Int64 {
        var power: Int64 = 1
        while power <= amount / 10 { power *= 10 }
        return [5, 2, 1].map { $0 * power }.first { $0 <= amount } ?? amount
    }
}
