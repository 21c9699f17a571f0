import KeptFigures

/// Which value each of an order's facts has, as the clocks' tables number them.
enum DeliveryKeys {
    /// One key for each `DeliveryColumn`, 0 where it is unknown.
    ///
    /// - Parameters:
    ///   - lead: in days, as another system promised it; `nil` where none did.
    ///   - ordered: in the order's zone.
    ///   - named: the number of a name in a column, 0 for one that has none.
    static func row(
        of facts: QuotedOrder.Facts, lead: Int?, ordered: LocalTime, named: (DeliveryColumn, String) -> UInt16
    ) -> [UInt16] {
        DeliveryColumn.allCases.map { column in
            func name(_ name: String?) -> UInt16 { name.map { $0.isEmpty ? 0 : named(column, $0) } ?? 0 }
            func band(_ amount: Double?, _ growth: Double) -> UInt16 {
                amount.map { UInt16(1 + AmountBand.of($0, growth: growth)) } ?? 0
            }
            switch column {
            // Unknown is a region of its own.
            case .region: return named(column, facts.region ?? "")
            case .hasLead: return lead == nil ? 0 : 1
            case .lead: return band(lead.map(Double.init), 1.15)
            case .wideLead: return band(lead.map(Double.init), 1.25)
            case .total: return band(facts.total.map(Double.init), 1.4)
            case .freight: return band(facts.freight.map(Double.init), 1.4)
            case .area: return name(facts.postcode.map { String($0.prefix(2)) })
            case .district: return name(facts.postcode.map { String($0.prefix(3)) })
            case .goods: return UInt16(min(facts.goods, 3))
            case .hour: return UInt16(1 + ordered.hour / 4)
            case .weekday: return UInt16(1 + ordered.day.weekday.rawValue)
            case .productGroup: return name(facts.productGroup)
            case .sku: return name(facts.sku)
            case .carrier: return name(facts.carrier.map { "\($0)" })
            case .place: return name("\(facts.place)")
            case .channel: return name(facts.channel)
            case .segment: return name(facts.segment)
            }
        }
    }
}

/// A name by 64 bits of it, so that thousands of names take a few bytes each (FNV-1a, G. Fowler, L. C. Noll and K.-P. Vo,
/// 1991). That two of 65,000 names share them has a chance of 1e-10.
enum NamePrint {
    static func of(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
