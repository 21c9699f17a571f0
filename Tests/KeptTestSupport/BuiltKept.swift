import Foundation
import Subprocess
import SystemPackage

/// The `kept` built beside the tests, run as a person or script would.
package struct BuiltKept: Sendable {
    package struct Outcome: Sendable {
        package let answer: String
        package let complaint: String
        package let exitCode: Int32
    }

    package enum Failure: Error {
        case notBuilt(String)
        case stopped(String, String)
    }

    package let program: URL

    package init() throws {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        program = tests.deletingLastPathComponent().appendingPathComponent("kept")
        guard FileManager.default.isExecutableFile(atPath: program.path) else { throw Failure.notBuilt(program.path) }
    }

    /// Runs to the end. Speaks English unless `environment` says otherwise.
    ///
    /// - Parameters:
    ///   - input: what it reads on its standard input.
    ///   - seconds: after which it is told to stop (SIGTERM), for what runs until it is; the exit code is then 124.
    package func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [],
        stoppedAfter seconds: Int? = nil
    ) async throws -> Outcome {
        let settings = ["LC_ALL": "C"].merging(environment) { $1 }
        let command = seconds.map { ["timeout", "\($0)", program.path] } ?? [program.path]
        let outcome = try await Subprocess.run(
            seconds == nil ? .path(FilePath(program.path)) : .name("timeout"),
            arguments: Arguments(command.dropFirst() + arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: settings.map { (.init(stringLiteral: $0.key), $0.value) })),
            input: .array(input), output: .string(limit: Self.mostTold), error: .string(limit: Self.mostTold))
        guard case .exited(let code) = outcome.terminationStatus else {
            throw Failure.stopped(program.path, "\(outcome.terminationStatus)")
        }
        return Outcome(answer: outcome.standardOutput, complaint: outcome.standardError, exitCode: code)
    }

    /// Bytes of one stream; more is a failure of the test.
    private static let mostTold = 16 << 20
}
