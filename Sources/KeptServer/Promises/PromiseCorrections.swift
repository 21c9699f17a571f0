import KeptDomain
import KeptWords

/// One form about a promise, folded under its name.
///
/// - Parameter isOpened: it was refused, and shows what was typed with what is wrong.
func promiseForm(
    _ promise: PromiseView, _ context: PageContext, _ label: WordKey, _ action: String, _ fields: [HTML],
    values: FormValues, isOpened: Bool, key: String? = nil
) -> HTML {
    let words = context.words
    let foot: HTML = "<div class=\"form-foot\"><button class=\"main\">\(words(label))</button></div>"
    let problems = isOpened ? formProblems(values, words) : nil
    return disclosure(
        words(label), isOpen: isOpened, key: key,
        form(action, context, "\(revisionField(promise))\(problems)\(joined: fields)\(foot)"))
}

/// So that nobody's change is lost.
func revisionField(_ promise: PromiseView) -> HTML {
    "<input type=\"hidden\" name=\"revision\" value=\"\(promise.revision)\">"
}

/// Late evidence that a promise judged broken had been kept in time.
func brokenForm(_ promise: PromiseView, _ context: PageContext, values: FormValues, isOpened: Bool) -> HTML {
    guard context.may(.correctPromise) else { return HTML() }
    let words = context.words
    let scope = "\(promise.id)-correction-"
    let own = isOpened ? values : .fresh
    let due = words.moment(promise.due, in: context.zone, now: context.now)
    return promiseForm(
        promise, context, "promises.actions.correct-break", Paths.correction(promise.id),
        [
            formField(
                Field(
                    "at", words("promises.form.broken-kept-at"), .moment,
                    hint: words("promises.form.broken-kept-at-hint", ["time": due]), isRequired: true),
                own, words, scope: scope),
            formField(
                Field(
                    "evidence", words("promises.form.evidence"), hint: words("promises.form.evidence-hint"),
                    isRequired: true),
                own, words, scope: scope),
        ], values: values, isOpened: isOpened)
}

/// Another stretch for a pause, or none: the clock had run. `nil` where it never stood still.
func pauseCorrection(
    _ promise: PromiseView, _ context: PageContext, values: FormValues, isOpened: Bool
) -> HTML? {
    guard !promise.pauses.isEmpty, context.may(.correctPromise) else { return nil }
    let words = context.words
    let scope = "\(promise.id)-pause-correction-"
    func moment(_ instant: Instant) -> String { words.moment(instant, in: context.zone, now: context.now) }
    let choices = promise.pauses.reversed().map { pause in
        let reason = words("promises.pause-reasons", of: pause.reason)
        let label =
            pause.to.map {
                words("promises.form.pause-span", ["from": moment(pause.from), "to": moment($0), "reason": reason])
            } ?? words("promises.form.pause-span-open", ["from": moment(pause.from), "reason": reason])
        return Field.Choice("\(pause.id)", label)
    }
    let fields = [
        Field("pause", words("promises.form.pause"), .choice(choices)),
        Field("from", words("promises.form.pause-from"), .moment, hint: words("promises.form.pause-hint")),
        Field("to", words("promises.form.pause-to"), .moment),
        Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
    ]
    return promiseForm(
        promise, context, "promises.actions.correct-pause", Paths.pauseCorrection(promise.id),
        fields.map { formField($0, values, words, scope: scope) }, values: values, isOpened: isOpened)
}
