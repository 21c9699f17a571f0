import Foundation

/// The programs that come with PostgreSQL, run on a database without its password in a command line.
enum PostgresTool {
    /// Runs `name` to its end. Blocks: only on a thread of its own.
    static func run(_ name: String, _ arguments: [String], on address: PostgresAddress) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path(of: name))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(address.environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let complaints = Pipe()
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw StoreError.unavailable("cannot run \(name): \(error.localizedDescription)")
        }
        let text = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let reason = address.withoutPassword(text.split(whereSeparator: \.isNewline).joined(separator: " "))
            throw StoreError.unavailable("\(name) on \(address.place) failed: \(reason)")
        }
    }

    /// The newest version on this machine where it is not in PATH.
    static func path(of name: String) throws -> String {
        let files = FileManager.default
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let versions =
            (files.fileExists(atPath: debianFolder) ? try files.contentsOfDirectory(atPath: debianFolder) : [])
            .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
            .map { "\(debianFolder)/\($0)/bin" }
        guard let folder = (folders + versions).first(where: { files.isExecutableFile(atPath: "\($0)/\(name)") }) else {
            throw StoreError.unavailable(
                "\(name) is not on this machine; install it (apt-get install postgresql-client) and try again")
        }
        return "\(folder)/\(name)"
    }

    private static let debianFolder = "/usr/lib/postgresql"
}
