import ArgumentParser
import KeptDomain
import KeptStore

/// Signs the first owner in without a browser, so that pages can be measured, and marks the business as set up.
struct BenchSession: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Start a session of the first owner and print its cookie's value.")

    @OptionGroup var store: StoreOptions

    func perform() async throws {
        let time = SystemTime()
        let secret = Secret.random()
        try await store.withStore(whenAbsent: .made, time: time) { store in
            try await store.write(as: .shell, at: time.now) { tx in
                guard let owner = try tx.firstOwner() else {
                    throw CommandFailure("commands.refusals.no-owner", code: .data)
                }
                tx.startSession(of: owner, hash: secret.hash)
                if try tx.setting(.setUpAt) == nil { tx.set(.setUpAt, to: tx.now.iso) }
            }
        }
        Terminal.answer(secret.text)
    }
}
