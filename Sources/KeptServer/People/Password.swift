import Crypto
import CryptoExtras
import Foundation
import HTTPTypes
import KeptStore
import NIOPosix
import Synchronization

/// log2 of N of scrypt.
package enum PasswordCost {
    /// With r = 8 one check takes 32 MiB and about a tenth of a second.
    package static let usual = 15
}

/// A password as it is stored: scrypt (RFC 7914) with its parameters and salt, `scrypt$15$8$1$salt$key`.
enum Password {
    private static let blockSize = 8
    private static let parallelism = 1

    static func stored(_ password: String, cost: Int) throws -> String {
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let key = try key(of: password, salt: salt, cost: cost, blockSize: blockSize, parallelism: parallelism)
        return
            "scrypt$\(cost)$\(blockSize)$\(parallelism)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// In constant time over the keys. A stored text of another form matches nothing.
    static func matches(_ password: String, stored: String) throws -> Bool {
        let parts = stored.split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), (10...20).contains(cost),
            let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: String(parts[4])), let known = Data(base64Encoded: String(parts[5]))
        else { return false }
        let found = try key(
            of: password, salt: Array(salt), cost: cost, blockSize: blockSize, parallelism: parallelism)
        return found.count == known.count && zip(found, known).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func key(
        of password: String, salt: [UInt8], cost: Int, blockSize: Int, parallelism: Int
    ) throws -> [UInt8] {
        let normal = password.precomposedStringWithCompatibilityMapping
        let key = try KDF.Scrypt.deriveKey(
            from: Array(normal.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost, blockSize: blockSize,
            parallelism: parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

/// Hashes passwords on a thread of its own, one after another, so that many sign-ins at once neither hold up requests nor
/// fill the memory. More than `mostWaiting` at once are refused rather than kept waiting.
final class PasswordWork: Sendable {
    /// Each takes a tenth of a second.
    static let mostWaiting = 40
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let waiting = Mutex(0)
    private let cost: Int
    /// Somebody's who does not exist, so that asking for them takes as long as for anybody.
    private let decoy: String

    /// - Parameter cost: of passwords that are stored now; 10...20.
    init(cost: Int) {
        self.cost = cost
        decoy = "scrypt$\(cost)$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        pool.start()
    }
    deinit { pool.shutdownGracefully { _ in } }

    func stored(_ password: String) async throws -> String {
        try await inTurn { [cost] in try Password.stored(password, cost: cost) }
    }

    func matches(_ password: String, stored: String?) async throws -> Bool {
        try await inTurn { [decoy] in try Password.matches(password, stored: stored ?? decoy) && stored != nil }
    }

    /// Whether another would be refused.
    var isFull: Bool { waiting.withLock { $0 >= Self.mostWaiting } }

    /// Runs `work` after all that came before it. - Throws: `tooManySignIns`.
    func inTurn<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let isTaken = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isTaken else { throw Problem.tooManySignIns }
        defer { waiting.withLock { $0 -= 1 } }
        return try await pool.runIfActive(work)
    }
}

extension Problem {
    /// More sign-ins wait than are checked in some seconds.
    static let tooManySignIns = Problem(.serviceUnavailable, "requests.sign-in-busy", headers: [.retryAfter: "5"])
}
