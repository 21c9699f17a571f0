import KeptDomain
import KeptWords

/// One order: how far it is, what we said, and what can be done now.
///
/// - Parameters:
///   - values: what was typed into a form that was refused.
///   - opened: that form: `event`, `promise`, or `<promise id>/keeping` and the like.
package func orderPage(
    _ view: OrderView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let title = words("orders.numbered", ["number": String(view.number)])
    let heading = "\(title) · \(view.customer ?? words("orders.unknown-customer"))"
    let body: HTML = """
        \(pageHead(heading, sentence: orderSentence(view, context), actions: orderLinks(view, context)))
        \(stageBar(view.stages, context))
        <div class="columns">
        <div>
        \(whatWeSaid(view, context, values: values, opened: opened))
        \(parcelSection(view, context))
        \(lineSection(view, context))
        \(eventSection(view, context))
        </div>
        <aside>
        \(view.quote.map { quoteSection($0, context) })\(caseSection(view, context))
        \(section(words("orders.about"), orderFacts(view, context)))
        \(orderForms(view, context, values: values, opened: opened))
        </aside>
        </div>
        """
    return layout(title: title, context: context, body: body)
}

/// The word that holds in one sentence, or where the order stands when nothing was promised.
private func orderSentence(_ view: OrderView, _ context: PageContext) -> HTML {
    let words = context.words
    guard let promise = view.holding else {
        return "\(words("orders.sentence.no-promise", ["status": words("orders.status", of: view.status)]))"
    }
    let said: HTML = "<q lang=\"\(promise.language)\">\(promise.said)</q>"
    switch promise.standing {
    case .running, .atRisk, .paused:
        return words.html("orders.sentence.open", ["said": said, "left": context.relativeTime(promise.due)])
    case .kept: return words.html("orders.sentence.kept", ["said": said])
    case .broken: return words.html("orders.sentence.broken", ["said": said, "ago": context.relativeTime(promise.due)])
    case .released, .renegotiated: return words.html("orders.sentence.released", ["said": said])
    }
}

private func orderLinks(_ view: OrderView, _ context: PageContext) -> HTML {
    let words = context.words
    let open = linkButton(words("cases.open"), to: Paths.with(Paths.newCase, ["order": "\(view.id)"]))
    let journal = linkButton(words("page.history"), to: Paths.journal(of: .order(view.id)))
    return
        "\(view.trackingPath.map { linkButton(words("orders.customer-sees"), to: $0) })\(open, if: context.may(.workCase))\(journal)"
}

/// The order cycle from left to right, with the usual time behind each stage.
private func stageBar(_ stages: [StageView], _ context: PageContext) -> HTML {
    let words = context.words
    let items = stages.map { stage -> HTML in
        let style = [stage.at != nil ? "done" : nil, stage.isHere ? "here" : nil].compactMap { $0 }.joined(
            separator: " ")
        let took: HTML? = stage.took.map {
            "<span class=\"took\(" slow", if: stage.isSlow)\">\(words("orders.took", ["length": words.duration($0)]))</span>"
        }
        let usual: HTML? = stage.usual.map {
            """
            <span class="usual">\(words("orders.usual", count: Int($0.orders), ["from": words.shortDuration($0.from), "to": words.shortDuration($0.to)]))</span>
            """
        }
        return """
            <li class="\(style)"\("aria-current", stage.isHere ? "step" : nil)>\
            <strong>\(words(stage.key(in: "orders.stages")))</strong>\
            \(stage.at.map { context.nearTime($0) }) \(took)\(usual)</li>
            """
    }
    return "<ol class=\"stages\" aria-label=\"\(words("orders.cycle"))\">\(joined: items)</ol>"
}

private func whatWeSaid(
    _ view: OrderView, _ context: PageContext, values: FormValues, opened: String?
) -> HTML {
    let words = context.words
    let chains = view.chains.map { chain -> HTML in
        guard let last = chain.last, [.running, .atRisk, .paused, .broken].contains(last.standing) else {
            return promiseChain(chain, context)
        }
        let prefix = "\(last.id)/"
        let own = opened.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
        let forms = promiseForms(last, context, values: own == nil ? .fresh : values, opened: own)
        return "\(promiseChain(chain, context))<div class=\"promise-forms\">\(forms)</div>"
    }
    let nothing: HTML = "<p class=\"quiet\">\(words("orders.nothing-said"))</p>"
    let make = newPromiseForm(
        Paths.orderPromises(view.id), context, values: opened == "promise" ? values : .fresh, revision: view.revision)
    let mayMake = context.may(.makePromise) && !view.status.isFinal && !view.isHistory
    return section(
        words("promises.what-we-said"), id: "said",
        "\(view.chains.isEmpty ? nothing : .joined(chains))\(make, if: mayMake)")
}

private func orderFacts(_ view: OrderView, _ context: PageContext) -> HTML {
    let words = context.words
    let carrier: HTML? = view.carrier.map { name in
        "\(name)\(view.carrierPhone.map { "<br><a href=\"\(url: "tel:" + $0)\">\($0)</a>" as HTML })"
    }
    return facts([
        (words("orders.columns.status"), "\(words("orders.status", of: view.status))"),
        (words("orders.columns.ordered"), context.timeText(view.orderedAt)),
        (words("orders.columns.customer"), view.customerID.map { customerLink("\(view.customer)", $0) }),
        (words("orders.contact"), view.contact.map { breakable($0) }),
        (words("orders.columns.carrier"), carrier),
        (words("orders.place"), "\(view.place)"),
        (words("orders.city"), view.city.map { "\($0)" }),
        (words("orders.region"), view.region.map { "\($0)" }),
        (words("orders.segment"), view.segment.map { "\($0)" }),
        (words("orders.channel"), view.channel.map { "\($0)" }),
        (words("orders.zone"), "\(view.zone)"),
        (words("orders.source"), "\(view.source) \(view.externalID)"),
        (words("orders.filled-right"), view.filledRight.map { "\(words($0 ? "page.yes" : "page.no"))" }),
        (words("orders.billed-right"), view.billedRight.map { "\(words($0 ? "page.yes" : "page.no"))" }),
        (words("orders.split"), view.splitDelivery ? "\(words("orders.split-yes"))" : nil),
        (words("orders.history"), view.isHistory ? "\(words("orders.history-yes"))" : nil),
    ])
}
