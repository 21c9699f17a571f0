import Foundation
import Glibc
import Synchronization

/// Outlives its server for as long as the thread does.
private final class Connected: Sendable { let count = Mutex(0) }

/// A server on a port of its own that plays a script to whoever connects, for what real servers do rarely.
package final class ScriptedServer: Sendable {
    package enum Step: Sendable {
        /// Sent as it is.
        case say(String)
        /// Waits until a line that holds this has come; `{tag}` in what is said next stands for the line's first word.
        case hear(String)
        /// Waits for a line that is this and no more.
        case hearAlone(String)
        case wait(seconds: Double)
        /// Waits until the test lets go.
        case hold(DispatchSemaphore)
        case hangUp
    }

    package let port: Int
    /// How many have connected until now.
    package var connections: Int { connected.count.withLock { $0 } }
    private let connected = Connected()
    private let listener: Int32

    /// Plays the same script to each connection, one after another.
    package convenience init(_ steps: [Step]) throws { try self.init(inTurn: [steps]) }

    /// Plays one script to each connection, and the last one to all further.
    package init(inTurn scripts: [[Step]]) throws {
        precondition(!scripts.isEmpty, "a script to play")
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let thread = Thread { [connected] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                let turn = connected.count.withLock { count in
                    count += 1
                    return count - 1
                }
                Self.play(scripts[min(turn, scripts.count - 1)], on: connection)
                close(connection)
            }
            // Closed here and nowhere else: while a script still played, its number would be another server's by now.
            close(listener)
        }
        thread.start()
    }

    /// Ends the waiting for connections; the thread closes after itself.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func play(_ steps: [Step], on connection: Int32) {
        var tag = ""
        for step in steps {
            switch step {
            case .say(let text):
                let bytes = Array(text.replacing("{tag}", with: tag).utf8)
                if send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0 { return }
            case .hear(let wanted):
                guard let line = waited(on: connection, for: { $0.uppercased().contains(wanted.uppercased()) }) else {
                    return
                }
                tag = line.split(separator: " ").first.map(String.init) ?? ""
            case .hearAlone(let wanted):
                guard waited(on: connection, for: { $0 == wanted || $0 == wanted + "\r" }) != nil else { return }
            case .wait(let seconds): Thread.sleep(forTimeInterval: seconds)
            case .hold(let gate): gate.wait()
            case .hangUp: return
            }
        }
    }

    private static func waited(on connection: Int32, for isWanted: (String) -> Bool) -> String? {
        while let line = line(from: connection) {
            if isWanted(line) { return line }
        }
        return nil
    }

    private static func line(from connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) == 1 {
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}
