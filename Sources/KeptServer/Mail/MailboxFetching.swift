import KeptDomain
import KeptMail
import KeptStore

/// What one look into a mailbox brought.
struct FetchedMail: Sendable {
    struct Item: Sendable {
        let uid: UInt32
        /// `nil` where the server has it and it could not be had.
        let bytes: [UInt8]?
        let answer: String
    }

    let validity: UInt32
    /// Ascending; each is filed and remembered before the next.
    var items: [Item] = []
    /// Where reading goes on after these.
    var last: UInt32
    /// Numbers below lay there before Kept read this folder for the first time, or before it was made anew.
    var existingBelow: UInt32?
    /// Whether there are more.
    var hasMore = false
}

/// Reads one mailbox over one connection, a batch at a time. Blocks: for a thread of `MailThreads`.
struct MailboxFetching: Sendable {
    let server: MailServer
    let channel: MailChannel

    /// Messages and bytes that are held at once.
    private static let most = 50
    private static let mostBytes = 32 << 20

    func fetch(from position: MailboxPosition) throws(MailNotFetched) -> FetchedMail {
        let line = MailboxLine(to: server, folder: channel.folder)
        let folder = try line.open()
        var fetched = FetchedMail(validity: folder.validity, last: position.last)
        if position.validity != folder.validity {
            let all = try line.uids(after: 0, validity: folder.validity)
            fetched.existingBelow = folder.nextUID ?? (all.last.map { $0 + 1 } ?? 1)
            // A folder that is read for the first time begins with what comes from now on; one that was made anew is read
            // whole, since what was filed of it is known again.
            let begins = position.validity == nil && !channel.takesExisting
            fetched.last = begins ? (fetched.existingBelow ?? 1) - 1 : 0
            if begins { return fetched }
        }
        let waiting = try line.uids(after: fetched.last, validity: folder.validity)
        var bytes = 0
        for uid in waiting {
            guard fetched.items.count < Self.most, bytes < Self.mostBytes else {
                fetched.hasMore = true
                break
            }
            do {
                let message = try line.message(uid, validity: folder.validity)
                bytes += message.count
                fetched.items.append(.init(uid: uid, bytes: message, answer: ""))
            } catch {
                // One message is at fault: the others are not held up by it. Otherwise what came is kept, and the line told of.
                guard error.isAboutMessage else {
                    if fetched.items.isEmpty { throw error }
                    return fetched
                }
                fetched.items.append(.init(uid: uid, bytes: nil, answer: error.text))
            }
        }
        return fetched
    }

    /// Moves what was filed to its folder, which is made where it is missing. - Throws: filed it is in any case.
    func move(_ uids: [UInt32], to folder: String) throws(MailNotFetched) {
        guard !uids.isEmpty else { return }
        let line = MailboxLine(to: server, folder: channel.folder)
        var isMade = false
        for uid in uids {
            do {
                try line.move(uid, to: folder)
            } catch {
                guard error.failure == .refused, !isMade else { throw error }
                isMade = true
                try line.make(folder: folder)
                try line.move(uid, to: folder)
            }
        }
    }
}
