import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import Synchronization

/// Finds out who calls, by token or by session, and remembers it for a moment so that a busy program does not read its
/// own row with every request.
///
/// What is remembered is at most `memory` old, so a token that another process revokes ends within that; this
/// process forgets at once.
final class CallerCache: Sendable {
    private struct Known {
        let caller: Caller
        let until: ContinuousClock.Instant
    }

    private static let memory = Duration.seconds(1)
    private static let limit = 10_000
    private let store: Store
    private let time: any TimeSource
    private let known = Mutex<[String: Known]>([:])

    init(store: Store, time: any TimeSource) {
        self.store = store
        self.time = time
    }

    /// Who calls, and whether their session was carried on just now, so that the browser must keep its cookie longer too.
    ///
    /// Tokens count where programs ask. Elsewhere an `Authorization` header is somebody else's: that of a proxy with a
    /// password of its own, for instance.
    /// - Throws: `Unauthorized` when the request shows a token that opens nothing.
    func caller(of request: Request) async throws -> (caller: Caller, isCarriedOn: Bool) {
        if let header = request.headers[.authorization] {
            if request.uri.path.hasPrefix("/api/") {
                guard let token = Self.bearer(header) else { throw Unauthorized.badHeader }
                return (try await caller(byToken: token), false)
            }
            if request.uri.path == Paths.metrics, let token = Self.bearer(header) {
                return (try await caller(byToken: token), false)
            }
        }
        guard let cookie = SessionCookie.value(in: request) else { return (.nobody, false) }
        return try await caller(bySession: cookie)
    }

    func forget() { known.withLock { $0.removeAll() } }

    private func caller(byToken token: String) async throws -> Caller {
        if let caller = remembered("t" + token) { return caller }
        let hash = Secret.hash(of: token)
        guard let record = try await store.read({ try $0.accessToken(withHash: hash) }) else {
            throw Unauthorized.unknownToken
        }
        guard record.revokedAt == nil else { throw Unauthorized.revokedToken }
        guard record.isValid(at: time.now) else { throw Unauthorized.expiredToken }
        return remember(.token(record.id, record.scope), as: "t" + token)
    }

    private func caller(bySession cookie: String) async throws -> (caller: Caller, isCarriedOn: Bool) {
        if let caller = remembered("s" + cookie) { return (caller, false) }
        let hash = Secret.hash(of: cookie)
        let now = time.now
        guard let session = try await store.read({ try $0.session(withHash: hash, at: now) }) else {
            return (.nobody, false)
        }
        let isCarriedOn = session.seenAt + SignIn.carryOnAfter < now
        if isCarriedOn {
            try await store.write(as: .system("sessions"), at: now) { $0.carryOnSession(hash) }
        }
        return (remember(.person(session, sessionHash: hash), as: "s" + cookie), isCarriedOn)
    }

    private func remembered(_ name: String) -> Caller? {
        known.withLock { $0[name] }.flatMap { $0.until > .now ? $0.caller : nil }
    }

    private func remember(_ caller: Caller, as name: String) -> Caller {
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[name] = Known(caller: caller, until: .now + Self.memory)
        }
        return caller
    }

    private static func bearer(_ header: String) -> String? {
        let parts = header.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, parts[1].count <= 200, String(parts[0])?.lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

/// Why a request is not let in.
package enum Unauthorized: Refusal, Hashable {
    case noToken, badHeader, unknownToken, revokedToken, expiredToken
    case notSignedIn
    /// The form came from another site, or was open longer than its session.
    case foreignForm

    package var key: String {
        switch self {
        case .noToken: "refusals.no-token"
        case .badHeader: "refusals.bad-authorization-header"
        case .unknownToken: "refusals.unknown-token"
        case .revokedToken: "refusals.revoked-token"
        case .expiredToken: "refusals.expired-token"
        case .notSignedIn: "refusals.not-signed-in"
        case .foreignForm: "refusals.foreign-form"
        }
    }
    package var facts: [Fact] { [] }
}
