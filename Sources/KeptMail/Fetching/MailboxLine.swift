import CCurl
import KeptDomain

/// A connection to a mailbox (IMAP4, RFC 3501), kept for many commands.
///
/// Messages are known by their UID, which grows within one UIDVALIDITY: who remembers both reads every message once and
/// misses none. **Blocks** until the server has answered: for a thread of its own, never called from a task.
package final class MailboxLine {
    /// What the server says of an open folder.
    package struct Folder: Hashable, Sendable {
        /// Other than remembered: all UIDs that are remembered mean nothing any more.
        package let validity: UInt32
        /// The UID that the next message will get at least, where the server tells.
        package let nextUID: UInt32?
    }

    private let line: CurlLine
    private let root: String
    private let folder: String
    private let largest: Int
    /// From the latest opening of the folder on this connection.
    private var opened: Folder?

    /// - Parameter folder: its name as people see it, such as `INBOX` or `客服`; levels divided as the server divides them.
    /// - Parameter largest: the most bytes of a message that are taken.
    package init(to server: MailServer, folder: String = "INBOX", largest: Int = 50_000_000) {
        line = CurlLine(server)
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        root = "\(server.security == .tls ? "imaps" : "imap")://\(host):\(server.port)/"
        self.folder = ModifiedUTF7.encoded(folder)
        self.largest = largest
    }

    /// Opens the folder, or asks the server anew if it is open.
    package func open() throws(MailNotFetched) -> Folder {
        try command("NOOP")
        guard let opened else {
            throw MailNotFetched(failure: .other, text: "the server told no UIDVALIDITY", isAboutMessage: false)
        }
        return opened
    }

    /// The UIDs of messages that came after `last`, ascending; empty when there are none.
    ///
    /// - Throws: also when the folder was made anew meanwhile: then everything remembered is void (`isFolderRenewed`).
    package func uids(after last: UInt32, validity: UInt32) throws(MailNotFetched) -> [UInt32] {
        guard last < UInt32.max else { return [] }
        try command("UID SEARCH UID \(last + 1):*")
        guard opened?.validity == validity else {
            throw MailNotFetched(
                failure: .other, text: "UIDVALIDITY changed", isAboutMessage: false, isFolderRenewed: true)
        }
        // `n:*` names the last message even where its UID is below n.
        var found: Set<UInt32> = []
        for text in Self.lines(line.received) + line.answers where text.uppercased().hasPrefix("* SEARCH") {
            for word in text.split(separator: " ").dropFirst(2) {
                if let uid = UInt32(word), uid > last { found.insert(uid) }
            }
        }
        return found.sorted()
    }

    /// The bytes of a message as they are; the server marks it as seen.
    ///
    /// A connection that ends in the middle is an error, never part of a message.
    package func message(_ uid: UInt32, validity: UInt32) throws(MailNotFetched) -> [UInt8] {
        kept_curl_set_text(line.handle, CURLOPT_CUSTOMREQUEST, nil)
        line.largest = largest
        defer { line.largest = .max }
        let result = perform("\(folder.percentEncoded);UIDVALIDITY=\(validity)/;UID=\(uid)")
        if line.isTooLarge {
            throw MailNotFetched(failure: .tooLarge, text: "more than \(largest) bytes", isAboutMessage: true)
        }
        if result == CURLE_REMOTE_FILE_NOT_FOUND {
            let isRenewed = opened.map { $0.validity != validity } ?? false
            throw MailNotFetched(
                failure: .refused, text: line.words(of: result), isAboutMessage: !isRenewed, isFolderRenewed: isRenewed)
        }
        try check(result)
        guard !line.received.isEmpty else {
            throw MailNotFetched(failure: .refused, text: "no such message", isAboutMessage: true)
        }
        return line.received
    }

    package func setSeen(_ isSeen: Bool, _ uid: UInt32) throws(MailNotFetched) {
        try command("UID STORE \(uid) \(isSeen ? "+" : "-")FLAGS.SILENT (\\Seen)")
    }

    /// Puts a message into another folder, which must exist.
    package func move(_ uid: UInt32, to other: String) throws(MailNotFetched) {
        let name = Self.quoted(ModifiedUTF7.encoded(other))
        do {
            try command("UID MOVE \(uid) \(name)")
        } catch {
            guard error.failure == .refused else { throw error }
            // A server without RFC 6851: copied first, so that it is in two folders rather than in none.
            try command("UID COPY \(uid) \(name)")
            try command("UID STORE \(uid) +FLAGS.SILENT (\\Deleted)")
            try command("UID EXPUNGE \(uid)")
        }
    }

    package func make(folder name: String) throws(MailNotFetched) {
        try command("CREATE \(Self.quoted(ModifiedUTF7.encoded(name)))")
    }

    // MARK: Commands

    private func command(_ text: String) throws(MailNotFetched) {
        kept_curl_set_text(line.handle, CURLOPT_CUSTOMREQUEST, text)
        try check(perform(folder.percentEncoded))
    }

    private func perform(_ path: String) -> CURLcode {
        kept_curl_set_text(line.handle, CURLOPT_URL, root + path)
        let result = line.perform()
        noteOpening()
        return result
    }

    private func check(_ result: CURLcode) throws(MailNotFetched) {
        guard result != CURLE_OK else { return }
        let exchange = line.exchanges.last { $0.answers.contains(where: Self.isRefusal) }
        let refusal = exchange?.answers.last { Self.isRefusal($0) }
        // The library calls a folder that cannot be opened a failed log-in.
        let isOfFolder = exchange?.command.uppercased().contains(" SELECT ") == true
        throw MailNotFetched(
            failure: isOfFolder ? .refused : LineFailure(result), text: refusal ?? line.words(of: result),
            isAboutMessage: false)
    }

    /// `A005 NO …`, `A005 BAD …`.
    private static func isRefusal(_ line: String) -> Bool {
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count >= 2 && (words[1] == "NO" || words[1] == "BAD")
    }

    /// The library opens the folder when it must, also after a connection was lost: each time the server says anew.
    private func noteOpening() {
        let selects = line.exchanges.filter { $0.command.uppercased().contains(" SELECT ") }
        guard let select = selects.last else { return }
        let texts = select.answers
        guard let validity = texts.lazy.compactMap({ Self.number(after: "[UIDVALIDITY ", in: $0) }).first else {
            return
        }
        opened = Folder(
            validity: validity, nextUID: texts.lazy.compactMap { Self.number(after: "[UIDNEXT ", in: $0) }.first)
    }

    private static func number(after mark: String, in text: String) -> UInt32? {
        guard let range = text.uppercased().firstRange(of: mark) else { return nil }
        return UInt32(text.uppercased()[range.upperBound...].prefix { $0.isNumber })
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map(String.init)
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
