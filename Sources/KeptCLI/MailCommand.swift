import ArgumentParser
import Foundation
import KeptDomain
import KeptMail
import KeptStore
import KeptWords

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "File a message, or show what it says.",
        subcommands: [MailFile.self, MailRead.self], defaultSubcommand: MailFile.self)
}

/// Files a message that a mail server hands over on standard input, beside `serve` or without it.
///
/// Ends as mail servers understand it: 0 when it is in the record, 75 when it should be tried again, 65 when it never can
/// be. Whatever is wrong with this machine rather than with the message is 75: the mail server keeps the message.
struct MailFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "File the message on standard input: kept mail < message.",
        discussion: """
            Ends with 0 when the message is in the record, with 75 when it should be tried again, with 65 when it never \
            can be filed. docs/operator.md tells how mail servers call it.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "Told of the past: nothing is promised and nobody is written to because of it.")
    var history = false

    func run() async throws {
        do {
            try await file(MessageFile.bytes("-"))
        } catch let failure as NotMail {
            Terminal.complain(CommandFailure.sentence(of: failure))
            throw ExitCode(FailureCode.data.rawValue)
        } catch let failure as TooLargeMail {
            Terminal.complain(CommandFailure.sentence(of: failure))
            throw ExitCode(FailureCode.data.rawValue)
        } catch {
            Terminal.complain(CommandFailure(error).sentence)
            throw ExitCode(FailureCode.tryAgain.rawValue)
        }
    }

    private func file(_ bytes: [UInt8]) async throws {
        guard bytes.count <= ArrivedMail.largest else { throw TooLargeMail() }
        // Nobody waits for a person to look at what is no message: whoever handed it over is told.
        _ = try ReadMessage(bytes)
        let mail = ArrivedMail(bytes, isHistory: history)
        let (words, time) = (try Vocabulary.load(), SystemTime())
        try await store.withStore(time: time) { store in
            _ = try await store.write(as: .system("mail"), at: time.now) { try $0.fileMail(mail, words: words) }
        }
    }
}

/// More bytes than one message may have.
private struct TooLargeMail: Refusal {
    var key: String { "mail.too-large" }
    var facts: [Fact] { [Fact("limit", ArrivedMail.largest >> 20)] }
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
