/// A channel as somebody wants it to be. Passwords are sealed before they come here.
package struct MailChannelDraft: Sendable, Hashable {
    package var name: String
    package var address: String
    package var place: ID<Place>
    package var line: ID<Line>?
    package var kind = Case.Kind.question
    package var takesMarks = true
    package var sending: MailChannel.Server
    package var fetching: MailChannel.Server?
    package var folder = "INBOX"
    package var doneFolder: String?
    package var takesExisting = false
    package var pollSeconds = 60
    package var certificates: String?

    package init(name: String, address: String, place: ID<Place>, sending: MailChannel.Server) {
        self.name = name
        self.address = address
        self.place = place
        self.sending = sending
    }

    package static let pollRange = 5...86_400

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if name.contains(where: \.isNewline) { problems.append(FieldProblem("name", "problems.control-character")) }
        if CustomerDraft.normalizedEmail(address) == nil || !address.utf8.allSatisfy({ $0 < 0x80 }) {
            problems.append(FieldProblem("address", "problems.no-such-email"))
        } else if address.split(separator: "@")[0].utf8.count > 30 || address.contains("+") {
            // Answers carry their case behind a plus, and 64 bytes are all that stand before the @.
            problems.append(FieldProblem("address", "problems.desk-address"))
        }
        problems += Self.problems(of: sending, "send")
        if let fetching { problems += Self.problems(of: fetching, "fetch") }
        problems.append(.required(folder, "folder"))
        problems.append(.optional(doneFolder, "done_folder"))
        if let doneFolder, doneFolder == folder { problems.append(FieldProblem("done_folder", "problems.same-folder")) }
        if kind == .failure { problems.append(FieldProblem("kind", "problems.required")) }
        if !Self.pollRange.contains(pollSeconds) {
            problems.append(
                FieldProblem("poll_seconds", "problems.out-of-range", [Fact("from", 5), Fact("to", 86_400)]))
        }
        problems.append(.optional(certificates, "certificates", limit: 500))
        return problems
    }

    private static func problems(of server: MailChannel.Server, _ prefix: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(server.host, prefix + "_host"))
        let isName = server.host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        if !isName || server.host.contains("@") { problems.append(FieldProblem(prefix + "_host", "problems.no-host")) }
        if !(1...65_535).contains(server.port) {
            problems.append(
                FieldProblem(prefix + "_port", "problems.out-of-range", [Fact("from", 1), Fact("to", 65_535)]))
        }
        problems.append(.optional(server.user, prefix + "_user"))
        return problems
    }
}
