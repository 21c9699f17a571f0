import KeptDomain
import KeptStore

/// What we said, as the record has it, with how much of each open clock is used.
struct KnownWords: Sendable {
    let words: [OrderPage.Word]
    private let used: [ID<Promise>: Double]
    private let pauses: [ID<Promise>: [PromisePause]]

    init(_ words: [OrderPage.Word], in reading: Reading, at now: Instant) throws {
        self.words = words
        var used: [ID<Promise>: Double] = [:]
        for promise in words.map(\.promise) where promise.isOpen {
            used[promise.id] = try reading.timing(of: promise).usedShare(at: now)
        }
        self.used = used
        pauses = try reading.pauses(of: words.map(\.promise).filter(\.isOpen).map(\.id))
    }

    /// One after the other, the first said first.
    var line: [PromiseView] { words.map(view) }

    /// A chain for each first word: the words that replaced one another, the first said first.
    var chains: [[PromiseView]] {
        let chains = Dictionary(grouping: words, by: \.promise.first)
        return chains.keys.sorted().compactMap { chains[$0]?.map(view) }
    }

    /// The word that holds of those that `isMeant`.
    func holding(_ isMeant: (Promise) -> Bool) -> PromiseView? {
        let promise = words.map(\.promise).filter(isMeant).holding
        return words.first { $0.promise.id == promise?.id }.map(view)
    }

    private func view(_ word: OrderPage.Word) -> PromiseView {
        let promise = word.promise
        let next = words.first { $0.promise.replaces == promise.id }
        var view = PromiseView(
            promise, used: used[promise.id], isAtRisk: word.isAtRisk, why: next?.why.flatMap(PromiseView.reason))
        view.pauses = (pauses[promise.id] ?? []).map {
            PauseView(id: $0.id, from: $0.from, to: $0.to, reason: $0.because)
        }
        return view
    }
}

extension PromiseView {
    /// Why a word was replaced, as people read it. A chosen window says so itself, in the word that it made.
    static func reason(_ why: String) -> String? {
        if case .window = OwnSentence(why) { nil } else { why }
    }
}
