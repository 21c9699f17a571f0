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
        let (vocabulary, words) = (try Vocabulary.load(), try Terminal.words())
        try await store.withStore(whenAbsent: .made) { store in
            let counts = try await DemoLoading(into: store, at: now, seed: seed, words: vocabulary).run {
                Terminal.note(words.demo($0))
            }
            Terminal.note(
                words(
                    "commands.demo.done",
                    [
                        "orders": words.number(counts.orders), "broken": words.number(counts.broken),
                        "under-way": words.number(counts.underWay),
                    ]))
            let people = try await store.read { try $0.people() }.filter { $0.leftAt == nil }
            for one in people.map(\.person) {
                let secret = Secret.random(bits: 192)
                try await store.write(as: .shell, at: SystemTime().now) {
                    try $0.makeSignInLink(for: one.id, hash: secret.hash)
                }
                let roles = Set(one.grants.map(\.role)).sorted { $0.rawValue < $1.rawValue }
                Terminal.answer(
                    words(
                        "commands.demo.link",
                        [
                            "link": "\(address)/sign-in/\(secret.text)", "name": one.name,
                            "roles": words.list(roles.map { words("people.roles", of: $0) }),
                        ]))
            }
        }
    }
}

extension Words {
    fileprivate func demo(_ news: DemoNews) -> String {
        switch news {
        case .opened(let zone): self("commands.demo.opened", ["zone": zone])
        case .customers(let count): self("commands.demo.customers", count: count)
        case .orders(let count, let days):
            self("commands.demo.orders", ["orders": number(count), "days": number(days)])
        case .underWay(let count): self("commands.demo.under-way", count: count)
        }
    }
}
