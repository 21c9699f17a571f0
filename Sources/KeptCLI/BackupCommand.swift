import ArgumentParser
import KeptStore
import KeptWords

struct BackupCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a consistent copy of the whole record to a file, also while it is served.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "The file to make; one that exists is never overwritten.", completion: .file())
    var file: String

    func perform() async throws {
        try await Backup.make(of: store.location, to: file)
        Terminal.answer(try Terminal.words()("commands.backed-up", ["path": file]))
    }
}

struct RestoreCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the record, whole or not at all.",
        discussion: "Stop kept serve first. A record that was there before stays beside it under another name (SQLite)."
    )

    @OptionGroup var store: StoreOptions

    @Flag(help: "Also in the place of a record that holds something.")
    var replace = false

    @Argument(help: "A file that kept backup made.", completion: .file())
    var file: String

    func perform() async throws {
        let outcome = try await Restore.restore(file, to: store.location, replacing: replace)
        let words = try Terminal.words()
        Terminal.answer(
            words(
                "commands.restored",
                ["path": file, "schema": String(outcome.schema), "entries": words.number(outcome.entries)]))
        if let former = outcome.former { Terminal.note(words("commands.former-record", ["path": former])) }
    }
}
