import CCurl

/// A connection to a server that takes messages (SMTP, RFC 5321), kept for many of them.
///
/// **Blocks** until the server has answered: for a thread of its own, never called from a task. One message at a time.
package final class SubmissionLine {
    private let line: CurlLine
    private let address: String

    /// - Parameter name: how this machine calls itself to the server (`EHLO`): letters, digits, dots and hyphens.
    package init(to server: MailServer, name: String) {
        line = CurlLine(server)
        let scheme = server.security == .tls ? "smtps" : "smtp"
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        address = "\(scheme)://\(host):\(server.port)/\(plain.isEmpty ? "localhost" : plain)"
    }

    /// Hands a message over.
    ///
    /// - Parameter sender: where failures are reported; `nil` for automatic answers, to which no failure may be reported.
    /// - Parameter recipients: at least one.
    /// - Parameter message: its bytes with lines ended by CR LF.
    /// - Returns: what the server said when it took the message: from then on it is the server's.
    package func send(
        _ message: [UInt8], from sender: Mailbox?, to recipients: [Mailbox]
    ) throws(MailNotSent) -> MailAccepted {
        precondition(!recipients.isEmpty, "a message without recipients")
        let handle = line.handle
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients { list = curl_slist_append(list, "<\(recipient.address)>") }
        defer {
            kept_curl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
            curl_slist_free_all(list)
        }
        kept_curl_set_text(handle, CURLOPT_URL, address)
        kept_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(sender?.address ?? "")>")
        kept_curl_set_list(handle, CURLOPT_MAIL_RCPT, list)
        // One recipient that is refused keeps the message from nobody else.
        kept_curl_set_long(handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        kept_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        let result = line.perform(sending: message)
        let answers = SubmissionAnswers(line.exchanges)
        guard result == CURLE_OK else { throw answers.failure(result, line.words(of: result)) }
        return MailAccepted(code: answers.last?.code ?? 250, text: answers.last?.text ?? "", refused: answers.refused)
    }
}

/// The dialogue of one message, taken apart.
struct SubmissionAnswers {
    private let exchanges: [(command: String, code: Int?, text: String)]

    init(_ exchanges: [CurlLine.Exchange]) {
        self.exchanges = exchanges.map { exchange in
            let final = exchange.answers.last ?? ""
            // An answer of several lines repeats its code.
            let texts = exchange.answers.filter { $0.prefix(3) == final.prefix(3) }.map { String($0.dropFirst(4)) }
            return (exchange.command, Int(final.prefix(3)), texts.joined(separator: " "))
        }
    }

    /// The last answer with a code.
    var last: (code: Int, text: String)? {
        exchanges.last { $0.code != nil }.map { ($0.code ?? 0, $0.text) }
    }

    private var recipients: [(command: String, code: Int?, text: String)] {
        exchanges.filter { $0.command.uppercased().hasPrefix("RCPT TO:") }
    }

    /// Recipients that the server did not take.
    var refused: [MailAccepted.Refusal] {
        recipients.compactMap { exchange in
            guard let code = exchange.code, code >= 400 else { return nil }
            let address = exchange.command.dropFirst(8).filter { $0 != "<" && $0 != ">" && $0 != " " }
            return MailAccepted.Refusal(recipient: String(address), code: code, text: exchange.text)
        }
    }

    /// The first answer that said no, else what happened to the connection.
    func failure(_ result: CURLcode, _ words: String) -> MailNotSent {
        let wasBeingSent = exchanges.contains { $0.command.uppercased() == "DATA" && $0.code == 354 }
        // All recipients were refused: one that may be tried again decides.
        let answers = refused.isEmpty ? [] : refused.map { ($0.code, $0.text) }
        let refusal =
            answers.first { $0.0 / 100 == 4 } ?? answers.first
            ?? exchanges.last { ($0.code ?? 0) >= 400 }.map { ($0.code ?? 0, $0.text) }
        let failure = LineFailure(result)
        if let (code, text) = refusal {
            // A wrong password is mended by people, and the message is as good as before.
            return MailNotSent(
                failure: failure == .login ? .login : .refused, code: code, text: text,
                mayBeTriedAgain: code / 100 == 4 || failure == .login, mayHaveArrived: false)
        }
        // So is a wrong certificate or an unknown host.
        return MailNotSent(
            failure: failure == .refused ? .dropped : failure, code: last?.code, text: words, mayBeTriedAgain: true,
            mayHaveArrived: wasBeingSent)
    }
}
