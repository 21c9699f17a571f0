import KeptDomain
import KeptWords

/// Where a file is handed over, and what came in before.
package func importPage(
    _ runs: [ImportRunView], waiting: [UploadView] = [], _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = words("imports.title")
    let upload = uploadForm(
        Paths.imports, context,
        """
        \(formProblems(values, words))\
        \(formField(Field("file", words("imports.file"), .file(accept: ".csv,.txt,.tsv,.gz"), hint: words("imports.file-hint"), isRequired: true), values, words))\
        <div class="form-foot"><button class="main">\(words("imports.look"))</button></div>
        """)
    let columns = [
        Column(words("imports.what")), Column(words("imports.state")), Column(words("imports.started")),
        Column(words("imports.imported"), isNumber: true), Column(words("imports.rejected"), isNumber: true),
    ]
    let rows = runs.map { run -> TableRow in
        let link = Paths.importRun(run.id)
        return TableRow(
            [
                "<a href=\"\(url: link)\">\(run.name)</a>", "\(words("imports.states", of: run.state))",
                context.timeText(run.startedAt), importedText(run, context),
                context.numberText(run.counts.reduce(0) { $0 + $1.rejected }),
            ], link: link)
    }
    let before = section(words("imports.before"), table(columns, rows, caption: words("imports.before")))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("imports.sentence"))"))\(upload)\
        <p class="hint">\(words("imports.command"))</p>\(waitingTable(waiting, context))\(before, if: !runs.isEmpty)
        """
    return layout(title: title, context: context, body: body)
}

/// What came in, first of all the orders: "299,997 orders" says more than a sum of orders, lines and events.
private func importedText(_ run: ImportRunView, _ context: PageContext) -> HTML {
    guard let first = run.counts.first(where: { $0.imported > 0 }) ?? run.counts.first else {
        return context.numberText(0)
    }
    return "\(context.numberText(first.imported)) \(kindName(first, context.words))"
}

private func kindName(_ count: ImportRunView.Count, _ words: Words) -> String {
    let key = WordKey.of("imports.kinds", named: count.what)
    return words.has(key) ? words(key) : count.what
}

private func waitingTable(_ waiting: [UploadView], _ context: PageContext) -> HTML? {
    guard !waiting.isEmpty else { return nil }
    let words = context.words
    let rows = waiting.map { upload -> TableRow in
        let link = Paths.importRun(upload.id)
        return TableRow(["<a href=\"\(url: link)\">\(upload.file)</a>", context.timeText(upload.at)], link: link)
    }
    let columns = [Column(words("imports.file")), Column(words("imports.handed-over"))]
    return section(words("imports.waiting"), table(columns, rows, caption: words("imports.waiting")))
}

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
            \(form(Paths.importStart(view.id), context, body))\(removalPart(view.id, context))
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
        \(flash(Flash(.done, sentence)))\(countTable(run, words, context))\(faultTable(run, words))\
        \(link, if: run.hasRejects)
        """
}

private func countTable(_ run: ImportRunView, _ words: Words, _ context: PageContext) -> HTML {
    let columns = [
        Column(words("imports.what")), Column(words("imports.read"), isNumber: true),
        Column(words("imports.imported"), isNumber: true), Column(words("imports.unchanged"), isNumber: true),
        Column(words("imports.rejected"), isNumber: true),
    ]
    let counts = run.counts.map { count in
        TableRow([
            "\(kindName(count, words))", context.numberText(count.read), context.numberText(count.imported),
            context.numberText(count.unchanged), context.numberText(count.rejected),
        ])
    }
    return table(columns, counts, caption: run.name, isGrid: true)
}

/// How far an import is: the part of the page that renews itself.
package func importRunPage(_ run: ImportRunView, _ context: PageContext) -> HTML {
    let words = context.words
    let isMoving = run.state == .running || run.state == .stopping
    let stop = form(Paths.importStop(run.id), context, "<button>\(words("imports.stop"))</button>")
    let resume = form(Paths.importStart(run.id), context, "<button class=\"main\">\(words("imports.resume"))</button>")
    let isHalted = run.state == .stopped || run.state == .failed
    let elsewhere: HTML = "<p class=\"hint\">\(words("imports.resume-command"))</p>"
    let gone: HTML = "<p class=\"hint\">\(words("imports.removed"))</p>"
    let body: HTML = """
        <div id="run" data-live-topics="import"\(flag: "data-live-at-once", isMoving)>
        \(pageHead(run.name, sentence: importSentence(run, context)))
        \(progressBar(run.share, words))
        \(run.failure.map { flash(Flash(.problem, $0)) })
        \(countTable(run, words, context))
        \(faultTable(run, words))
        <div class="form-foot run-foot">\(stop, if: run.state == .running)\
        \(resume, if: isHalted && run.isUploaded && !run.isRemoved)\
        \(elsewhere, if: isHalted && !run.isUploaded)\(gone, if: isHalted && run.isRemoved)\
        \(linkButton(words("imports.rejects"), to: Paths.importRejects(run.id)), if: run.hasRejects)\
        \(linkButton(words("imports.see-orders"), to: Paths.orders), if: run.state == .done)</div>
        \(removalPart(run.id, context), if: run.isUploaded && !run.isRemoved && !isMoving)
        </div>
        """
    return layout(title: run.name, context: context, body: body)
}

/// The button that removes a file which nobody reads, and what goes with it.
private func removalPart(_ id: ID<ImportRun>, _ context: PageContext) -> HTML {
    let words = context.words
    return form(
        Paths.importRemove(id), context,
        "<p class=\"hint\">\(words("imports.remove-hint"))</p><button>\(words("imports.remove"))</button>")
}

/// How much of the file is read, in ink: the three colours belong to promises.
private func progressBar(_ share: Double, _ words: Words) -> HTML {
    """
    <svg class="used" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" \
    aria-label="\(words("imports.now.starting", ["share": words.share(share)]))">\
    <rect class="used-all" width="100" height="4"/><rect class="used-part" width="\(at: share * 100)" height="4"/></svg>
    """
}

private func importSentence(_ run: ImportRunView, _ context: PageContext) -> HTML {
    let words = context.words
    let share: HTML = "\(words.share(run.share))"
    switch run.state {
    case .stopping: return words.html("imports.now.stopping", ["share": share])
    case .running:
        guard let rate = run.rate, let left = run.left else {
            return words.html("imports.now.starting", ["share": share])
        }
        return words.html(
            "imports.now.running",
            ["share": share, "rate": "\(words.number(Int(rate)))", "left": "\(words.duration(left))"])
    case .stopped: return words.html("imports.now.stopped", ["share": share])
    case .failed: return words.html("imports.now.failed", ["share": share])
    case .done:
        let time = run.endedAt.map { words.duration(max($0 - run.startedAt, .seconds(1))) } ?? "\u{2013}"
        return words.html("imports.now.done", ["length": "\(time)"])
    }
}

/// The first rejected rows: where, what stood there, why.
private func faultTable(_ run: ImportRunView, _ words: Words) -> HTML? {
    guard !run.faults.isEmpty else { return nil }
    let columns = [
        Column(words("imports.line"), isNumber: true), Column(words("imports.column")), Column(words("imports.value")),
        Column(words("imports.why")),
    ]
    let rows = run.faults.map { fault in
        TableRow([
            "\(words.number(fault.line))", "\(fault.column ?? "")", "<code>\(fault.value)</code>",
            "\(words("imports.faults", of: fault.reason))",
        ])
    }
    return section(words("imports.rejected"), table(columns, rows, caption: words("imports.rejected")))
}
