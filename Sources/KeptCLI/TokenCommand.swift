import ArgumentParser
import Foundation
import KeptDomain
import KeptStore

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Let programs in by the API.",
        subcommands: [CreateToken.self, ListTokens.self, RevokeToken.self])
}

struct CreateToken: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an access token and print it alone; it is shown this once.")

    @OptionGroup var store: StoreOptions

    @Option(help: "What the token is for, as the journal will name it.")
    var name: String

    @Option(help: "read: look; write: work; admin: also set things up.")
    var scope: TokenScope

    @Option(help: "After how many days it ends. Never, when left out.")
    var days: Int?

    func validate() throws {
        if let days, !(1...36_500).contains(days) { throw Terminal.usage(of: "--days", from: 1, to: 36_500) }
    }

    func perform() async throws {
        let time = SystemTime()
        let secret = Secret.random(prefix: "kept_")
        let ending = days.map { time.now + .days(Int64($0)) }
        try await store.withStore(whenAbsent: .made, time: time) { [name, scope] store in
            _ = try await store.write(as: .shell, at: time.now) {
                try $0.createAccessToken(named: name, scope: scope, hash: secret.hash, expiresAt: ending)
            }
        }
        Terminal.answer(secret.text)
    }
}

struct ListTokens: StoreCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all access tokens.")

    @OptionGroup var store: StoreOptions

    func perform() async throws {
        let tokens = try await store.withStore { store in try await store.read { try $0.accessTokens() } }
        let now = SystemTime().now
        for token in tokens {
            let state = token.revokedAt.map { "revoked \($0.iso)" } ?? (token.isValid(at: now) ? "valid" : "expired")
            Terminal.answer("\(token.id)\t\(token.scope.rawValue)\t\(token.createdAt.iso)\t\(state)\t\(token.name)")
        }
    }
}

struct RevokeToken: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End an access token, within a second also for a running server.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "The token's id, as kept token list shows it.")
    var id: String

    func perform() async throws {
        guard let id = ID<AccessToken>(id) else {
            throw CommandFailure("commands.refusals.no-token-id", [Fact("id", id)], code: .usage)
        }
        try await store.withStore { store in
            try await store.write(as: .shell, at: SystemTime().now) { try $0.revokeAccessToken(id) }
        }
    }
}

struct SignInLinkCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in-link", abstract: "Print a path that signs somebody in once, for when a password is lost.")

    @OptionGroup var store: StoreOptions

    @Option(help: "Whom; the first owner when left out.")
    var email: String?

    @Option(name: .customLong("address"), help: "Where the site is reached.")
    var address = "http://127.0.0.1:8080"

    func perform() async throws {
        let secret = Secret.random(bits: 192)
        try await store.withStore { [email] store in
            let person = try await store.read { reading in
                if let email { return try reading.person(withEmail: email)?.person.id }
                return try reading.firstOwner()
            }
            guard let person else {
                if let email {
                    throw CommandFailure("commands.refusals.no-such-email", [Fact("email", email)], code: .data)
                }
                throw CommandFailure("commands.refusals.no-owner", code: .data)
            }
            try await store.write(as: .shell, at: SystemTime().now) {
                try $0.makeSignInLink(for: person, hash: secret.hash)
            }
        }
        Terminal.answer("\(address)/sign-in/\(secret.text)")
    }
}

extension TokenScope: ExpressibleByArgument {}
