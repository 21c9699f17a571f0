import ArgumentParser

@main struct Kept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kept", abstract: "Promises to customers, watched and kept.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, ImportCommand.self, ReportCommand.self, Migrate.self,
            BackupCommand.self, RestoreCommand.self, DoctorCommand.self, CalendarCommand.self, MailCommand.self,
            SearchCommand.self, StaffingCommand.self, BacktestCommand.self, QuoteCommand.self, TokenCommand.self,
            SignInLinkCommand.self,
            Bench.self,
        ])
}
