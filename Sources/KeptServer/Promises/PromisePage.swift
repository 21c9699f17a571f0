import KeptDomain
import KeptWords

/// A promise that is about no order and no case: what was said to one customer on one subject.
struct PromisePageView: Sendable {
    let subject: String
    let customer: String?
    let promise: ID<Promise>
    let chain: [PromiseView]
}

/// - Parameter opened: the form that was refused, `keeping` and the like.
func promisePage(
    _ view: PromisePageView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let journal = linkButton(words("page.history"), to: Paths.journal(of: .promise(view.promise)))
    let open = view.chain.last { [.running, .atRisk, .paused, .broken].contains($0.standing) }
    let forms = open.map { promise -> HTML in
        "<div class=\"promise-forms\">\(promiseForms(promise, context, values: values, opened: opened))</div>"
    }
    let body: HTML = """
        \(pageHead(context.words.stored(view.subject), sentence: view.customer.map { "\($0)" }, actions: journal))
        \(section(words("promises.what-we-said"), id: "said", "\(promiseChain(view.chain, context))\(forms)"))
        """
    return layout(title: context.words.stored(view.subject), context: context, body: body)
}
