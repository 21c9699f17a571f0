import ArgumentParser
import Foundation
import KeptMail
import KeptStore

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Messages as Kept reads them.", subcommands: [MailRead.self])
}

/// Reads a message and shows what is in it; no record is opened.
struct MailRead: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Show what a message says, to whom, and what came with it.",
        discussion: """
            Ends with 0 for anything that is a message, however broken, and with 65 for what is none. The fields are \
            described in docs/mail.md.
            """)

    @Argument(help: "The message as a mail server hands it on; - reads standard input.")
    var file: String

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func perform() async throws {
        let message = try ReadMessage(MessageFile.bytes(file))
        switch format {
        case .json: Terminal.answer(MessageText.json(message))
        case .text: Terminal.answer(MessageText.plain(message, try Terminal.words()))
        }
    }
}

/// The bytes of a file or of standard input, never decoded.
enum MessageFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        do {
            if path == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw FileFailure.notReadable(path: path, cause: error.localizedDescription)
        }
    }
}
