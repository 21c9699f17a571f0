import ArgumentParser
import KeptDomain
import KeptStore

/// Messages by the million, in words of two languages as frequent as words are, for measurements of the search.
struct BenchFillSearch: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill-search",
        abstract: "Make messages of three years in two languages, taken into the search; print words to look for.")

    @OptionGroup var store: StoreOptions

    @Option(help: "How many messages.")
    var count = 1_000_000

    @Option(help: "How many cases they are of.")
    var cases = 200_000

    @Option(help: "How many questions of each language to print.")
    var questions = 500

    /// Small enough that other writers of the record get in between.
    private static let batch = 1_000

    func validate() throws {
        guard count > 0, cases > 0, questions > 0 else {
            throw ValidationError("--count, --cases and --questions must be positive.")
        }
    }

    func perform() async throws {
        let (time, words, count) = (SystemTime(), WordFill(), count)
        let plan = CaseFill.Plan(cases: cases, messages: 0, customers: max(cases / 20, 1), owners: 20)
        try await store.withStore(whenAbsent: .made, time: time) { store in
            let fill = try await store.write(as: .shell, at: time.now) { try $0.startCaseFill(plan) }
            var ids: [ID<Case>] = []
            for start in stride(from: 0, to: plan.cases, by: Self.batch) {
                let indexes = start..<min(start + Self.batch, plan.cases)
                ids += try await store.write(as: .shell, at: time.now) { tx in
                    let made = try tx.add(indexes, of: fill)
                    try tx.noteTexts(of: made)
                    return made
                }
            }
            for start in stride(from: 0, to: count, by: Self.batch) {
                let indexes = start..<min(start + Self.batch, count)
                try await store.write(as: .shell, at: time.now) { [ids] in
                    try $0.add(indexes, of: count, to: ids, words: words)
                }
            }
            try await store.takeInAllTexts(at: time.now)
        }
        let asked = words.questions(questions)
        Terminal.answer(
            "{\"messages\":\(count),\"english\":\(JSONText.array(asked.english)),\"chinese\":\(JSONText.array(asked.chinese))}"
        )
    }
}
