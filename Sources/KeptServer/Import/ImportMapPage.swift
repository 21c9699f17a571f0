import KeptDomain
import KeptWords

/// Which column stands for what: a choice for each column of the file over its first rows.
///
/// Fields: `column_0` … with the names of `OrderField`, of a file of cases those of `CaseField`; `source`, `map_zone`, `currency`, `dates`, `decimal`.
package func importMapPage(_ view: ImportMapView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let body: HTML = """
        \(formProblems(values, words))\
        \(joined: view.problems.map { flash(Flash(.problem, $0)) })\
        <div class="fields">\(joined: mapFields(view, words).map { formField($0, values, words) })</div>\
        \(sampleTable(view, words, values))\
        <div class="form-foot"><button class="main" name="then" value="start">\(words("imports.start"))</button>\
        <button name="then" value="try">\(words("imports.dry-run"))</button></div>
        """
    let hint = view.isRemembered ? words("imports.remembered") : words("imports.suggested")
    return layout(
        title: view.file, context: context,
        body: """
            \(pageHead(view.file, sentence: "\(words("imports.map-sentence"))"))\
            <p class="hint">\(hint) \(words("imports.encoding", ["name": view.encoding]))</p>\
            \(view.rehearsed.map { rehearsalPart($0, context) })\
            \(form(Paths.importStart(view.id), context, body))\(importRemoval(view.id, context))
            """)
}

private func mapFields(_ view: ImportMapView, _ words: Words) -> [Field] {
    let none = Field.Choice("", words("imports.iso"))
    let orders =
        [none] + ColumnMap.DateOrder.allCases.map { Field.Choice($0.rawValue, words("imports.date-orders", of: $0)) }
    return [
        Field(
            "source", words("imports.source"), value: view.map.source, hint: words("imports.source-hint"),
            isRequired: true),
        Field("map_zone", words("orders.zone"), value: view.map.zone, hint: words("imports.zone-hint")),
        Field("currency", words("imports.currency"), value: view.map.currency, hint: words("imports.currency-hint")),
        Field("dates", words("imports.dates"), .choice(orders), value: view.map.dates?.rawValue ?? ""),
        Field(
            "decimal", words("imports.decimal"), .choice([Field.Choice(".", "1234.50"), Field.Choice(",", "1234,50")]),
            value: view.map.decimal ?? "."),
    ]
}

private func sampleTable(_ view: ImportMapView, _ words: Words, _ form: FormValues) -> HTML {
    let fields =
        [Field.Choice("", words("imports.ignore"))]
        + (view.map.isOfCases
            ? CaseField.allCases.map { Field.Choice($0.rawValue, words("imports.case-fields", of: $0)) }
            : OrderField.allCases.map { Field.Choice($0.rawValue, words("imports.fields", of: $0)) })
    let known = Dictionary(view.map.columns.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    let heads = view.header.enumerated().map { index, name -> HTML in
        let chosen = form["column_\(index)"] ?? known[name] ?? ""
        let options = fields.map { option($0, isChosen: $0.value == chosen) }
        return """
            <th scope="col"><label><span>\(name)</span><select name="column_\(index)">\
            \(joined: options)</select></label></th>
            """
    }
    let rows = view.rows.map { row -> HTML in
        let cells = view.header.indices.map { "<td>\(row.indices.contains($0) ? row[$0] : "")</td>" as HTML }
        return "<tr>\(joined: cells)</tr>"
    }
    return """
        <div class="table-scroll" tabindex="0" role="region" aria-label="\(words("imports.first-rows"))">\
        <table class="sample"><caption class="hidden">\(words("imports.first-rows"))</caption>\
        <thead><tr>\(joined: heads)</tr></thead><tbody>\(joined: rows)</tbody></table></div>
        """
}

/// What trying the file came to.
private func rehearsalPart(_ run: ImportRunView, _ context: PageContext) -> HTML {
    let words = context.words
    let sentence = run.state == .stopped ? words("imports.tried-in-part") : words("imports.tried")
    let link = linkButton(words("imports.rejects"), to: Paths.importRejects(run.id))
    return """
        \(flash(Flash(.done, sentence)))\(importCounts(run, words, context))\(importFaults(run, words))\
        \(link, if: run.hasRejects)
        """
}
