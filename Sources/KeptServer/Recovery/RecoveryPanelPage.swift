import KeptDomain
import KeptWords

/// The part of a case's page where it is made good: what went wrong, the steps with what did each and when, what comes
/// next, and the forms for it.
///
/// - Parameters:
///   - struck: what was noted by mistake, which stays readable. - Parameter opened: the form that was refused: `recovery-message`, `step-left-out` or `follow-up-answer`.
func recoveryPanel(
    _ panel: RecoveryPanel, on id: ID<Case>, _ context: PageContext, struck: [StruckLine] = [],
    values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let failures = panel.recovery.failures.map { failureLine($0, context) } + struck.map { struckLine($0, context) }
    let next: HTML =
        panel.recovery.next.map {
            "<p class=\"lead\">\(words("recovery.timeline.next", ["step": words("recovery.steps", of: $0)]))</p>"
        }
        ?? "<p class=\"quiet\">\(words("recovery.timeline.nothing-next"))</p>"
    let steps = RecoveryStep.allCases.map { stepLine($0, panel, context) }
    let forms: HTML = """
        \(tellForm(panel, id, context, opened == "recovery-message" ? values : .fresh, isOpen: opened == "recovery-message"))\
        \(leaveOutForm(panel, id, context, opened == "step-left-out" ? values : .fresh, isOpen: opened == "step-left-out"))
        """
    return section(
        words("recovery.timeline.title"), id: "recovery",
        """
        \(next)<ul class="case-lines">\(joined: failures)</ul><ol class="events">\(joined: steps)</ol>\
        \(forms, if: panel.isOpen && context.may(.workCase))\
        \(answerForm(panel, id, context, opened == "follow-up-answer" ? values : .fresh))
        """)
}

private func failureLine(_ failure: Failure, _ context: PageContext) -> HTML {
    let words = context.words
    let kind: HTML = "\(words("recovery.kinds", of: failure.kind))"
    let name: HTML = failure.promise.map { "<a href=\"\(url: Paths.promise($0))\">\(kind)</a>" } ?? kind
    let standing: HTML = " · \(words("recovery.standings", of: failure.standing))"
    return """
        <li><span>\(name)\(standing, if: failure.standing != .happened)</span> \
        <span class="quiet small">\(context.nearTime(failure.beganAt))</span>\
        \(failure.words.map { "<p class=\"why\">\(words.stored($0))</p>" as HTML })</li>
        """
}

private func stepLine(_ step: RecoveryStep, _ panel: RecoveryPanel, _ context: PageContext) -> HTML {
    let words = context.words
    let name: HTML = "<strong>\(words("recovery.steps", of: step))</strong>"
    switch panel.recovery[step] {
    case .done(let fact):
        let after = words("recovery.timeline.after", ["span": words.duration(fact.at - panel.recovery.beganAt)])
        let how = how(fact.evidence, panel, context)
        let who: HTML? = panel.people[fact.by].map { " · \($0)" }
        let place: HTML? = fact.fromCase.map {
            " · \(words("recovery.timeline.from-case", ["number": String($0)]))"
        }
        return """
            <li class="done">\(name) <span>\(context.nearTime(fact.at)) · \(how)\(who)\(place) <span class="quiet small nowrap">\(after)</span></span></li>
            """
    case .leftOut(let omission):
        let reason = words("recovery.timeline.left-out", ["reason": omission.reason])
        let who: HTML? = panel.people[omission.by].map { " · \($0)" }
        return "<li>\(name) <span>\(context.nearTime(omission.at)) · \(reason)\(who)</span></li>"
    case .waiting(let asked):
        let since = asked.sentAt ?? asked.due
        return """
            <li>\(name) <span>\(words.html("recovery.timeline.waits", ["time": context.nearTime(since)]))</span></li>
            """
    case .toDo:
        return "<li>\(name) <span class=\"quiet\">\(toDo(step, panel, context))</span></li>"
    }
}

private func toDo(_ step: RecoveryStep, _ panel: RecoveryPanel, _ context: PageContext) -> HTML {
    let words = context.words
    guard step == .followUp, let asked = panel.recovery.followUp else { return "\(words("recovery.timeline.to-do"))" }
    return switch asked.state {
    case .waiting: words.html("recovery.timeline.due", ["time": context.nearTime(asked.due)])
    case .unreachable: "\(words("recovery.timeline.unreachable"))"
    case .sent, .answered, .withdrawn: "\(words("recovery.timeline.to-do"))"
    }
}

