/// Why a customer got no message of what they are told of a remedy. It stands on the page of their order all the same.
package enum Untold: String, Sendable, CaseIterable, Codable {
    /// We know nothing that a letter could go to, and they have no page of a conversation.
    case noContact = "no-contact"
    /// What we send to their address does not arrive.
    case failing
    /// The case comes from another system and nothing was said here yet, or a file told what happened: nobody is written to
    /// because of that.
    case history
    /// It is about no case, so there is no conversation that it could stand in.
    case noCase = "no-case"
}

extension WrittenReach {
    /// Why they cannot be told of a remedy in writing; `nil` where they can.
    package var untold: Untold? { way == nil ? addresses.isEmpty ? .noContact : .failing : nil }
}
