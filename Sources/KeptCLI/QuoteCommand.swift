import ArgumentParser
import KeptDomain
import KeptStore
import KeptWords

struct QuoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote", abstract: "When an order will be there, with the wanted probability.",
        discussion: "From the record of deliveries, as it was learned from last night. docs/quotes.md says how.",
        subcommands: [QuoteOrder.self, QuoteDelivery.self, QuoteLearn.self])
}

struct QuoteOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions

    @Option(help: "The share of quotes to keep, 0.5 to 0.999; that of the place when left out.")
    var confidence: Double?

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func validate() throws {
        if let confidence, !(0.5...0.999).contains(confidence) { throw Terminal.usage("backtest.usage.confidence") }
    }

    var thousandths: Int? { confidence.map { Int(($0 * 1_000).rounded()) } }

    func answer(_ ask: @escaping @Sendable (Reading, Instant) throws -> QuoteAnswer) async throws {
        let now = SystemTime().now
        let found = try await store.withStore { store in try await store.read { try ask($0, now) } }
        switch format {
        case .json: Terminal.answer(QuoteText.json(found, words: try Vocabulary.load()))
        case .text: Terminal.answer(QuoteText.lines(found, try Terminal.words()))
        }
    }
}

struct QuoteOrder: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "When an order that is under way will be there.")

    @OptionGroup var options: QuoteOptions

    @Argument(help: "The order's number, such as 1042.")
    var number: Int

    func perform() async throws {
        try await options.answer { [number, thousandths = options.thousandths] reading, now in
            guard let order = try reading.order(numbered: number) else { throw StoreError.notFound("order \(number)") }
            return try reading.quote(of: order.id, confidence: thousandths, at: now)
        }
    }
}

struct QuoteDelivery: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "When an order would be there that is not made yet.")

    @OptionGroup var options: QuoteOptions

    @Option(help: "To which region it goes, as orders name it.") var region: String?
    @Option(help: "To which postcode.") var postcode: String?
    @Option(help: "The id of the place that sends it.") var place: String?
    @Option(help: "The id of the carrier.") var carrier: String?
    @Option(help: "By which channel it is ordered.") var channel: String?
    @Option(help: "How many lines of goods it has.") var goods = 0
    @Option(help: "The first article.") var sku: String?
    @Option(help: "Its product group.") var productGroup: String?

    func perform() async throws {
        var question = DeliveryQuestion(place: try id(place, "place"))
        question.carrier = try id(carrier, "carrier")
        (question.region, question.postcode, question.channel) = (region, postcode, channel)
        (question.goods, question.sku, question.productGroup) = (goods, sku, productGroup)
        question.confidence = options.thousandths
        try await options.answer { [question] reading, now in try reading.quote(question, at: now) }
    }

    private func id<T>(_ text: String?, _ field: String) throws -> ID<T>? {
        guard let text else { return nil }
        guard let id = ID<T>(text) else { throw InvalidInput(field, "requests.unknown-id") }
        return id
    }
}

struct QuoteLearn: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn", abstract: "Learns from the record now, as the server does each night.")

    @OptionGroup var store: StoreOptions

    func perform() async throws {
        let now = SystemTime().now
        let learned = try await store.withStore { store in
            try await store.forgetDeliveryModel(at: now)
            return try await store.learnDeliveries(at: now)
        }
        let words = try Terminal.words()
        switch learned {
        case .known: Terminal.answer(words("quotes.learned.known"))
        case .tooFew(let delivered):
            Terminal.answer(
                words(
                    "quotes.learned.too-few", count: delivered, ["needed": words.number(Store.leastDeliveries)]))
        case .learned(let orders, let delivered, let bytes):
            Terminal.answer(
                words(
                    "quotes.learned.done", count: delivered,
                    ["orders": words.number(orders), "bytes": words.number(bytes)]))
        }
    }
}
