import ArgumentParser
import Foundation

/// A command whose failures are told plainly on standard error, with an exit code that scripts can tell apart.
protocol StoreCommand: AsyncParsableCommand {
    func perform() async throws
}

extension StoreCommand {
    func run() async throws {
        do {
            try await perform()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            let failure = CommandFailure(error)
            Terminal.complain(failure.sentence)
            throw ExitCode(failure.code.rawValue)
        }
    }
}

/// What a command writes to: answers on standard output, everything else on standard error.
enum Terminal {
    static func answer(_ text: String) { write(text + "\n", to: 1) }
    /// A piece of an answer, without an end of line.
    static func say(_ text: String) { write(text, to: 1) }
    static func note(_ text: String) { write(text + "\n", to: 2) }
    static func complain(_ text: String) { write("kept: \(text)\n", to: 2) }

    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            // A reader that went away (`| head`) wants no more.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
