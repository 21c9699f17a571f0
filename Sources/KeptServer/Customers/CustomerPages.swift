import KeptDomain
import KeptStore
import KeptWords

/// One customer: who they are, how it went so far, and one history of all that there was, the newest first.
package func customerPage(_ view: CustomerView, _ context: PageContext) -> HTML {
    let words = context.words
    let customer = view.page.customer
    let narrowed: HTML = "<p class=\"quiet\">\(words("customers.narrowed"))</p>"
    let body: HTML = """
        \(pageHead(customer.name, sentence: customerSentence(view.page.figures, words), actions: customerLinks(view, context)))
        \(failingNotice(view.page.failing, context))\(narrowed, if: view.isNarrowed)
        \(section(words("customers.about"), customerFacts(view.page, context)))
        \(customerFigures(view, words))
        \(openCases(view.page.openCases, context))
        \(customerHistory(view, context))
        """
    return layout(title: customer.name, context: context, body: body)
}

/// How many words to them were kept, and what is open.
private func customerSentence(_ figures: CustomerFigures, _ words: Words) -> HTML {
    let promises = figures.promises
    let settled = promises.kept + promises.broken
    let kept =
        settled == 0
        ? words("customers.sentence.no-promise")
        : words(
            "customers.sentence.promises", count: settled,
            [
                "kept": words.number(promises.kept), "first": words.number(promises.firstWordKept),
                "chains": words.number(promises.chains),
            ])
    let open =
        figures.openCases == 0
        ? words("customers.sentence.no-case") : words("customers.sentence.cases", count: figures.openCases)
    return "\(words.sentences([kept, open]))"
}

/// What can be done for them, where the reader may.
private func customerLinks(_ view: CustomerView, _ context: PageContext) -> HTML {
    let words = context.words
    let page = view.page
    // By what finds this customer alone, as far as we know something.
    let known = page.contacts.first { $0.kind != .address }?.value ?? page.customer.name
    let note = linkButton(words("customers.note"), to: Paths.with(Paths.newNote, ["customer": "\(view.id)"]))
    let open = linkButton(words("cases.open"), to: Paths.with(Paths.newCase, ["customer": known]))
    let journal = linkButton(words("page.history"), to: Paths.journal(of: .customer(view.id)))
    return """
        \(note, if: context.may(.writeToUs))\(open, if: context.may(.workCase))\(journal, if: view.showsJournal)
        """
}

private func customerFacts(_ page: CustomerPage, _ context: PageContext) -> HTML {
    let words = context.words
    let customer = page.customer
    let failing = Set(page.failing.map(\.address))
    func reached(_ kind: CustomerContact.Kind) -> HTML? {
        let values = page.contacts.filter { $0.kind == kind }.map { contact -> HTML in
            let bounced: HTML = " <span class=\"message-bounced small\">\(words("customers.bounced"))</span>"
            let fails = CustomerDraft.normalizedEmail(contact.value).map(failing.contains) ?? false
            return "\(breakable(contact.value))\(bounced, if: fails && kind == .email)"
        }
        return values.isEmpty ? nil : "\(joined: values, by: "<br>")"
    }
    let language = customer.language.map { tag -> HTML in
        let known = Language.matching(tag, among: context.languages.map(\.language))
        let name = context.languages.first { $0.language == known }?.languageName
        return "\(name.map { "\($0) (\(tag))" } ?? tag)"
    }
    let lasts = page.figures.ratings.map { rating -> HTML in
        "\(ratingWords(rating.question, rating.value, words)) <span class=\"quiet small\">\(context.nearTime(rating.ratedAt))</span>"
    }
    return facts([
        (words("customers.reached.email"), reached(.email)), (words("customers.reached.phone"), reached(.phone)),
        (words("customers.reached.address"), reached(.address)),
        (words("orders.city"), customer.city.map { "\($0)" }),
        (words("orders.region"), customer.region.map { "\($0)" }),
        (words("customers.language"), language), (words("customers.zone"), customer.zone.map { "\($0)" }),
        (words("orders.segment"), customer.segment.map { "\($0)" }),
        (words("customers.reference"), page.reference.map { "\($0.source) \($0.externalID)" }),
        (words("customers.since"), context.dayText(context.zone.day(of: page.since))),
        (words("service.rated.title"), lasts.isEmpty ? nil : "\(joined: lasts, by: "<br>")"),
    ])
}

private func customerFigures(_ view: CustomerView, _ words: Words) -> HTML {
    let (id, found) = ("\(view.id)", view.page.figures)
    let kept = found.promises
    func history(_ kind: HistoryKind, _ count: Int) -> String? {
        count == 0 ? nil : Paths.with(Paths.customer(view.id), ["kind": kind.rawValue]) + "#history"
    }
    func promises(_ last: String?, _ count: Int) -> String? {
        count == 0 ? nil : Paths.with(Paths.promises, ["customer": id, "state": "judged", "word": last])
    }
    func sums(_ money: [Money]) -> String? {
        money.isEmpty ? nil : money.map { words.money($0) }.joined(separator: " · ")
    }
    let open = Paths.with(Paths.cases, ["customer": id, "state": CaseListView.Filter.open.rawValue])
    return figures([
        Figure(
            words.number(found.orders), words("customers.figures.orders"), note: sums(found.spent),
            link: found.orders == 0 ? nil : Paths.with(Paths.orders, ["customer": id])),
        Figure(
            kept.keptShare.map { words.share($0) } ?? "\u{2013}", words("customers.figures.kept"),
            note: words("today.figures.settled", count: kept.kept + kept.broken),
            link: promises(nil, kept.kept + kept.broken)),
        Figure(
            kept.firstWordKeptShare.map { words.share($0) } ?? "\u{2013}", words("customers.figures.first-word"),
            note: words("today.figures.chains", count: kept.chains), link: promises("last", kept.chains)),
        Figure(
            words.number(kept.broken), words("customers.figures.broken"), link: history(.promise, kept.broken),
            tone: kept.broken > 0 ? .broken : nil),
        Figure(
            words.number(found.openCases), words("customers.figures.open-cases"),
            note: words("customers.figures.cases", count: found.cases), link: found.openCases == 0 ? nil : open),
        Figure(
            words.number(found.remedies), words("customers.figures.remedies"), note: sums(found.given),
            link: history(.remedy, found.remedies)),
    ])
}

private func openCases(_ cases: [CaseListing], _ context: PageContext) -> HTML? {
    guard !cases.isEmpty else { return nil }
    let words = context.words
    let lines = cases.map { listing -> HTML in
        let found = listing.found
        return """
            <li><a href="\(url: Paths.case(found.id))">\(words.stored(found.subject))</a> \
            <span class="quiet small">\(words("cases.numbered", ["number": String(found.number)])) \
            · \(words.labelled(words("cases.columns.move"), words("cases.moves", of: found.whoseMove))) · \(listing.owner) \
            · \(context.nearTime(found.openedAt))</span></li>
            """
    }
    return section(words("customers.open-cases"), "<ul class=\"case-lines\">\(joined: lines)</ul>")
}
