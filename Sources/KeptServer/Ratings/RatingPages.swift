import KeptDomain
import KeptStore
import KeptWords

/// What a customer is asked about one case, and what they said so far.
package struct RatingView: Sendable {
    package let token: String
    package let number: Int
    package let subject: String
    package let ratings: [Rating.Question: Rating]

    package init(token: String, number: Int, subject: String, ratings: [Rating.Question: Rating]) {
        self.token = token
        self.number = number
        self.subject = subject
        self.ratings = ratings
    }
}

/// Three questions, one tap each. Opening the page says nothing, since mail scanners open every link. Works without scripts.
package func ratingPage(_ view: RatingView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let about = words("service.rate.about", ["number": String(view.number), "subject": words.stored(view.subject)])
    let questions = Rating.Question.allCases.map {
        ratingQuestion($0, view.ratings[$0], to: Paths.rating(view.token), context)
    }
    let thanks: HTML = "<p class=\"lead\">\(words("service.rate.thanks"))</p>"
    let body: HTML = """
        <p class="lead">\(about)</p><h1 class="now">\(words("service.rate.title"))</h1>\(formProblems(values, words))\
        \(thanks, if: !view.ratings.isEmpty)\(joined: questions)
        """
    return publicLayout(title: words("service.rate.title"), context: context, body: body)
}

/// One question with a button for each answer; what was said, and until when it can be changed.
func ratingQuestion(
    _ question: Rating.Question, _ known: Rating?, to path: String, _ context: PageContext
) -> HTML {
    let words = context.words
    func word(_ value: Int) -> String {
        question == .ease
            ? words(.of("service.rate.points", named: String(value)))
            : words(.of("service.points", named: String(value)))
    }
    let asked: WordKey =
        switch question {
        case .ease: "service.rate.ease"
        case .accuracy: "service.rate.accuracy"
        case .detail: "service.rate.detail"
        }
    let isOpen = known?.isChangeable(at: context.now) ?? true
    let buttons = question.range.map { value -> HTML in
        "<button name=\"value\" value=\"\(value)\"\("class", known?.value == value ? "main" : nil)>\(word(value))</button>"
    }
    let said: HTML? = known.map { rating in
        let points: HTML = "\(word(rating.value))"
        return isOpen
            ? "<p>\(words.html("service.rate.chosen", ["points": points, "time": context.nearTime(rating.ratedAt + Rating.changeable)]))</p>"
            : "<p>\(words.html("service.rate.settled", ["points": points]))</p>"
    }
    let low: HTML = "<p class=\"quiet small\">\(words("service.rate.low"))</p>"
    let ask = form(
        path, context, class: "amends-buttons",
        "<input type=\"hidden\" name=\"question\" value=\"\(question.rawValue)\">\(joined: buttons)")
    return section(words(asked), "\(low, if: question == .ease && isOpen)\(said)\(ask, if: isOpen)")
}
