import KeptDomain
import KeptFigures

/// What a quote rests on, in sentences.
extension Words {
    /// `412 orders to SP by Vans in 60 days: nine of ten within 6 days. Things run slower than usual at present.`
    ///
    /// - Parameters:
    ///   - region: as the order names it.
    ///   - carrier: its name.
    package func basis(of quote: QuoteBasis, region: String?, carrier: String?) -> String {
        var sentences: [String] = []
        if let likes = quote.likes {
            let (place, by) = (likes.isByRegion ? region : nil, likes.isByCarrier ? carrier : nil)
            let slots: KeyValuePairs<String, String> = [
                "region": place ?? "", "carrier": by ?? "", "span": number(likes.span),
                "share": share(inWords: quote.confidence), "days": days(likes.days),
            ]
            let key: WordKey =
                switch (place, by) {
                case (.some, .some): "quotes.basis.region-and-carrier"
                case (.some, nil): "quotes.basis.region"
                case (nil, .some): "quotes.basis.carrier"
                case (nil, nil): "quotes.basis.all"
                }
            sentences.append(self(key, count: likes.count, slots))
        } else {
            sentences.append(self("quotes.basis.few", count: quote.delivered))
        }
        if quote.isRegionNew, let region { sentences.append(self("quotes.basis.new-region", ["region": region])) }
        switch quote.pace {
        case .usual: break
        case .slower, .faster: sentences.append(self("quotes.basis.pace", of: quote.pace))
        }
        return self.sentences(sentences)
    }

    /// Why nothing can be quoted.
    package func unquotable(_ why: Unquotable, confidence: Double) -> String {
        switch why {
        case .tooFew(let lacking) where lacking > 0:
            self("quotes.cannot.too-few", count: lacking, ["share": share(inWords: confidence)])
        case .tooFew: self("quotes.cannot.not-learned")
        case .beyondBounds: self("quotes.cannot.beyond")
        }
    }

    /// `nine of ten`, `97 of 100`.
    package func share(inWords share: Double) -> String {
        let thousandths = Int((share * 1_000).rounded())
        switch thousandths {
        case 500: return self("quotes.shares.half")
        case 800: return self("quotes.shares.four-of-five")
        case 900: return self("quotes.shares.nine-of-ten")
        case 950: return self("quotes.shares.nineteen-of-twenty")
        default:
            return self(
                "quotes.shares.of-hundred", ["share": number(share * 100, digits: thousandths % 10 == 0 ? 0 : 1)])
        }
    }

    /// `about 35 of 100`: how likely a time is to be kept.
    package func chance(_ chance: Double) -> String {
        let hundredths = Int((chance * 100).rounded())
        return self("quotes.shares.of-hundred", ["share": number(min(99, max(1, hundredths)))])
    }

    private func days(_ count: Int) -> String { self("quotes.days", count: count) }
}

extension Words {
    /// Why an order will probably be late, as its customer may be told.
    package func warning(of stage: OrderRisk.Stage, days: Int) -> String {
        days == 0 ? self("quotes.risk.told-at-once") : self(WordKey.of("quotes.risk.told", stage), count: days)
    }

    /// Where an order stands and since when, for colleagues.
    package func standing(of stage: OrderRisk.Stage, days: Int) -> String {
        self(WordKey.of("quotes.risk.standing", stage), count: days)
    }

    /// What a told time rests on, or how likely a wish is.
    package func toldBasis(_ basis: QuoteBasis, chance: Double, isWish: Bool, region: String?, carrier: String?)
        -> String
    {
        isWish
            ? self("quotes.told.wish", ["chance": self.chance(chance)])
            : self.basis(of: basis, region: region, carrier: carrier)
    }
}
