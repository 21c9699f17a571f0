import KeptDomain
import KeptFigures
import KeptWords

/// Quotes as JSON for programs: shares with three decimals, sentences by language.
package enum QuoteText {
    package static func json(_ answer: QuoteAnswer, words: Vocabulary) -> String {
        let head = """
            "confidence":\(share(answer.confidence)),"held":{"told":\(answer.held.told),"known":\(answer.held.known),\
            "kept":\(answer.held.kept),"share":\(share(answer.held.share)),"days":\(QuoteAnswer.Held.days)}
            """
        let sentences = words.languages.map { language in
            "\(JSONText.string(language.tag)):\(JSONText.string(sentence(answer, words[language])))"
        }
        let tail = #""sentence":{\#(sentences.joined(separator: ","))}"#
        switch answer.outcome {
        case .failure(.tooFew(let lacking)):
            return #"{"quoted":false,"why":"too-few","needed":\#(lacking),\#(head),\#(tail)}"#
        case .failure(.beyondBounds):
            return #"{"quoted":false,"why":"beyond-bounds","needed":0,\#(head),\#(tail)}"#
        case .success(let quote):
            return """
                {"quoted":true,"day":"\(quote.day)","due_at":"\(quote.due.iso)","days":\(quote.days),\
                "median_day":\(quote.median.map { "\"\($0)\"" } ?? "null"),"precedents":\(quote.delivered),\
                "like":\(likes(quote.likes)),"region_new":\(quote.isRegionNew),"pace":"\(quote.pace.rawValue)",\
                "learned_to":"\(quote.model.advanced(by: -1))",\(head),\(tail)}
                """
        }
    }

    /// The quote and what it rests on in one language.
    package static func sentence(_ answer: QuoteAnswer, _ words: Words) -> String {
        switch answer.outcome {
        case .failure(let why): words.unquotable(why, confidence: answer.confidence)
        case .success(let quote): words.basis(of: quote.basis, region: answer.region, carrier: answer.carrier)
        }
    }

    /// For people at a terminal.
    package static func lines(_ answer: QuoteAnswer, _ words: Words) -> String {
        guard let quote = answer.quote else { return sentence(answer, words) }
        var lines = [
            words(
                "quotes.lines.day",
                [
                    "day": words.day(quote.day, today: answer.today), "share": words.share(inWords: answer.confidence),
                    "days": words("quotes.days", count: quote.days),
                ])
        ]
        if let median = quote.median {
            lines.append(words("quotes.lines.median", ["day": words.day(median, today: answer.today)]))
        }
        lines.append(sentence(answer, words))
        lines.append(words("quotes.lines.rests-on", count: quote.delivered))
        lines.append(held(answer.held, words))
        return lines.joined(separator: "\n")
    }

    /// How quotes of late held.
    package static func held(_ held: QuoteAnswer.Held, _ words: Words) -> String {
        guard held.known > 0 else { return words("quotes.held.none", count: held.told) }
        return words("quotes.held.some", count: held.known, ["kept": words.number(held.kept)])
    }

    private static func likes(_ likes: DeliveryQuote.Likes?) -> String {
        guard let likes else { return "null" }
        return """
            {"count":\(likes.count),"days":\(likes.days),"span_days":\(likes.span),"by_region":\(likes.isByRegion),\
            "by_carrier":\(likes.isByCarrier)}
            """
    }

    private static func share(_ value: Double?) -> String {
        JSONText.number(value.map { ($0 * 1_000).rounded() / 1_000 })
    }
}
