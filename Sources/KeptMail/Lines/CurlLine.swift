import CCurl
import KeptDomain

/// One connection by libcurl, with what both sides said.
///
/// Blocks the thread that calls it, so it is for a thread of its own; not for two at once.
final class CurlLine {
    /// A command that was sent and the answers to it.
    struct Exchange {
        let command: String
        /// The lines of the server, without ends of line.
        var answers: [String] = []
    }

    let handle: UnsafeMutableRawPointer
    /// The dialogue of the last transfer; the first command is empty and holds the greeting.
    private(set) var exchanges: [Exchange] = []
    private(set) var received: [UInt8] = []
    private(set) var isTooLarge = false
    var largest = Int.max
    private var upload: ArraySlice<UInt8> = []
    private var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ server: MailServer) {
        precondition(Self.isReady, "libcurl did not start")
        guard let handle = curl_easy_init() else { preconditionFailure("libcurl gave no handle") }
        self.handle = handle
        let this = Unmanaged.passUnretained(self).toOpaque()
        // Signals would be for the whole process.
        kept_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        kept_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(server.limits.connecting))
        kept_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(server.limits.whole))
        kept_curl_set_long(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(server.limits.answering.wholeSeconds)))
        // A line on which nothing moves is dead, however long the whole may take.
        kept_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        kept_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, Int(server.limits.answering.wholeSeconds)))
        kept_curl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        kept_curl_set_long(handle, CURLOPT_USE_SSL, Int(server.security == .startTLS ? CURLUSESSL_ALL.rawValue : 0))
        if let file = server.certificates { kept_curl_set_text(handle, CURLOPT_CAINFO, file) }
        logIn(server.login)
        kept_curl_set_write(handle, CURLOPT_WRITEFUNCTION, takeBytes)
        kept_curl_set_pointer(handle, CURLOPT_WRITEDATA, this)
        kept_curl_set_read(handle, giveBytes)
        kept_curl_set_pointer(handle, CURLOPT_READDATA, this)
        // The only way to learn which answer was to which command; it prints nothing.
        kept_curl_set_long(handle, CURLOPT_VERBOSE, 1)
        kept_curl_set_debug(handle, hear)
        kept_curl_set_pointer(handle, CURLOPT_DEBUGDATA, this)
    }

    deinit {
        // The farewell to the server must not call an object that is no more.
        kept_curl_set_long(handle, CURLOPT_VERBOSE, 0)
        kept_curl_set_pointer(handle, CURLOPT_DEBUGDATA, nil)
        curl_easy_cleanup(handle)
    }

    private func logIn(_ login: MailServer.Login) {
        switch login {
        case .none: return
        case .password(let user, let password):
            kept_curl_set_text(handle, CURLOPT_USERNAME, user)
            kept_curl_set_text(handle, CURLOPT_PASSWORD, password)
        case .token(let user, let token):
            kept_curl_set_text(handle, CURLOPT_USERNAME, user)
            kept_curl_set_text(handle, CURLOPT_XOAUTH2_BEARER, token)
        }
    }

    private static func milliseconds(_ span: Span) -> Int { max(1, Int(span.microseconds / 1_000)) }

    /// Carries out what the handle is set to.
    func perform(sending bytes: [UInt8] = []) -> CURLcode {
        exchanges = [Exchange(command: "")]
        received = []
        isTooLarge = false
        upload = bytes[...]
        errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let result = errorText.withUnsafeMutableBufferPointer { buffer in
            kept_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            defer { kept_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
            return curl_easy_perform(handle)
        }
        return result
    }

    /// What libcurl says of a failure.
    func words(of code: CURLcode) -> String {
        let own = String(decoding: errorText.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
    }

    /// The lines of all answers, in order.
    var answers: [String] { exchanges.flatMap(\.answers) }

    // MARK: What libcurl calls

    fileprivate func heard(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        let lines = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map(String.init)
        switch kind {
        case CURLINFO_HEADER_OUT: exchanges += lines.map { Exchange(command: $0) }
        case CURLINFO_HEADER_IN: exchanges[exchanges.count - 1].answers += lines
        default: break
        }
    }

    fileprivate func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard received.count + bytes.count <= largest else {
            isTooLarge = true
            return 0
        }
        received += bytes
        return bytes.count
    }

    fileprivate func give(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let piece = upload.prefix(target.count)
        target.copyBytes(from: piece)
        upload = upload.dropFirst(piece.count)
        return piece.count
    }
}

private func line(_ data: UnsafeMutableRawPointer?) -> CurlLine? {
    data.map { Unmanaged<CurlLine>.fromOpaque($0).takeUnretainedValue() }
}

private let takeBytes: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    line($3)?.take(UnsafeRawBufferPointer(start: $0, count: $1 * $2)) ?? 0
}

private let giveBytes: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    line($3)?.give(UnsafeMutableRawBufferPointer(start: $0, count: $1 * $2)) ?? 0
}

private let hear:
    @convention(c) (
        UnsafeMutableRawPointer?, curl_infotype, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?
    ) -> Int32 = {
        line($4)?.heard($1, UnsafeRawBufferPointer(start: $2, count: $3))
        return 0
    }
