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
    return "\(context.numberText(first.imported)) \(importKindName(first, context.words))"
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
