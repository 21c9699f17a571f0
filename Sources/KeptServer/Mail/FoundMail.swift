import KeptDomain
import KeptStore

/// A message that lies in a mailbox: met for the first time, or once more after it could not be had.
struct FoundMail: Sendable {
    let item: FetchedMail.Item
    /// Whether it lay there before the mailbox was read for the first time.
    let isExisting: Bool
    private let validity: UInt32
    private let known: UnfetchedMail?

    init(_ item: FetchedMail.Item, of fetched: FetchedMail, isExisting: Bool) {
        self.item = item
        self.isExisting = isExisting
        validity = fetched.validity
        known = nil
    }

    init(_ item: FetchedMail.Item, again known: UnfetchedMail) {
        self.item = item
        self.known = known
        isExisting = known.isExisting
        validity = known.validity
    }

    /// Notes in one transaction how far the mailbox was read, and what came of this message.
    ///
    /// - Parameter answer: why it is not in the record; `nil` where it is.
    func note(in tx: Transaction, of channel: ID<MailChannel>, answer: String?) throws {
        guard let known else {
            if let answer {
                tx.mailNotFetched(
                    in: channel, validity: validity, uid: item.uid, isExisting: isExisting, answer: answer)
            }
            return tx.mailboxRead(of: channel, to: MailboxPosition(validity: validity, last: item.uid))
        }
        if let answer {
            tx.mailStillNotFetched(known, answer: answer)
        } else {
            try tx.mailFetchedAfterAll(known, .fetched)
        }
    }
}
