import CCurl

/// Why a mail server could not be used.
package enum LineFailure: String, Hashable, Sendable, CaseIterable {
    /// The name of the host is known to no name server.
    case unknownHost = "unknown-host"
    /// Nobody answers there, or somebody refuses.
    case noConnection = "no-connection"
    /// The server did not answer within the time given.
    case tooSlow = "too-slow"
    /// The connection ended in the middle.
    case dropped
    /// The certificate is not trusted, or encryption is not offered.
    case notSecure = "not-secure"
    /// Name or password are not accepted.
    case login
    /// The server said no.
    case refused
    /// More bytes than are taken.
    case tooLarge = "too-large"
    case other

    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .unknownHost
        case CURLE_COULDNT_CONNECT: self = .noConnection
        case CURLE_OPERATION_TIMEDOUT: self = .tooSlow
        case CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: self = .dropped
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE:
            self = .notSecure
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR: self = .login
        case CURLE_SEND_ERROR, CURLE_QUOTE_ERROR, CURLE_REMOTE_ACCESS_DENIED, CURLE_WEIRD_SERVER_REPLY,
            CURLE_UPLOAD_FAILED:
            self = .refused
        default: self = .other
        }
    }
}
