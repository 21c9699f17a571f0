import KeptDomain
import KeptStore

extension Transaction {
    /// What the outbox would take now over all channels.
    package func claimOrders(limit: Int) throws -> [OutboxOrder] {
        try routeSends()
        return try channelsToSend(at: now).flatMap { try claimSends(by: $0, limit: limit) }
    }

    /// Those among it that go to customers.
    package func claimSends(limit: Int) throws -> [LetterOrder] {
        try claimOrders(limit: limit).compactMap { order in
            if case .customer(let letter) = order { letter } else { nil }
        }
    }

    /// Those among it that go to colleagues.
    package func claimColleagueLetters(limit: Int = 10) throws -> [ColleagueLetterOrder] {
        try claimOrders(limit: limit).compactMap { order in
            if case .colleague(let letter) = order { letter } else { nil }
        }
    }
}
