import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import KeptStore

/// Proves that a form came from a page of ours: an HMAC over the session, or over the visit of somebody not signed in.
struct FormTokens: Sendable {
    private let key: SymmetricKey

    init(secret: String) { key = SymmetricKey(data: Array(secret.utf8)) }

    /// The token for whoever makes this request; `nil` when they have neither session nor visit yet.
    func token(for request: Request) -> String? {
        if let session = SessionCookie.value(in: request) { return token(over: "session " + session) }
        return SiteCookie.value(VisitCookie.name, in: request).map { token(over: "visit " + $0) }
    }

    func token(ofVisit visit: Secret) -> String { token(over: "visit " + visit.text) }

    /// Whether `sent` is the token that pages for this request carry; compared in constant time. Never when the browser
    /// itself says that another site's page sent the form.
    ///
    /// - Parameter isSignedIn: then only the session's token will do. A visit's cookie can be planted by whoever controls a
    ///   neighbouring host name, and is worth nothing to somebody who has more to lose.
    func accepts(_ sent: String, from request: Request, isSignedIn: Bool) -> Bool {
        guard request.headers[.secFetchSite]?.lowercased() != "cross-site" else { return false }
        let tokens = [
            SessionCookie.value(in: request).map { token(over: "session " + $0) },
            isSignedIn ? nil : SiteCookie.value(VisitCookie.name, in: request).map { token(over: "visit " + $0) },
        ].compactMap(\.self)
        return tokens.contains { Self.areEqual($0, sent) }
    }

    /// A text that comes back as we gave it: what a form says of itself.
    func sealed(_ text: String) -> String { text + "." + token(over: "seal " + text) }

    /// The text of `sealed`; `nil` for what this record never gave.
    func opened(_ sealed: String) -> String? {
        guard let dot = sealed.lastIndex(of: ".") else { return nil }
        let text = String(sealed[..<dot])
        return Self.areEqual(self.sealed(text), sealed) ? text : nil
    }

    /// In a time that does not tell where they differ.
    private static func areEqual(_ known: String, _ sent: String) -> Bool {
        known.utf8.count == sent.utf8.count
            && zip(known.utf8, sent.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func token(over text: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)).base64EncodedString()
    }
}

extension HTTPField.Name {
    /// Where a request comes from, as the browser tells it: `same-origin`, `same-site`, `cross-site` or `none`.
    static let secFetchSite = Self("Sec-Fetch-Site")!
}
