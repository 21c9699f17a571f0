import Foundation

/// A PostgreSQL server for one test that wants to stop it, in a folder of its own. `nil` on a machine without one.
final class ServerOfOwn: Sendable {
    private let folder: String
    private let programs: String
    let port: Int

    init?() throws {
        let all = "/usr/lib/postgresql"
        let files = FileManager.default
        let versions = files.fileExists(atPath: all) ? try files.contentsOfDirectory(atPath: all) : []
        guard let newest = versions.compactMap(Int.init).max() else { return nil }
        programs = "\(all)/\(newest)/bin"
        folder = "/tmp/kept-server-\(UUID().uuidString.prefix(8))"
        port = Int.random(in: 20_000..<30_000)
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if geteuid() == 0 { try Self.run("/bin/chown", ["postgres", folder]) }
        try asServer(
            "initdb", ["-D", "\(folder)/data", "--auth=trust", "-U", "kept", "--locale=C", "-E", "UTF8", "-N"])
        try start()
    }

    deinit {
        do {
            try stop()
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("the server in \(folder) may still run: \(error)")
        }
    }

    var address: String { "postgres://kept@127.0.0.1:\(port)/postgres" }

    func start() throws {
        let options = "-p \(port) -h 127.0.0.1 -k \(folder) -F"
        try asServer("pg_ctl", ["-D", "\(folder)/data", "-o", options, "-l", "\(folder)/log", "-w", "start"])
    }

    func stop() throws { try asServer("pg_ctl", ["-D", "\(folder)/data", "-m", "fast", "-w", "stop"]) }

    /// The server refuses to run as root.
    private func asServer(_ program: String, _ arguments: [String]) throws {
        let path = "\(programs)/\(program)"
        if geteuid() == 0 {
            try Self.run("/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
        } else {
            try Self.run(path, arguments)
        }
    }

    /// Not by `Process`, which waits until every descendant has closed what it inherited: the server never does. For the
    /// same reason nothing that other tests have open is handed on.
    private static func run(_ path: String, _ arguments: [String]) throws {
        let closeOthers =
            #"for f in /proc/$$/fd/*; do n=${f##*/}; [ "$n" -gt 2 ] && eval "exec $n>&-"; done; cd /; exec "$@""#
        let words = ["/bin/bash", "-c", closeOthers + " >/dev/null 2>&1 </dev/null", "bash", path] + arguments
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child: pid_t = 0
        var status: Int32 = 0
        guard posix_spawn(&child, "/bin/bash", nil, nil, &pointers, environ) == 0 else {
            throw Failure(program: path, status: errno)
        }
        while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { break } }
        guard status == 0 else { throw Failure(program: path, status: status) }
    }

    struct Failure: Error {
        let program: String
        let status: Int32
    }
}
