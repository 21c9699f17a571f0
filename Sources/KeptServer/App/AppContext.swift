import Hummingbird
import KeptDomain
import KeptStore
import Logging
import NIOCore

/// What is known of one request beside the request itself.
package struct AppContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; set by the gate.
    package var caller = Caller.nobody
    /// Set where the page is a customer's: in which language they read.
    package var customer: CustomerReading?
    private let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Bodies beyond this are refused with 413; imports stream theirs and have `UploadLimit`.
    package static let bodyLimit = 4 << 20

    package var maxUploadSize: Int { Self.bodyLimit }

    /// The network address at the other end of the connection.
    package var peerAddress: String { channel.remoteAddress?.ipAddress ?? "unknown" }
}

/// In which language (BCP 47) the customer reads whose page it is.
package struct CustomerReading: Sendable {
    /// As their record has it.
    package let own: String?
    /// That of the business for its customers.
    package let usual: String

    package init(own: String?, usual: String) {
        self.own = own
        self.usual = usual
    }
}

/// Who makes a request.
package enum Caller: Sendable {
    case nobody
    case person(SessionRecord, sessionHash: [UInt8])
    case token(ID<AccessToken>, TokenScope)

    package var actor: Actor? {
        switch self {
        case .nobody: nil
        case .person(let session, _): .person(session.person.id, grants: session.person.grants)
        case .token(let id, let scope): .token(id, scope: scope)
        }
    }

    package var person: Person? { if case .person(let session, _) = self { session.person } else { nil } }
}
