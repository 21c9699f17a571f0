import KeptDomain
import KeptWords

/// The forms by which an open promise is worked, each folded under its name; for a broken one, its correction.
///
/// - Parameter values: what was typed into the one that was refused; `opened` names it (`renegotiation`, `pause` …).
package func promiseForms(
    _ promise: PromiseView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    if promise.standing == .broken {
        return brokenForm(promise, context, values: values, isOpened: opened == "correction")
    }
    let scope = "\(promise.id)-"
    func part(_ name: String) -> FormValues { opened == name ? values : .fresh }
    func block(_ name: String, _ label: WordKey, _ action: String, _ fields: [HTML], key: String? = nil) -> HTML {
        promiseForm(
            promise, context, label, action, fields, values: values, isOpened: opened == name, key: key)
    }
    let keeping = block(
        "keeping", "promises.actions.keep", Paths.keeping(promise.id),
        [
            formField(
                Field(
                    "evidence", words("promises.form.evidence"), hint: words("promises.form.evidence-hint"),
                    isRequired: true),
                part("keeping"), words, scope: scope),
            formField(
                Field("at", words("promises.form.kept-at"), .moment, hint: words("promises.form.kept-at-hint")),
                part("keeping"), words, scope: scope),
        ])
    let renegotiation = block(
        "renegotiation", "promises.actions.renegotiate", Paths.renegotiation(promise.id),
        wordFields(part("renegotiation"), context, scope: scope + "new-")
            + [
                formField(
                    Field("why", words("page.reason"), hint: words("promises.form.why-hint"), isRequired: true),
                    part("renegotiation"), words, scope: scope),
                formField(
                    Field("asked_by_customer", words("promises.form.asked"), .check), part("renegotiation"), words,
                    scope: scope),
            ], key: "e")
    let reasons = PauseReason.allCases.map { Field.Choice($0.rawValue, words("promises.pause-reasons", of: $0)) }
    let clock: HTML =
        promise.standing == .paused
        ? form(
            Paths.resume(promise.id), context,
            "\(revisionField(promise))<div class=\"form-foot\"><button>\(words("promises.actions.resume"))</button></div>"
        )
        : block(
            "pause", "promises.actions.pause", Paths.pause(promise.id),
            [
                formField(
                    Field("reason", words("promises.form.pause-reason"), .choice(reasons)), part("pause"), words,
                    scope: scope)
            ])
    let release = block(
        "release", "promises.actions.release", Paths.release(promise.id),
        [
            formField(
                Field("why", words("promises.form.release-reason"), hint: words("page.reason-hint"), isRequired: true),
                part("release"), words, scope: scope + "release-")
        ])
    let settles = context.may(.settlePromise)
    return """
        \(keeping, if: settles)\(renegotiation, if: context.may(.renegotiatePromise))\
        \(clock, if: context.may(.pausePromise))\(release, if: settles)\
        \(linkButton(words("recovery.late.title"), to: Paths.lateness(promise.id)), if: context.may(.renegotiatePromise))\
        \(pauseCorrection(promise, context, values: part("pause-correction"), isOpened: opened == "pause-correction"))
        """
}

/// A form for a new promise about an order, a case or a customer.
package func newPromiseForm(
    _ action: String, _ context: PageContext, values: FormValues = .fresh, revision: Int? = nil
) -> HTML {
    let words = context.words
    let foot: HTML = "<div class=\"form-foot\"><button class=\"main\">\(words("promises.actions.make"))</button></div>"
    let body: HTML = """
        \(revisionField(revision))\(formProblems(values, words))\(joined: wordFields(values, context, scope: "promise-"))\(foot)
        """
    return disclosure(words("promises.actions.make"), isOpen: !values.problems.isEmpty, form(action, context, body))
}

/// What is said, and by when.
private func wordFields(_ values: FormValues, _ context: PageContext, scope: String) -> [HTML] {
    let words = context.words
    return [
        formField(
            Field(
                "said", words("promises.form.said"), .area(rows: 2), hint: words("promises.form.said-hint"),
                isRequired: true),
            values, words, scope: scope),
        formField(
            Field(
                "due_at", words("promises.form.due"), .moment,
                hint: words("promises.form.due-hint", ["zone": context.zone.name]), isRequired: true),
            values, words, scope: scope),
    ]
}