/// By what a step was done, and what that was.
private func how(_ evidence: RecoveryEvidence, _ panel: RecoveryPanel, _ context: PageContext) -> HTML {
    let words = context.words
    let how = words(WordKey.of("recovery.by", named: evidence.kind))
    func done(_ what: String) -> HTML { "\(words("recovery.timeline.done-by", ["how": how, "what": what]))" }
    switch evidence {
    case .remedy(_, let kind, let amount):
        return done(words("authority.given", of: kind, ["amount": words.money(amount)]))
    case .followUp(_, let answer):
        let said = panel.recovery.followUp?.words
        return
            "\(done(words("recovery.answers", of: answer)))\(said.map { "<span class=\"why\"> \($0)</span>" as HTML })"
    case .promise(let id): return "<a href=\"\(url: Paths.promise(id))\">\(how)</a>"
    case .cause: return panel.causeName.map(done) ?? "\(how)"
    case .message, .closing: return "\(how)"
    }
}

/// What the customer says by phone of how it was made good.
private func answerForm(
    _ panel: RecoveryPanel, _ id: ID<Case>, _ context: PageContext, _ values: FormValues
) -> HTML? {
    let words = context.words
    guard !panel.isOpen, context.may(.workCase), let asked = panel.followUp, asked.canBeNoted(at: context.now) else {
        return nil
    }
    let answers = FollowUp.Answer.allCases.map { Field.Choice($0.rawValue, words("recovery.answers", of: $0)) }
    let fields = [
        Field(
            "answer", words("recovery.timeline.answer"), .choice(answers), value: asked.answer?.rawValue,
            hint: words("recovery.timeline.answer-hint")),
        Field("words", words("recovery.timeline.answer-words"), .area(rows: 2), value: asked.words),
    ]
    return disclosure(
        words("recovery.timeline.note-answer"), isOpen: !values.problems.isEmpty,
        form(
            Paths.caseFollowUpAnswer(id), context,
            """
            \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "answer-") })\
            <div class="form-foot"><button class="main">\(words("recovery.timeline.answer-now"))</button></div>
            """))
}

private func tellForm(
    _ panel: RecoveryPanel, _ id: ID<Case>, _ context: PageContext, _ values: FormValues, isOpen: Bool
) -> HTML {
    let words = context.words
    let label = words("recovery.timeline.send")
    guard !panel.templates.isEmpty else {
        let write = linkButton(words("recovery.timeline.write-template"), to: Paths.recoveryTemplates)
        return disclosure(label, "<p class=\"quiet\">\(words("recovery.timeline.no-template"))</p>\(write)")
    }
    let none = Field.Choice("", words("recovery.timeline.cause-none"))
    let fields = [
        Field("template", words("recovery.timeline.template"), .choice(panel.templates)),
        Field(
            "reason", words("recovery.timeline.reason"), .area(rows: 2), value: panel.knownReason,
            hint: words("recovery.timeline.reason-hint"), isRequired: panel.causes.isEmpty),
        Field("cause", words("recovery.timeline.cause"), .choice([none] + panel.causes)),
    ]
    return disclosure(
        label, isOpen: isOpen,
        form(
            Paths.caseRecoveryMessages(id), context,
            """
            \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "recovery-") })\
            <div class="form-foot"><button class="main">\(words("recovery.timeline.send-now"))</button></div>
            """))
}

private func leaveOutForm(
    _ panel: RecoveryPanel, _ id: ID<Case>, _ context: PageContext, _ values: FormValues, isOpen: Bool
) -> HTML? {
    let words = context.words
    let left = RecoveryStep.allCases.filter { if case .toDo = panel.recovery[$0] { true } else { false } }
    guard !left.isEmpty else { return nil }
    let fields = [
        Field(
            "step", words("recovery.timeline.step"),
            .choice(left.map { Field.Choice($0.rawValue, words("recovery.steps", of: $0)) })),
        Field("reason", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
    ]
    return disclosure(
        words("recovery.timeline.leave-out"), isOpen: isOpen,
        form(
            Paths.caseStepsLeftOut(id), context,
            """
            \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "leave-out-") })\
            <div class="form-foot"><button>\(words("recovery.timeline.leave-out"))</button></div>
            """))
}
