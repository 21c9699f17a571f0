import KeptDomain
import KeptStore

/// A channel as a form or a program tells it: passwords as they were typed.
struct TypedChannel: Sendable {
    var draft: MailChannelDraft
    /// `nil` where the stored one stays.
    var sendPassword: String?
    var fetchPassword: String?

    /// With its passwords sealed. Drawn outside the operation, whose body may run twice.
    func sealed(by secrets: SecretBox) throws -> MailChannelDraft {
        var draft = draft
        draft.sending.secret = try sendPassword.map(secrets.sealed)
        // Most desks read and send with one log-in: what is typed once serves for both.
        let shared = draft.fetching?.user == draft.sending.user ? sendPassword : nil
        draft.fetching?.secret = try (fetchPassword ?? shared).map(secrets.sealed)
        return draft
    }
}

extension TypedChannel {
    /// From a form with the fields of `ChannelFields`; without `fetch_host` nothing is fetched.
    init(_ form: SubmittedForm) throws {
        guard let place = try form.id("place", of: Place.self) else {
            throw InvalidInput("place", "problems.required")
        }
        let sending = MailChannel.Server(
            host: try form.required("send_host"), port: try form.whole("send_port", in: 1...65_535) ?? 587,
            security: try form.choice("send_security"), user: form["send_user"])
        draft = MailChannelDraft(
            name: try form.required("name"), address: try form.required("address"), place: place, sending: sending)
        if let host = form["fetch_host"] {
            draft.fetching = MailChannel.Server(
                host: host, port: try form.whole("fetch_port", in: 1...65_535) ?? 993,
                security: try form.choice("fetch_security"), user: form["fetch_user"])
        }
        draft.line = try form.id("line")
        draft.kind = try form.choice("kind")
        draft.takesMarks = form.isTicked("takes_marks")
        draft.takesExisting = form.isTicked("takes_existing")
        draft.folder = form["folder"] ?? "INBOX"
        draft.doneFolder = form["done_folder"]
        draft.pollSeconds = try form.whole("poll_seconds", in: MailChannelDraft.pollRange) ?? 60
        draft.certificates = form["certificates"]
        sendPassword = form["send_password"]
        fetchPassword = form["fetch_password"]
    }

    init(_ fields: JSONFields) throws {
        func server(_ fields: JSONFields, _ port: Int) -> (MailChannel.Server, String?) {
            let server = MailChannel.Server(
                host: fields.text("host", limit: 200),
                port: Int(fields.optionalWhole("port", in: 1...65_535) ?? Int64(port)),
                security: fields.optionalWord("security") ?? .tls, user: fields.optionalText("user", limit: 200))
            return (server, fields.optionalText("password", limit: 1_000))
        }
        let (name, address) = (fields.text("name", limit: 200), fields.text("address", limit: 254))
        let place = fields.optionalID("place", of: Place.self)
        let sending = fields.object("sending").map { server($0, 465) }
        for needed in ["place", "sending"] where !fields.has(needed) { fields.refuse(needed, "requests.missing") }
        let fetching = fields.object("fetching").map { server($0, 993) }
        let (line, kind) = (fields.optionalID("line", of: Line.self), fields.optionalWord("kind", Case.Kind.self))
        let (marks, existing) = (fields.optionalFlag("takes_marks"), fields.optionalFlag("takes_existing"))
        let (folder, done) = (fields.optionalText("folder", limit: 200), fields.optionalText("done_folder", limit: 200))
        let poll = fields.optionalWhole("poll_seconds", in: 5...86_400)
        let certificates = fields.optionalText("certificates")
        try fields.finish()
        guard let place, let sending else { throw InvalidInput("place", "requests.missing") }
        draft = MailChannelDraft(name: name, address: address, place: place, sending: sending.0)
        draft.fetching = fetching?.0
        draft.line = line
        draft.kind = kind ?? .question
        draft.takesMarks = marks ?? true
        draft.takesExisting = existing ?? false
        draft.folder = folder ?? "INBOX"
        draft.doneFolder = done
        draft.pollSeconds = Int(poll ?? 60)
        draft.certificates = certificates
        sendPassword = sending.1
        fetchPassword = fetching?.1
    }
}
