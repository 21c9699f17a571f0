import ArgumentParser
import KeptStore
import KeptWords

struct Migrate: StoreCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the record's schema up to this version of Kept, after backing it up.",
        discussion: "Every command that opens the record does this too; here nothing else is done.")

    @OptionGroup var store: StoreOptions

    func perform() async throws {
        try await store.withStore(whenAbsent: .made) { store in
            let schema = try await store.read { try $0.count("SELECT max(number) FROM schema_migrations") }
            Terminal.answer(try Terminal.words()("commands.migrated", ["schema": String(schema)]))
        }
    }
}
