import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

/// The cookies that Kept sets, read and written.
enum SiteCookie {
    /// The value of the cookie `name`, `nil` when the request has none.
    static func value(_ name: String, in request: Request) -> String? {
        guard let header = request.headers[.cookie] else { return nil }
        // By bytes, since every request of a page comes through here.
        let wanted = Array(name.utf8) + [UInt8(ascii: "=")]
        for part in header.utf8.split(separator: UInt8(ascii: ";")) {
            let pair = part.drop { $0 == UInt8(ascii: " ") }
            if pair.starts(with: wanted) { return String(pair.dropFirst(wanted.count)) }
        }
        return nil
    }

    /// A `Set-Cookie` header; no script can read the cookie and no other site can send it with a form.
    static func header(_ name: String, _ value: String, lasting span: Span, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(span.seconds); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

enum SessionCookie {
    static let name = "kept-session"

    static func value(in request: Request) -> String? {
        SiteCookie.value(name, in: request).flatMap { $0.isEmpty || $0.utf8.count > 100 ? nil : $0 }
    }

    static func set(_ secret: Secret, isSecure: Bool) -> String { set(secret.text, isSecure: isSecure) }

    /// The cookie again, for a session that goes on.
    static func set(_ text: String, isSecure: Bool) -> String {
        SiteCookie.header(name, text, lasting: SignIn.sessionSpan, isSecure: isSecure)
    }

    static func clear(isSecure: Bool) -> String { SiteCookie.header(name, "", lasting: .zero, isSecure: isSecure) }
}

enum LanguageCookie {
    static let name = "kept-language"

    static func set(_ tag: String, isSecure: Bool) -> String {
        SiteCookie.header(name, tag, lasting: .days(365), isSecure: isSecure)
    }
}

/// Carries the form token of somebody who has not signed in.
enum VisitCookie {
    static let name = "kept-visit"

    static func set(_ secret: Secret, isSecure: Bool) -> String {
        SiteCookie.header(name, secret.text, lasting: .days(1), isSecure: isSecure)
    }
}
