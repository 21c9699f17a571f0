import ArgumentParser
import KeptDomain
import KeptServer
import KeptStore
import KeptWords

/// Fills an empty record with a bookshop that lives while it is served.
struct DemoCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a demonstration: a city bookshop with 90 days behind it and a day in progress.",
        discussion: "The record must be empty. While `kept serve` runs on it, parcels move and promises come due.")

    @OptionGroup var store: StoreOptions

    @Option(help: "The same number makes the same shop.")
    var seed: UInt64 = 1

    @Option(name: .customLong("address"), help: "Where the site will be reached, for the printed sign-in links.")
    var address = "http://127.0.0.1:8080"

    func perform() async throws {
        let now = SystemTime().now
        let words = try Vocabulary.load()
        try await store.withStore(whenAbsent: .made) { store in
            let counts = try await DemoLoading(into: store, at: now, seed: seed, words: words).run { Terminal.note($0) }
            Terminal.note(
                "\(counts.orders) orders, \(counts.broken) broken promises, \(counts.underWay) orders under way")
            let people = try await store.read { try $0.people() }.filter { $0.leftAt == nil }
            for one in people.map(\.person) {
                let secret = Secret.random(bits: 192)
                try await store.write(as: .shell, at: SystemTime().now) {
                    try $0.makeSignInLink(for: one.id, hash: secret.hash)
                }
                let roles = Set(one.grants.map(\.role.rawValue)).sorted().joined(separator: ", ")
                Terminal.answer("\(address)/sign-in/\(secret.text)  \(one.name) (\(roles))")
            }
        }
    }
}
