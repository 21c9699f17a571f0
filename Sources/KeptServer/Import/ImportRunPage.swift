import KeptDomain
import KeptWords

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
        \(importCounts(run, words, context))
        \(importFaults(run, words))
        <div class="form-foot run-foot">\(stop, if: run.state == .running)\
        \(resume, if: isHalted && run.isUploaded && !run.isRemoved)\
        \(elsewhere, if: isHalted && !run.isUploaded)\(gone, if: isHalted && run.isRemoved)\
        \(linkButton(words("imports.rejects"), to: Paths.importRejects(run.id)), if: run.hasRejects)\
        \(linkButton(words("imports.see-orders"), to: Paths.orders), if: run.state == .done)</div>
        \(importRemoval(run.id, context), if: run.isUploaded && !run.isRemoved && !isMoving)
        </div>
        """
    return layout(title: run.name, context: context, body: body)
}

/// The button that removes a file which nobody reads, and what goes with it.
func importRemoval(_ id: ID<ImportRun>, _ context: PageContext) -> HTML {
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
func importFaults(_ run: ImportRunView, _ words: Words) -> HTML? {
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

/// What was read, imported, unchanged and rejected, by kind of row.
func importCounts(_ run: ImportRunView, _ words: Words, _ context: PageContext) -> HTML {
    let columns = [
        Column(words("imports.what")), Column(words("imports.read"), isNumber: true),
        Column(words("imports.imported"), isNumber: true), Column(words("imports.unchanged"), isNumber: true),
        Column(words("imports.rejected"), isNumber: true),
    ]
    let counts = run.counts.map { count in
        TableRow([
            "\(importKindName(count, words))", context.numberText(count.read), context.numberText(count.imported),
            context.numberText(count.unchanged), context.numberText(count.rejected),
        ])
    }
    return table(columns, counts, caption: run.name, isGrid: true)
}

/// Orders, lines, events: what rows are counted as.
func importKindName(_ count: ImportRunView.Count, _ words: Words) -> String {
    let key = WordKey.of("imports.kinds", named: count.what)
    return words.has(key) ? words(key) : count.what
}
