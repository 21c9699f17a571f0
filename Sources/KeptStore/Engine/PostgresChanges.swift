import CLibpq
import Foundation
import Synchronization

/// Tells other processes of this one's changes, and this one of theirs, on one connection of its own.
///
/// `NOTIFY` is sent after the commits, not inside them: PostgreSQL lets transactions that notify commit only one by one,
/// each waiting for the disk alone. A notice that is lost (a crash in between, a pooler in the way) is made up for by
/// comparing snapshots: `pg_current_snapshot()` reads differently after every commit of a writing transaction.
final class PostgresChanges: Sendable {
    private let address: PostgresAddress
    private let threads: EngineThreads
    /// Read end and write end: writers wake the thread that sleeps on the socket.
    private let pipe: (read: Int32, write: Int32)
    private let mustAnnounce = Mutex(false)

    /// Snapshots are compared this often: well inside the half second promised.
    private static let lookSpan = Duration.milliseconds(300)
    /// Notices of commits that follow each other closely are one.
    private static let announceSpan = Duration.milliseconds(10)

    init(_ address: PostgresAddress, _ threads: EngineThreads) throws {
        self.address = address
        self.threads = threads
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw StoreError.unavailable("no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        pipe = (ends[0], ends[1])
    }

    deinit {
        Glibc.close(pipe.read)
        Glibc.close(pipe.write)
    }

    /// Has other processes told soon.
    func announce() {
        let isFirst = mustAnnounce.withLock { must in
            defer { must = true }
            return !must
        }
        if isFirst { wake() }
    }

    func wake() {
        // A full pipe wakes the reader as well as one more byte would.
        var byte: UInt8 = 1
        _ = Glibc.write(pipe.write, &byte, 1)
    }

    /// Until the driver stops. While the server is away nothing is told; when it is back, everything may have changed.
    func serve() {
        while !threads.isStopped {
            do {
                let line = try PostgresHandle(address)
                try line.execute("SET synchronous_commit = off; LISTEN kept_changes")
                threads.changed()
                try listen(on: line)
            } catch {
                threads.rest(for: .milliseconds(500))
            }
        }
    }

    private func listen(on line: PostgresHandle) throws {
        var snapshot = ""
        var nextLook = ContinuousClock.now
        var nextAnnouncement = ContinuousClock.now
        while !threads.isStopped {
            if isChanged(on: line) { threads.changed() }
            let now = ContinuousClock.now
            if now >= nextAnnouncement, takeAnnouncement() {
                try line.execute("NOTIFY kept_changes")
                nextAnnouncement = .now + Self.announceSpan
            }
            if now >= nextLook {
                let answer = try line.execute("SELECT pg_current_snapshot()")
                let found = answer.text(0)
                if found != snapshot { threads.changed() }
                snapshot = found
                nextLook = .now + Self.lookSpan
            }
            let isAnnouncing = mustAnnounce.withLock { $0 }
            try sleep(on: line, until: isAnnouncing ? min(nextLook, nextAnnouncement) : nextLook)
        }
    }

    private func takeAnnouncement() -> Bool {
        mustAnnounce.withLock { must in
            defer { must = false }
            return must
        }
    }

    /// Takes all notices that have come. Those of this process's own connection say nothing new.
    private func isChanged(on line: PostgresHandle) -> Bool {
        var isChanged = false
        while let notice = PQnotifies(line.raw) {
            if notice.pointee.be_pid != PQbackendPID(line.raw) { isChanged = true }
            PQfreemem(notice)
        }
        return isChanged
    }

    private func sleep(on line: PostgresHandle, until end: ContinuousClock.Instant) throws {
        let left = ContinuousClock.now.duration(to: end)
        let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        var waited = [
            pollfd(fd: PQsocket(line.raw), events: Int16(POLLIN), revents: 0),
            pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waited, 2, Int32(max(0, milliseconds))) > 0 else { return }
        if waited[1].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            while Glibc.read(pipe.read, &bytes, bytes.count) > 0 {}
        }
        if waited[0].revents != 0, PQconsumeInput(line.raw) == 0 { throw line.lost }
    }
}
