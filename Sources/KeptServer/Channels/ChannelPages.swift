import KeptDomain
import KeptStore
import KeptWords

/// What the pages of channels choose from and call things by.
package struct ChannelChoices: Sendable {
    package let places: [Field.Choice]
    package let lines: [Field.Choice]
    /// Where the reader's own trial letter goes.
    package var trialAddress: String?

    package init(places: [Field.Choice], lines: [Field.Choice], trialAddress: String? = nil) {
        self.places = places
        self.lines = lines
        self.trialAddress = trialAddress
    }

    func place(_ id: ID<Place>) -> String { places.first { $0.value == id.description }?.label ?? "" }
    func line(_ id: ID<Line>?) -> String? { id.flatMap { id in lines.first { $0.value == id.description }?.label } }
}

/// - Parameter parked: how many messages wait for a person.
package func channelListPage(
    _ rows: [ChannelListing], _ choices: ChannelChoices, parked: Int, _ context: PageContext,
    values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = words("channels.title")
    let lines = rows.map { row -> TableRow in
        let path = Paths.channel(row.channel.id)
        return TableRow(
            [
                "<a href=\"\(url: path)\">\(row.channel.name)</a> <span class=\"quiet\">\(breakable(row.channel.address))</span>",
                "\(choices.line(row.channel.line) ?? choices.place(row.channel.place))",
                fetchingState(row, context), sendingState(row, context),
            ], link: path)
    }
    let columns = [
        Column(words("channels.one")), Column(words("channels.place-or-line"), isSecondary: true),
        Column(words("channels.fetching")), Column(words("channels.sending")),
    ]
    let empty = emptyState(words("channels.empty.title"), words("channels.empty.text"), icon: .file)
    let add = disclosure(
        words("channels.add"), isOpen: !values.problems.isEmpty,
        form(Paths.channels, context, channelFields(nil, choices, values, words)))
    let waiting: HTML = "<a href=\"\(url: Paths.parkedMails)\">\(words("channels.parked.waiting", count: parked))</a>"
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("channels.sentence", count: rows.count))", actions: parked > 0 ? waiting : nil))\
        \(rows.isEmpty ? empty : table(columns, lines, caption: title))\(add, if: context.may(.setChannels))
        """
    return layout(title: title, context: context, body: body)
}

/// One channel: how it does, a trial, its settings.
package func channelPage(
    _ row: ChannelListing, _ choices: ChannelChoices, _ context: PageContext, values: FormValues = .fresh,
    opened: String? = nil
) -> HTML {
    let words = context.words
    let channel = row.channel
    let known = facts([
        (words("channels.address"), breakable(channel.address)),
        (words("orders.place"), "\(choices.place(channel.place))"),
        (words("standards.line"), choices.line(channel.line).map { "\($0)" }),
        (words("channels.fetching"), fetchingState(row, context)),
        (words("channels.said"), row.state.fetching.answer.map { "\($0)" }),
        (words("channels.sending"), sendingState(row, context)),
        (words("channels.said"), row.state.sending.answer.map { "\($0)" }),
    ])
    let change = disclosure(
        words("page.edit"), isOpen: opened == "change", key: "e",
        form(
            Paths.channel(channel.id), context,
            channelFields(channel, choices, opened == "change" ? values : .fresh, words)))
    let ways: HTML = """
        \(trial(row, choices, context, opened == "trial" ? values : .fresh))\(change)\
        \(pausing(channel, context))\
        \(closingForm(words("channels.close"), to: Paths.channelClosing(channel.id), revision: channel.revision, context))
        """
    return layout(
        title: channel.name, context: context,
        body: "\(pageHead(channel.name, sentence: health(row, context)))\(known)\(ways, if: channel.closedAt == nil)")
}

/// One sentence on whether it works.
private func health(_ row: ChannelListing, _ context: PageContext) -> HTML {
    let words = context.words
    if row.channel.closedAt != nil { return "\(words("channels.state.closed"))" }
    if row.channel.pausedAt != nil { return "\(words("channels.state.paused"))" }
    let faults = [row.channel.fetching == nil ? nil : row.state.fetching.fault, row.state.sending.fault].compactMap(
        \.self)
    guard let fault = faults.first else { return "\(words("channels.state.fine"))" }
    return "\(words(fault: fault))"
}

private func fetchingState(_ row: ChannelListing, _ context: PageContext) -> HTML {
    let words = context.words
    guard row.channel.fetching != nil else { return "\(words("channels.state.handed-over"))" }
    return lineState(row, row.state.fetching, "channels.state.polled", "channels.state.not-polled", context)
}

private func sendingState(_ row: ChannelListing, _ context: PageContext) -> HTML {
    lineState(row, row.state.sending, "channels.state.sent", "channels.state.not-sent", context)
}

private func lineState(
    _ row: ChannelListing, _ line: ChannelState.Line, _ went: WordKey, _ never: WordKey, _ context: PageContext
) -> HTML {
    let words = context.words
    if row.channel.pausedAt != nil { return "\(words("channels.state.paused-short"))" }
    if let fault = line.fault {
        return
            "<strong>\(words(fault: fault))</strong> \(words.html("channels.state.since", ["time": context.timeWithRelative(fault.since)]))"
    }
    return line.wentAt.map { words.html(went, ["time": context.timeWithRelative($0)]) } ?? "\(words(never))"
}

extension Words {
    /// What is wrong, in plain words.
    func callAsFunction(fault: ChannelState.Fault) -> String {
        let key = WordKey.of("channels.faults", named: fault.kind)
        return has(key) ? self(key) : self("channels.faults.other")
    }
}

private func trial(
    _ row: ChannelListing, _ choices: ChannelChoices, _ context: PageContext, _ values: FormValues
) -> HTML {
    let words = context.words
    let to = Field(
        "to", words("channels.trial.to"), .email, value: choices.trialAddress, isRequired: true, autocomplete: "email")
    return section(
        words("channels.trial.title"), id: "trial",
        form(
            Paths.channelTrial(row.channel.id), context,
            """
            \(formProblems(values, words))<p>\(words("channels.trial.hint"))</p>\(formField(to, values, words, scope: "trial-"))\
            <div class="form-foot"><button class="main">\(words("channels.trial.send"))</button></div>
            """))
}

private func pausing(_ channel: MailChannel, _ context: PageContext) -> HTML {
    let isPaused = channel.pausedAt != nil
    return form(
        isPaused ? Paths.channelResuming(channel.id) : Paths.channelPausing(channel.id), context,
        """
        \(revisionField(channel.revision))<div class="form-foot">\
        <button>\(context.words(isPaused ? "channels.resume" : "channels.pause"))</button></div>
        """)
}
