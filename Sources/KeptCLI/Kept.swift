import ArgumentParser

@main struct Kept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kept", abstract: "Promises to customers, watched and kept.",
        subcommands: [Migrate.self, CalendarCommand.self, Bench.self])
}
