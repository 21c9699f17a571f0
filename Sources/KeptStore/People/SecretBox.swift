import Crypto
import Foundation
import KeptDomain

/// Seals secrets that Kept must read again, such as the password of a mailbox: AES-256-GCM, under a key made by HKDF from
/// a secret of the record, or of a file that lies elsewhere.
///
/// Sealing draws a nonce, so it is done before an operation, whose body may run twice.
package struct SecretBox: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: 16 bytes or more that nobody can guess.
    package init(secret: [UInt8]) {
        precondition(secret.count >= 16, "a secret of \(secret.count) bytes")
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array("kept sealed secrets 1".utf8),
            outputByteCount: 32)
    }

    /// With a nonce of its own: the same text is sealed differently each time.
    package func sealed(_ text: String) throws -> [UInt8] {
        guard let sealed = try AES.GCM.seal(Array(text.utf8), using: key).combined else {
            preconditionFailure("a nonce of another length than usual")
        }
        return Array(sealed)
    }

    /// - Throws: `ChannelRefusal.secretUnreadable` for what another key sealed, and what was changed since.
    package func opened(_ sealed: [UInt8]) throws(ChannelRefusal) -> String {
        do {
            return String(decoding: try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key), as: UTF8.self)
        } catch {
            throw .secretUnreadable
        }
    }
}
