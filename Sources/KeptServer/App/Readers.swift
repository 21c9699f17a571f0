import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

extension Site {
    /// The language of whoever reads the answer: the one that the address asks for, else a person's own, else the one
    /// chosen in this browser, else that of the customer whose page it is, else the best that the browser accepts, else
    /// that of the business for its customers on their pages, else English. What a colleague sees of a customer's page is
    /// what the customer sees.
    package func words(for request: Request, _ context: AppContext) -> Words {
        if let asked = languageAsked(by: request) { return vocabulary[asked] }
        if context.customer == nil, let person = context.caller.person,
            let language = vocabulary.language(for: person.language)
        {
            return vocabulary[language]
        }
        if let chosen = SiteCookie.value(LanguageCookie.name, in: request),
            let language = vocabulary.language(for: chosen)
        {
            return vocabulary[language]
        }
        if let language = context.customer?.own.flatMap({ vocabulary.language(for: $0) }) {
            return vocabulary[language]
        }
        let accepted = vocabulary.language(accepting: request.headers[.acceptLanguage])
        let usual = context.customer.flatMap { vocabulary.language(for: $0.usual) }
        return vocabulary[accepted ?? usual ?? .english]
    }

    /// `?lang=zh-Hans`, as the links between the languages of a public page have it.
    func languageAsked(by request: Request) -> Language? {
        guard request.uri.query != nil else { return nil }
        return request.uri.queryParameters["lang"].flatMap { vocabulary.language(for: String($0)) }
    }

    /// Whether the browser reached us by https, itself or through the proxy in front.
    func isSecure(_ request: Request) -> Bool {
        if options.publicAddress?.hasPrefix("https:") == true { return true }
        return options.isBehindProxy && request.headers[.xForwardedProto] == "https"
    }

    /// Where the request came from: the last address that the proxy in front added, else the other end of the connection.
    func address(of request: Request, _ context: AppContext) -> String {
        guard options.isBehindProxy, let header = request.headers[.xForwardedFor],
            let last = header.split(separator: ",").last
        else { return context.peerAddress }
        return String(last.drop { $0 == " " })
    }

    /// `https://kept.example.org`, without a slash at the end.
    package func publicAddress(for request: Request) -> String {
        if let address = options.publicAddress { return address }
        let host = request.head.authority ?? "\(options.host):\(options.port)"
        return (isSecure(request) ? "https://" : "http://") + host
    }
}

extension HTTPField.Name {
    static let xForwardedProto = Self("X-Forwarded-Proto")!
    static let forwarded = Self("Forwarded")!
    static let xForwardedFor = Self("X-Forwarded-For")!
    static let idempotencyKey = Self("Idempotency-Key")!
    static let idempotencyReplayed = Self("Idempotency-Replayed")!
}
