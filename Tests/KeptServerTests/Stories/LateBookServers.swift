import Foundation
import KeptMail
import KeptStore
import KeptTestSupport

extension LateBookMail {
    /// At the servers that `scripts/mail-servers` started; `nil` where there are none. Each engine has a mailbox of its own.
    static func atRealServers(for engine: Engine) async throws -> LateBookMail? {
        guard RealMail.areThere, let port = RealMail.port("KEPT_TEST_SMTP") else { return nil }
        let number = engine == .sqlite ? 62 : 63
        let customer = "customer\(number)@example.test"
        let before = try await onThread { () throws -> UInt32 in
            let line = MailboxLine(to: RealMail.imap(customer))
            let folder = try line.open()
            return try line.uids(after: 0, validity: folder.validity).last ?? 0
        }
        return LateBookMail(desk: "round\(number)@example.test", customer: customer, smtpPort: port) { words in
            try await onThread {
                let line = MailboxLine(to: RealMail.imap(customer))
                for _ in 0..<400 {
                    let folder = try line.open()
                    for uid in try line.uids(after: before, validity: folder.validity).reversed() {
                        let text = try ReadMessage(line.message(uid, validity: folder.validity)).text.whole
                        if text.contains(words) { return text }
                    }
                    Thread.sleep(forTimeInterval: 0.05)
                }
                return nil
            }
        }
    }
}
