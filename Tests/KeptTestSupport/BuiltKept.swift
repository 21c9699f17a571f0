import Foundation

/// The `kept` built beside the tests, run as a person or script would.
package struct BuiltKept: Sendable {
    package struct Outcome: Sendable {
        package let answer: String
        package let complaint: String
        package let exitCode: Int32
    }

    package enum Failure: Error { case notBuilt(String) }

    package let program: URL

    package init() throws {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        program = tests.deletingLastPathComponent().appendingPathComponent("kept")
        guard FileManager.default.isExecutableFile(atPath: program.path) else { throw Failure.notBuilt(program.path) }
    }

    /// Runs to the end. Speaks English unless `environment` says otherwise.
    package func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["LC_ALL": "C"]) { _, new in new }.merging(environment) { _, new in new }
        // Files rather than pipes, since a full pipe that nobody reads would stop the program.
        let folder = FileManager.default.temporaryDirectory
        let files = ["answer", "complaint"].map { folder.appendingPathComponent("kept-\($0)-\(UUID().uuidString)") }
        for file in files { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        for file in files { try FileManager.default.removeItem(at: file) }
        return Outcome(answer: texts[0], complaint: texts[1], exitCode: process.terminationStatus)
    }
}
