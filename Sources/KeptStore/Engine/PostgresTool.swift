import Foundation
import KeptDomain
import Subprocess
import SystemPackage

/// The programs that come with PostgreSQL, run on a database without its password in a command line.
enum PostgresTool {
    /// Runs `name` to its end.
    static func run(_ name: String, _ arguments: [String], on address: PostgresAddress) async throws {
        let settings = address.environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let outcome: ExecutionResult<Void, DiscardedOutput, StringOutput<UTF8>>
        do {
            outcome = try await Subprocess.run(
                .path(FilePath(try path(of: name))), arguments: Arguments(arguments),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: settings)),
                output: .discarded, error: .string(limit: mostToldOfAFailure))
        } catch let error as SubprocessError {
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.tool-not-run", [Fact("name", name), Fact("reason", error.description)]))
        }
        guard outcome.terminationStatus.isSuccess else {
            let text = outcome.standardError.split(whereSeparator: \.isNewline).joined(separator: " ")
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.tool-failed",
                    [
                        Fact("name", name), Fact("place", address.place),
                        Fact("reason", address.withoutPassword(text)),
                    ]))
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
            throw StoreError.unavailable(Hindrance("commands.refusals.tool-missing", [Fact("name", name)]))
        }
        return "\(folder)/\(name)"
    }

    private static let debianFolder = "/usr/lib/postgresql"

    /// Bytes. psql names each statement that fails, and stops at the first.
    private static let mostToldOfAFailure = 1 << 20
}
