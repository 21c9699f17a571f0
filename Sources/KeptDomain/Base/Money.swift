/// An amount in whole minor units of one currency. Amounts of different currencies are never summed.
package struct Money: Hashable, Sendable {
    /// Whole minor units: 1999 is 19.99 EUR, 1999 is 1,999 JPY.
    package let minor: Int64
    package let currency: Currency

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }
}

/// An ISO 4217 currency: its three-letter code and the number of decimals of its minor unit.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
    package let code: String
    package let exponent: Int

    /// `nil` unless `code` is three letters A–Z; the exponent comes from ISO 4217:2015, 2 where the list is silent.
    package init?(_ code: String) {
        let upper = code.uppercased()
        guard upper.utf8.count == 3, upper.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        self.code = upper
        self.exponent = Self.unusualExponents[upper] ?? 2
    }

    package var description: String { code }

    private static let unusualExponents: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
        "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
        "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]
}
