import KeptDomain
import KeptStore
import KeptWords

/// A parked message with the number of the case that it claims to be about.
package struct ParkedMailRow: Sendable {
    package let parked: ParkedMail
    package let caseNumber: Int?

    package init(_ parked: ParkedMail, caseNumber: Int?) {
        self.parked = parked
        self.caseNumber = caseNumber
    }
}

/// Mail that waits for a person: what it says, why it waits, and where it may go.
///
/// - Parameters:
///   - total: how many wait, of which `rows` are the first.
///   - unfetched: the first of those that could not be fetched, and how many there are.
///   - editing: the message whose form was refused, with what was typed.
package func parkedMailPage(
    _ rows: [ParkedMailRow], total: Int, unfetched: (first: [UnfetchedMail], total: Int) = ([], 0),
    _ context: PageContext, values: FormValues = .fresh, editing: ID<ParkedMail>? = nil,
    leaving: ID<UnfetchedMail>? = nil, next: String? = nil
) -> HTML {
    let words = context.words
    let title = words("channels.parked.title")
    let items = rows.map { parkedMail($0, context, $0.parked.id == editing ? values : .fresh) }
    let empty = emptyState(words("channels.parked.empty.title"), words("channels.parked.empty.text"), icon: .file)
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("channels.parked.sentence", count: total))"))\
        \(rows.isEmpty ? empty : "<ul class=\"records\">\(joined: items)</ul>")\(pager(previous: nil, next: next, words))\
        \(unfetchedMails(unfetched.first, total: unfetched.total, context, values: values, editing: leaving))
        """
    return layout(title: title, context: context, body: body)
}

private func parkedMail(_ row: ParkedMailRow, _ context: PageContext, _ values: FormValues) -> HTML {
    let (words, parked) = (context.words, row.parked)
    let claims: HTML? = parked.case.flatMap { id in
        row.caseNumber.map {
            "<a href=\"\(url: Paths.case(id))\">\(words("cases.numbered", ["number": String($0)]))</a>"
        }
    }
    let source: HTML =
        "<a href=\"\(url: Paths.parkedMailSource(parked.id))\" download>\(words("channels.parked.source"))</a>"
    let known = facts([
        (
            words("channels.parked.from"),
            parked.sender.map { sender in
                "\(parked.senderName.map { "\($0) · " } ?? "")\(breakable(sender))"
            }
        ),
        (words("channels.parked.claims"), claims),
        (words("channels.parked.why"), "\(words("channels.parked.reasons", of: parked.reason))"),
        (words("cases.columns.opened"), context.timeWithRelative(parked.parkedAt)),
    ])
    let subject = parked.subject.isEmpty ? words("channels.parked.no-subject") : parked.subject
    return """
        <li class="record"><h2>\(subject)</h2>\(known)\
        <p class="note-text">\(String(parked.body.prefix(700)))</p><p class="small">\(source)</p>\
        \(parkedForms(row, context, values), if: context.may(.workCase))</li>
        """
}

private func parkedForms(_ row: ParkedMailRow, _ context: PageContext, _ values: FormValues) -> HTML {
    let (words, id) = (context.words, row.parked.id)
    let scope = "\(id)-"
    let kinds = Case.Kind.allCases.filter { $0 != .failure }.map {
        Field.Choice($0.rawValue, words("cases.kinds", of: $0))
    }
    let number = Field(
        "case", words("channels.parked.case"), .whole(min: 1, max: nil), value: row.caseNumber.map(String.init),
        isRequired: true)
    let kind = Field("kind", words("channels.parked.kind"), .choice(kinds), value: "question")
    let why = Field("why", words("channels.parked.why"), isRequired: true)
    func way(_ label: WordKey, _ action: String, _ field: Field) -> HTML {
        disclosure(
            words(label), isOpen: values.problem(field.name) != nil,
            form(
                action, context,
                """
                \(formProblems(values, words))\(formField(field, values, words, scope: scope))\
                <div class="form-foot"><button>\(words(label))</button></div>
                """))
    }
    let ways: HTML = """
        \(way("channels.parked.join", Paths.parkedMailJoining(id), number))\
        \(way("channels.parked.open", Paths.parkedMailOpening(id), kind))
        """
    return """
        <div class="beside">\(ways, if: row.parked.reason != .unreadable)\
        \(way("channels.parked.discard", Paths.parkedMailDiscarding(id), why))</div>
        """
}
