import KeptDomain
import KeptStore
import KeptWords

/// The form of a channel: who it is, how it sends, how it fetches.
func channelFields(
    _ channel: MailChannel?, _ choices: ChannelChoices, _ form: FormValues, _ words: Words
) -> HTML {
    let scope = channel.map { "\($0.id)-" } ?? "new-"
    let parts: [(WordKey, [Field])] = [
        ("channels.parts.desk", deskFields(channel, choices, words)),
        ("channels.parts.sending", sendingFields(channel, words)),
        ("channels.parts.fetching", fetchingFields(channel, words)),
    ]
    let sets = parts.map { title, fields -> HTML in
        """
        <fieldset><legend>\(words(title))</legend>\
        <div class="fields">\(joined: fields.map { formField($0, form, words, scope: scope) })</div></fieldset>
        """
    }
    return """
        \(revisionField(channel?.revision))\(formProblems(form, words))\(joined: sets)\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}

private func deskFields(_ channel: MailChannel?, _ choices: ChannelChoices, _ words: Words) -> [Field] {
    let kinds = Case.Kind.allCases.filter { $0 != .failure }.map {
        Field.Choice($0.rawValue, words("cases.kinds", of: $0))
    }
    let lines = [Field.Choice("", words("channels.places-line"))] + choices.lines
    return [
        Field(
            "name", words("channels.name"), value: channel?.name, hint: words("channels.name-hint"), isRequired: true),
        Field("address", words("channels.address"), .email, value: channel?.address, isRequired: true),
        Field("place", words("orders.place"), .choice(choices.places), value: channel.map { "\($0.place)" }),
        Field("line", words("standards.line"), .choice(lines), value: channel?.line.map { "\($0)" }),
        Field("kind", words("channels.kind"), .choice(kinds), value: (channel?.kind ?? .question).rawValue),
        Field(
            "takes_marks", words("channels.takes-marks"), .check, value: channel?.takesMarks == false ? nil : "1",
            hint: words("channels.takes-marks-hint")),
    ]
}

private func securities(_ words: Words) -> Field.Kind {
    .choice(
        [MailChannel.Security.tls, .startTLS, .plain].map {
            Field.Choice($0.rawValue, words("channels.security", of: $0))
        })
}

private func passwordHint(_ server: MailChannel.Server?, _ words: Words) -> String? {
    server?.secret == nil ? nil : words("channels.password-stays")
}

private func sendingFields(_ channel: MailChannel?, _ words: Words) -> [Field] {
    let server = channel?.sending
    return [
        Field("send_host", words("channels.host"), value: server?.host, isRequired: true),
        Field("send_port", words("channels.port"), .whole(min: 1, max: 65_535), value: "\(server?.port ?? 465)"),
        Field("send_security", words("channels.encryption"), securities(words), value: server?.security.rawValue),
        Field("send_user", words("channels.user"), value: server?.user, autocomplete: "off"),
        Field(
            "send_password", words("channels.password"), .password, hint: passwordHint(server, words),
            autocomplete: "new-password"),
        Field(
            "certificates", words("channels.certificates"), value: channel?.certificates,
            hint: words("channels.certificates-hint")),
    ]
}

private func fetchingFields(_ channel: MailChannel?, _ words: Words) -> [Field] {
    let server = channel?.fetching
    return [
        Field("fetch_host", words("channels.host"), value: server?.host, hint: words("channels.fetch-hint")),
        Field("fetch_port", words("channels.port"), .whole(min: 1, max: 65_535), value: "\(server?.port ?? 993)"),
        Field("fetch_security", words("channels.encryption"), securities(words), value: server?.security.rawValue),
        Field("fetch_user", words("channels.user"), value: server?.user, autocomplete: "off"),
        Field(
            "fetch_password", words("channels.password"), .password,
            hint: passwordHint(server, words) ?? words("channels.same-password"), autocomplete: "new-password"),
        Field("folder", words("channels.folder"), value: channel?.folder ?? "INBOX"),
        Field(
            "done_folder", words("channels.done-folder"), value: channel?.doneFolder,
            hint: words("channels.done-folder-hint")),
        Field(
            "poll_seconds", words("channels.poll-seconds"), .whole(min: 5, max: 86_400),
            value: "\(channel?.pollSeconds ?? 60)"),
        Field(
            "takes_existing", words("channels.takes-existing"), .check,
            value: channel?.takesExisting == true ? "1" : nil, hint: words("channels.takes-existing-hint")),
    ]
}
