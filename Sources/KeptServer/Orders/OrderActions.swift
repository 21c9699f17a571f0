import KeptDomain
import KeptWords

/// What can be done to an order: recording what happened, another window or carrier, a parcel, what came and how it was
/// billed. Each form carries the revision of the order as it is shown.
///
/// - Parameter opened: the form that was refused: `event`, `window`, `carrier`, `parcel` or `outcome`.
func orderForms(_ view: OrderView, _ context: PageContext, values: FormValues, opened: String?) -> HTML? {
    let actions = OrderActions(view: view, context: context, values: values, opened: opened)
    let may = context.may(.recordEvent)
    let isUnderWay = !view.status.isFinal && !view.isHistory
    var forms: [HTML] = []
    if may, !view.isHistory { forms.append(actions.event) }
    if context.may(.chooseWindow), !view.windows.isEmpty { forms.append(actions.window) }
    if may, isUnderWay, !view.isPickUp {
        if view.carriers.contains(where: { $0.label != view.carrier }) { forms.append(actions.carrier) }
        forms.append(actions.parcel)
    }
    if may { forms.append(actions.outcome) }
    return forms.isEmpty ? nil : section(context.words("orders.do"), .joined(forms))
}

private struct OrderActions {
    let view: OrderView
    let context: PageContext
    let values: FormValues
    let opened: String?

    private var words: Words { context.words }

    var event: HTML {
        let kinds = TrackingEvent.Kind.allCases.map { Field.Choice($0.rawValue, words("orders.events", of: $0)) }
        let parcels = view.parcels.compactMap { parcel in
            parcel.id.map { Field.Choice("\($0)", parcel.code ?? words("orders.parcel")) }
        }
        var fields = [Field("kind", words("orders.event.kind"), .choice(kinds))]
        if parcels.count > 1 {
            let all = [Field.Choice("", words("orders.event.every-parcel"))]
            fields.append(Field("parcel", words("orders.parcel"), .choice(all + parcels)))
        }
        fields.append(Field("at", words("orders.event.at"), .moment, hint: words("promises.form.kept-at-hint")))
        fields.append(Field("reason", words("orders.event.reason"), hint: words("orders.event.reason-hint")))
        return block("event", "orders.event.record", Paths.orderEvents(view.id), shown(fields, "event"))
    }

    var window: HTML {
        let choices = view.windows.map { Field.Choice($0.value, windowLabel($0, context)) }
        let field = Field("window", words("orders.window-when"), .choice(choices))
        return block("window", "orders.window", Paths.orderWindow(view.id), shown([field], "window"))
    }

    /// What is under way goes with another carrier; parcels that came stay with theirs.
    var carrier: HTML {
        let others = view.carriers.filter { $0.label != view.carrier }
        let fields = [
            Field("carrier", words("orders.columns.carrier"), .choice(others), isRequired: true),
            Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
        ]
        return block("carrier", "orders.change-carrier", Paths.orderCarrier(view.id), shown(fields, "carrier"))
    }

    var parcel: HTML {
        let own = Field.Choice("", words("orders.parcel-own-carrier"))
        let fields = [
            Field("tracking_code", words("orders.parcel-code")),
            Field("carrier", words("orders.columns.carrier"), .choice([own] + view.carriers)),
        ]
        let goods = view.lines.filter(\.isGoods)
        let lines = goods.map { Field("line_\($0.position)", "\($0.quantity) × \($0.name)", .check) }
        let which: HTML = """
            <fieldset><legend>\(words("orders.parcel-lines"))</legend>\(shown(lines, "parcel"))</fieldset>
            """
        return block(
            "parcel", "orders.parcel-add", Paths.orderParcels(view.id),
            "\(shown(fields, "parcel"))\(which, if: goods.count > 1)")
    }

    /// How many of each were there, whether what came was right, and whether the bill was.
    var outcome: HTML {
        let counts = view.lines.filter(\.isGoods).map { line in
            Field(
                "filled_\(line.position)", words("orders.filled-of", ["count": "\(line.quantity)", "name": line.name]),
                .whole(min: 0, max: 1_000_000), value: line.filled.map(String.init))
        }
        let answers = [
            Field.Choice("", words("page.unknown")), Field.Choice("1", words("page.yes")),
            Field.Choice("0", words("page.no")),
        ]
        func known(_ value: Bool?) -> String? { value.map { $0 ? "1" : "0" } }
        let fields =
            counts + [
                Field(
                    "filled_right", words("orders.filled-right"), .choice(answers),
                    value: known(view.filledRight), hint: words("deliveries.meaning.filled")),
                Field(
                    "billed_right", words("orders.billed-right"), .choice(answers),
                    value: known(view.billedRight), hint: words("deliveries.meaning.billed")),
                Field("why", words("page.reason"), hint: words("page.reason-hint")),
            ]
        return block("outcome", "orders.outcome", Paths.orderOutcome(view.id), shown(fields, "outcome"))
    }

    private func own(_ name: String) -> FormValues { opened == name ? values : .fresh }

    private func shown(_ fields: [Field], _ name: String) -> HTML {
        .joined(fields.map { formField($0, own(name), words, scope: name + "-") })
    }

    private func block(_ name: String, _ label: WordKey, _ action: String, _ fields: HTML) -> HTML {
        disclosure(
            words(label), isOpen: opened == name,
            form(
                action, context,
                """
                \(revisionField(view.revision))\(formProblems(own(name), words))\(fields)\
                <div class="form-foot"><button class="main">\(words(label))</button></div>
                """))
    }
}

/// `Fri 6 Nov, 18:00–21:00 (evening)`.
func windowLabel(_ window: WindowChoice, _ context: PageContext) -> String {
    let words = context.words
    return words(
        "orders.window-label",
        [
            "from": words.nearMoment(window.from, in: context.zone, now: context.now),
            "to": words.clock(window.to, in: context.zone), "name": window.name,
        ])
}
