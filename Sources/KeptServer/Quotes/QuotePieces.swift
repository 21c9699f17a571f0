import KeptDomain
import KeptStore
import KeptWords

/// What can be said of an order, as its page shows it; `nil` parts where nothing can.
package struct QuoteView: Sendable {
    package struct Chance: Sendable {
        package let day: Day
        /// 0...1.
        package let chance: Double

        package init(day: Day, chance: Double) {
            self.day = day
            self.chance = chance
        }
    }

    package struct Risk: Sendable {
        /// 0...1.
        package let chance: Double
        package let standing: String
        /// Since when it is at the threshold or above.
        package let since: Instant?

        package init(chance: Double, standing: String, since: Instant?) {
            self.chance = chance
            self.standing = standing
            self.since = since
        }
    }

    /// The day that is kept with the wanted probability.
    package let day: Day?
    /// What it rests on, or why there is none.
    package let sentence: String
    /// How quotes of late held.
    package let held: String
    /// Of the days before the quoted one.
    package let earlier: [Chance]
    package let risk: Risk?

    package init(day: Day?, sentence: String, held: String, earlier: [Chance], risk: Risk?) {
        self.day = day
        self.sentence = sentence
        self.held = held
        self.earlier = earlier
        self.risk = risk
    }
}

/// What is read of an order's quotes for its page.
struct OrderQuotes: Sendable {
    /// `nil` before the record was learned from, and for what has come to its end.
    let answer: QuoteAnswer?
    let risk: StoredRisk?
    let told: [ID<Promise>: ToldQuote]

    init(_ order: Order, in reading: Reading, at now: Instant) throws {
        told = order.isHistory ? [:] : try reading.toldQuotes(of: order.id)
        guard !order.isHistory, !order.status.isFinal, try reading.deliveryModel() != nil else {
            (answer, risk) = (nil, nil)
            return
        }
        answer = try reading.quote(of: order.id, at: now)
        risk = try reading.risk(of: order.id)
    }

    func view(_ words: Words, _ order: Order, carrier: String?) -> QuoteView? {
        guard let answer else { return nil }
        let quote = answer.quote
        var earlier: [QuoteView.Chance] = []
        if let quote {
            let days = (1...4).map { quote.day.advanced(by: -$0) }.filter { $0 >= answer.today }.reversed()
            earlier = days.map { QuoteView.Chance(day: $0, chance: quote.chance(by: $0)) }
        }
        return QuoteView(
            day: quote?.day, sentence: QuoteText.sentence(answer, words), held: QuoteText.held(answer.held, words),
            earlier: earlier,
            risk: risk.map {
                QuoteView.Risk(
                    chance: Double($0.chance) / 1_000, standing: words.standing(of: $0.stage, days: $0.stageDays),
                    since: $0.overSince)
            })
    }

    /// A word with what it rests on.
    func beside(_ view: PromiseView, _ order: Order, carrier: String?, _ words: Words) -> PromiseView {
        guard let told = told[view.id] else { return view }
        var view = view
        view.basis = words.toldBasis(
            told.basis, chance: Double(told.chance) / 1_000, isWish: told.isWish, region: order.region,
            carrier: carrier)
        return view
    }
}

/// What can be kept, on what that rests, how likely earlier days are, and how likely the word that holds breaks.
package func quoteSection(_ view: QuoteView, _ context: PageContext) -> HTML {
    let words = context.words
    func day(_ day: Day) -> HTML {
        "<time datetime=\"\(day.description)\">\(words.day(day, today: context.today))</time>"
    }
    let earlier = view.earlier.map { "<li>\(day($0.day)) · \(words.chance($0.chance))</li>" as HTML }
    let chances: HTML = """
        <p class="quiet small">\(words("quotes.chances.title"))</p><ul class="contact small">\(joined: earlier)</ul>
        """
    let risk: HTML? = view.risk.map { risk in
        let since: HTML? = risk.since.map {
            "<br><span class=\"quiet small\">\(words("quotes.risk.since")) \(context.nearTime($0))</span>"
        }
        return "<p>\(words("quotes.risk.chance", ["chance": words.chance(risk.chance)])) · \(risk.standing)\(since)</p>"
    }
    return section(
        words("quotes.section.title"), id: "quote",
        """
        \(view.day.map { "<p><strong>\(day($0))</strong></p>" as HTML })<p>\(view.sentence)</p>\
        \(chances, if: !view.earlier.isEmpty)\(risk)<p class="quiet small">\(view.held)</p>
        """)
}

extension Reading {
    /// What can be said of an order, for a form by which a new time is told; `nil` where nothing is quoted.
    func quoteBesideForm(of id: ID<Order>, at now: Instant, _ words: Words) throws -> QuoteView? {
        guard let order = try order(id) else { return nil }
        let carrier = try order.carrier.flatMap { try self.carrier($0)?.name }
        return try OrderQuotes(order, in: self, at: now).view(words, order, carrier: carrier)
    }
}

extension QuoteView {
    /// The quoted time as a form takes it; `nil` where it is not after the word that it would replace.
    func expected(in zone: Zone, after due: Instant) -> String? {
        guard let day, zone.endOfDay(day) > due else { return nil }
        return "\(day)T23:59"
    }
}
