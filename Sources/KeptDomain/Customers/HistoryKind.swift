/// What the history of a customer is made of.
package enum HistoryKind: String, Sendable, CaseIterable, Codable {
    case order, `case`
    /// Of either side, internal notes among them.
    case message
    /// A told word that broke.
    case promise
    /// Given or taken back.
    case remedy
    /// What the customer said by one tap on an order or a case.
    case rating
    /// What the customer answered when they were asked whether it was made good.
    case followUp = "follow-up"
}
