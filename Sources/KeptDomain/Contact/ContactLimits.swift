/// How much may be sent by people whom nobody knows, counted as on tracking pages.
package enum ContactLimits {
    /// Characters of one message.
    package static let longest = 20_000
    package static let filesOfOneMessage = 5
    /// Files and their bytes on one talk, over all of its messages.
    package static let filesOfOneTalk = 40
    package static let bytesOfOneTalk = 60 << 20
    /// Conversations begun within the hour from one address on the net.
    package static let begunFromOneAddress = 12
    /// Messages within the hour on one talk, and from one address on the net.
    package static let byOneTalk = 120
    package static let fromOneAddress = 300
    /// Whoever sends a form sooner after it was made did not read it.
    package static let leastTime = Span.seconds(2)
}

/// Why nothing can be sent by a form or on a talk.
package enum ContactRefusal: Refusal, Hashable {
    case formClosed
    case hasNoChat
    /// Sent sooner than a person can have written it.
    case tooSoon
    /// A field that people do not see was filled in.
    case notByAPerson
    case tooManyFiles(Int)
    case slugTaken

    package var key: String {
        switch self {
        case .formClosed: "refusals.form-closed"
        case .hasNoChat: "refusals.has-no-chat"
        case .tooSoon: "refusals.sent-too-soon"
        case .notByAPerson: "refusals.not-by-a-person"
        case .tooManyFiles: "refusals.too-many-files"
        case .slugTaken: "problems.taken"
        }
    }

    package var facts: [Fact] {
        if case .tooManyFiles(let count) = self { [Fact("limit", count)] } else { [] }
    }
}
