import KeptDomain

/// What a server said to a message that it took, for one recipient at least.
package struct MailAccepted: Hashable, Sendable {
    package struct Refusal: Hashable, Sendable {
        package let recipient: String
        package let code: Int
        package let text: String
        package var mayBeTriedAgain: Bool { code / 100 == 4 }
    }
    /// 250 in most cases.
    package let code: Int
    /// The words after the code; many servers name the message's place in their queue.
    package let text: String
    /// The recipients that were not accepted while others were.
    package let refused: [Refusal]
}

/// Why a message was not handed over.
package struct MailNotSent: Error, Hashable, Sendable {
    package let failure: LineFailure
    /// The server's last answer code; `nil` when it gave none.
    package let code: Int?
    /// The server's words, else those of the library.
    package let text: String
    /// Whether another attempt may succeed: answers 4xx, and everything about the connection. Not for answers 5xx.
    package let mayBeTriedAgain: Bool
    /// The whole message was sent and no answer came: it may have been accepted, and another attempt may repeat it.
    package let mayHaveArrived: Bool

    package init(failure: LineFailure, code: Int?, text: String, mayBeTriedAgain: Bool, mayHaveArrived: Bool) {
        self.failure = failure
        self.code = code
        self.text = text
        self.mayBeTriedAgain = mayBeTriedAgain
        self.mayHaveArrived = mayHaveArrived
    }
}
