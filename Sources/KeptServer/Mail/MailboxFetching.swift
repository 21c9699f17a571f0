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
                let item = try item(uid, by: line, validity: folder.validity)
                bytes += item.bytes?.count ?? 0
                fetched.items.append(item)
            } catch {
                // What came is kept. Where the line goes at the first message, it may be that message's fault.
                if !fetched.items.isEmpty { return fetched }
                fetched.items.append(try secondItem(uid, by: line, validity: folder.validity))
            }
        }
        return fetched
    }

    /// One message that is at fault holds up none of the others. - Throws: where the line is.
    private func item(
        _ uid: UInt32, by line: MailboxLine, validity: UInt32
    ) throws(MailNotFetched) -> FetchedMail.Item {
        do {
            return .init(uid: uid, bytes: try line.message(uid, validity: validity), answer: "")
        } catch {
            guard error.isAboutMessage else { throw error }
            return .init(uid: uid, bytes: nil, answer: error.text)
        }
    }

    /// Where the line goes twice at the same message, and the mailbox can be opened before and after, that message is at
    /// fault: it would hold up all that come after it for good.
    private func secondItem(
        _ uid: UInt32, by line: MailboxLine, validity: UInt32
    ) throws(MailNotFetched) -> FetchedMail.Item {
        guard try line.open().validity == validity else {
            throw MailNotFetched(
                failure: .other, text: "UIDVALIDITY changed", isAboutMessage: false, isFolderRenewed: true)
        }
        do {
            return try item(uid, by: line, validity: validity)
        } catch {
            _ = try line.open()
            return .init(uid: uid, bytes: nil, answer: error.text)
        }
    }

    /// Tries messages once more that could not be had.
    ///
    /// - Returns: those that still lie there; what is missing from it is gone.
    func fetchAgain(_ uids: [UInt32], validity: UInt32) throws(MailNotFetched) -> [FetchedMail.Item] {
        guard let first = uids.min() else { return [] }
        let line = MailboxLine(to: server, folder: channel.folder)
        let there = Set(try line.uids(after: first - 1, validity: validity))
        var items: [FetchedMail.Item] = []
        for uid in uids where there.contains(uid) {
            do {
                items.append(try item(uid, by: line, validity: validity))
            } catch {
                items.append(try secondItem(uid, by: line, validity: validity))
            }
        }
        return items
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
