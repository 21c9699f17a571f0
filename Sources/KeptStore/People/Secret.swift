import Crypto
import Foundation

/// Random bytes that open something: a session, a link, a token. Only their hash is stored.
package struct Secret: Sendable {
    /// As it stands in cookies, links and headers: base64 for URLs (RFC 4648 section 5), without padding.
    package let text: String

    /// - Parameters:
    ///   - bits: 128 or more, whole bytes.
    ///   - prefix: tells people and tools that search for leaked secrets what it is.
    package static func random(bits: Int = 256, prefix: String = "") -> Secret {
        precondition(bits >= 128 && bits % 8 == 0, "\(bits) bits")
        let bytes = (0..<bits / 8).map { _ in UInt8.random(in: .min ... .max) }
        return Secret(text: prefix + Data(bytes).base64EncodedString().urlSafe)
    }

    package var hash: [UInt8] { Self.hash(of: text) }

    /// What is stored of a secret that somebody sent.
    package static func hash(of text: some StringProtocol) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}

extension String {
    fileprivate var urlSafe: String {
        replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
