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

/// As facts of the journal and of refusals hold it: `1999 EUR`, whole minor units and the code.
extension Money: CustomStringConvertible {
    package var description: String { "\(minor) \(currency.code)" }

    /// `nil` for what `description` did not write.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let minor = Int64(parts[0]), parts[1].utf8.count == 3,
            parts[1].utf8.allSatisfy({ (65...90).contains($0) }), let currency = Currency(String(parts[1]))
        else { return nil }
        self.init(minor: minor, currency: currency)
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

    /// A currency that a person or a program names: `nil` unless ISO 4217 lists it or listed it since 1999. What is stored
    /// was read by this once.
    package init?(listed code: String) {
        self.init(code)
        guard Self.listed.contains(self.code) else { return nil }
    }

    package var description: String { code }

    private static let listed = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
        CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
        IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
        MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
        SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
        UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK
        AZM BGL BYB BYR CSD CUC GHC MRO MXV MZM ROL SDD SLL SRG STD TMM TRL USN VEB VEF YUM ZMK ZWD ZWL ZWR BOV CHE CHW COU
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let unusualExponents: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
        "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
        "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]
}
