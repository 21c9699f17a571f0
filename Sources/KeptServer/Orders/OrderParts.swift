import KeptDomain
import KeptWords

/// Parcels with every try at the door and its reason.
func parcelSection(_ view: OrderView, _ context: PageContext) -> HTML? {
    guard !view.parcels.isEmpty else { return nil }
    let words = context.words
    let parcels = view.parcels.map { parcel -> HTML in
        let code: HTML? = parcel.code.map { code in
            parcel.link.map { "<a href=\"\(url: $0)\" rel=\"noreferrer\">\(code)</a>" as HTML } ?? "\(code)"
        }
        let attempts = parcel.attempts.map { attempt -> HTML in
            let result = attempt.isDelivered ? words("orders.attempt.delivered") : words("orders.attempt.failed")
            return
                "<li>\(context.nearTime(attempt.at)) <span>\(attempt.reason.map { words.labelled(result, $0) } ?? result)</span></li>"
        }
        return """
            <div class="parcel"><h3>\(Icon.parcel.html) \(code ?? "\(words("orders.parcel"))")\
            <span class="quiet"> \(parcel.carrier) · \(words("orders.status", of: parcel.status))</span></h3>\
            \("<ol class=\"events\">\(joined: attempts)</ol>", if: !attempts.isEmpty)</div>
            """
    }
    return section(words("orders.parcels", count: view.parcels.count), .joined(parcels))
}

func lineSection(_ view: OrderView, _ context: PageContext) -> HTML? {
    guard !view.lines.isEmpty else { return nil }
    let words = context.words
    let rows = view.lines.map { line -> TableRow in
        let note: HTML = " <span class=\"quiet small\">\(words("orders.not-goods"))</span>"
        let name: HTML =
            "\(line.name)\(note, if: !line.isGoods)\(line.sku.map { "<br><span class=\"quiet small\">\($0)</span>" as HTML })"
        return TableRow([
            name, context.numberText(line.quantity), line.filled.map { context.numberText($0) } ?? "\u{2013}",
            context.moneyText(line.price), line.due.map { context.nearTime($0) } ?? HTML(),
        ])
    }
    let columns = [
        Column(words("orders.line.name")), Column(words("orders.line.quantity"), isNumber: true),
        Column(words("orders.line.filled"), isNumber: true), Column(words("orders.line.price"), isNumber: true),
        Column(words("orders.line.due"), isSecondary: true),
    ]
    return section(words("orders.lines"), table(columns, rows, caption: words("orders.lines")))
}

/// What happened, latest first; when we were told stands beside it where that was later.
func eventSection(_ view: OrderView, _ context: PageContext) -> HTML {
    let words = context.words
    let items = view.events.map { event -> HTML in
        let isLate = event.learnedAt - event.at > .minutes(5)
        let told: HTML =
            "<span class=\"quiet small\">\(words.html("orders.told", ["time": context.nearTime(event.learnedAt)]))</span>"
        let by: HTML? = event.by.map { "<span class=\"quiet small\"> · \($0)</span>" }
        let kind = words("orders.events", of: event.kind)
        let what = event.parcel.map { "\(kind) · \($0)" } ?? kind
        return """
            <li><span>\(context.nearTime(event.at))</span><span>\(event.reason.map { words.labelled(what, $0) } ?? what)\
            \(by) \(told, if: isLate)</span></li>
            """
    }
    let nothing: HTML = "<p class=\"quiet\">\(words("orders.no-events"))</p>"
    return section(words("orders.happened"), items.isEmpty ? nothing : "<ol class=\"events\">\(joined: items)</ol>")
}

func caseSection(_ view: OrderView, _ context: PageContext) -> HTML? {
    guard !view.cases.isEmpty else { return nil }
    let items = view.cases.map { line -> HTML in
        """
        <li><a href="\(url: Paths.case(line.id))">\(context.words.stored(line.subject))</a><span class="quiet">\
        \(context.words("cases.numbered", ["number": String(line.number)]))</span></li>
        """
    }
    return section(context.words("orders.cases"), "<ul class=\"case-lines\">\(joined: items)</ul>")
}
