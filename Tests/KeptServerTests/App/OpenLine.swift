import Foundation
import KeptServer
import KeptTestSupport
import ServiceLifecycle

/// A plain TCP connection to a served site, for what a client library would hide.
final class OpenLine: Sendable {
    struct Failure: Error { let what: String }

    private let descriptor: Int32

    /// - Parameter port: on this machine.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Whoever waits in vain for half a minute is told so.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else { throw Failure(what: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) async throws {
        try await onThread { [descriptor] in
            var text = text
            let sent = text.withUTF8 {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent == text.utf8.count else { throw Failure(what: String(cString: strerror(errno))) }
        }
    }

    /// What comes next; `nil` once the other side has closed the line.
    func next() async throws -> String? {
        try await onThread { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count < 0, errno != ECONNRESET { throw Failure(what: String(cString: strerror(errno))) }
            return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
        }
    }

    /// All that comes until it contains `count` times `mark`. - Throws: where the line is closed before.
    func read(until mark: String, times count: Int = 1) async throws -> String {
        var text = ""
        while text.components(separatedBy: mark).count <= count {
            guard let more = try await next() else { throw Failure(what: "closed after: \(text)") }
            text += more
        }
        return text
    }
}

/// Runs `body` while the site is served, on a port that the system chose, and stops it then.
func served<T: Sendable>(_ site: Site, _ body: @escaping @Sendable (_ port: Int) async throws -> T) async throws -> T {
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [buildApplication(site) { running.yield($0) }], logger: site.log))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { running.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await tasks.waitForAll()
            throw OpenLine.Failure(what: "not served")
        }
        let outcome: Result<T, any Error>
        do { outcome = .success(try await body(port)) } catch { outcome = .failure(error) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try outcome.get()
    }
}
