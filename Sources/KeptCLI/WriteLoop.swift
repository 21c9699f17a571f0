import ArgumentParser
import Foundation
import KeptDomain
import KeptStore

/// Writes row after row and says each number once it is durable; the tests kill it in the middle.
struct WriteLoop: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "write-loop", abstract: "Write rows one after another and print each number once it is durable.",
        shouldDisplay: false)

    @OptionGroup var store: StoreOptions

    @Option(help: "How many rows.")
    var count = 1_000_000

    @Option(help: "What the names of the rows begin with.")
    var prefix = "loop"

    func perform() async throws {
        try await store.withStore(whenAbsent: .made) { store in
            for number in 1...count {
                try await store.write(as: .shell, at: SystemTime().now) { [prefix] tx in
                    try tx.run("INSERT INTO settings (name, value) VALUES (\("\(prefix) \(number)"), 'x')")
                    tx.journal(JournalEntry("business.changed", of: .business, facts: [Fact("number", number)]))
                }
                Terminal.answer("\(number)")
            }
        }
    }
}
