import KeptDomain
import KeptWords

extension Words {
    /// "About 12 min; 9 of 10 waits like this end within 18 min.", or why nothing can be said.
    func wait(_ outlook: WaitOutlook) -> String {
        switch outlook {
        case .quoted(let quote):
            let (part, whole) = Self.chance(quote.confidence)
            let within = duration(.seconds(Int64(quote.keptWithin)))
            guard quote.median >= 60 else {
                return self(
                    "queue-pages.wait.soon", ["part": number(part), "whole": number(whole), "within": within])
            }
            return self(
                "queue-pages.wait.about",
                [
                    "usual": duration(.seconds(Int64(quote.median))), "part": number(part), "whole": number(whole),
                    "within": within,
                ])
        case .tooFew(let needed): return self("queue-pages.wait.too-few", count: needed)
        case .nobodyServes: return self("queue-pages.wait.nobody-serves")
        case .unlikeAny: return self("queue-pages.wait.unlike-any")
        }
    }

    /// The wait in as few words as fit on a board.
    func shortWait(_ outlook: WaitOutlook) -> String {
        guard let quote = outlook.quote else { return self("queue-pages.wait.unknown") }
        return self(
            "queue-pages.wait.short",
            [
                "usual": duration(.seconds(Int64(max(60, quote.median)))),
                "within": duration(.seconds(Int64(quote.keptWithin))),
            ])
    }

    /// On what it rests.
    func basis(_ quote: WaitQuote) -> String {
        guard let part = quote.basis.first, let kind = BasisKind(rawValue: part.key) else {
            return self("queue-pages.wait.basis", count: quote.precedents)
        }
        func said(_ fact: String) -> String { number(part.facts[fact] ?? 0) }
        return self(
            "queues.basis", of: kind,
            ["count": number(quote.precedents), "ahead": said("ahead"), "points": said("points")])
    }

    /// The keys of `WaitBasis`.
    private enum BasisKind: String {
        case learned
        case freePoint = "free-point"
        case likeLength = "like-length"
    }

    /// 0.9 as 9 of 10, 0.95 as 95 of 100.
    private static func chance(_ share: Double) -> (Int, Int) {
        let percent = Int((share * 100).rounded())
        return percent % 10 == 0 ? (percent / 10, 10) : (percent, 100)
    }
}
