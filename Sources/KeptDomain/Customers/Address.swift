/// Where a customer lives or an order goes.
package struct Address: Sendable, Hashable {
    /// Street and house as one writes them on a parcel.
    package var street: String?
    package var city: String?
    /// A state or province, as the business writes it.
    package var region: String?
    /// Two letters of ISO 3166-1, in either case.
    package var country: String?
    package var postcode: String?

    package init(
        street: String? = nil, city: String? = nil, region: String? = nil, country: String? = nil,
        postcode: String? = nil
    ) {
        self.street = street
        self.city = city
        self.region = region
        self.country = country
        self.postcode = postcode
    }

    package func problems(_ prefix: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(street, prefix + "street", limit: 400))
        problems.append(.optional(city, prefix + "city"))
        problems.append(.optional(region, prefix + "region"))
        problems.append(.optional(postcode, prefix + "postcode", limit: 40))
        if let country, country.utf8.count != 2 {
            problems.append(FieldProblem(prefix + "country", "problems.no-such-country"))
        }
        return problems
    }

    /// The zone of the tz database in which this address lies, `nil` unless the country, or the state within it, has only
    /// one.
    package var zone: String? {
        guard let country = country?.uppercased() else { return nil }
        if let zone = Self.zonesOfCountries[country] { return zone }
        guard country == "BR", let state = region?.uppercased() else { return nil }
        return Self.zonesOfBrazilianStates[state]
    }

    /// Countries whose customers all read one clock, by the table `zone1970.tab` of the tz database (2024a). Countries with
    /// islands or regions on another clock (ES, PT, US, CA, AU, RU, …) are left out on purpose.
    private static let zonesOfCountries: [String: String] = [
        "AE": "Asia/Dubai", "AT": "Europe/Vienna", "BD": "Asia/Dhaka", "BE": "Europe/Brussels", "BG": "Europe/Sofia",
        "CH": "Europe/Zurich", "CN": "Asia/Shanghai", "CO": "America/Bogota", "CZ": "Europe/Prague",
        "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "EG": "Africa/Cairo",
        "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens",
        "HK": "Asia/Hong_Kong", "HR": "Europe/Zagreb", "HU": "Europe/Budapest", "IE": "Europe/Dublin",
        "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IS": "Atlantic/Reykjavik", "IT": "Europe/Rome",
        "JP": "Asia/Tokyo", "KE": "Africa/Nairobi", "KR": "Asia/Seoul", "LT": "Europe/Vilnius",
        "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MA": "Africa/Casablanca", "MO": "Asia/Macau",
        "MY": "Asia/Kuala_Lumpur", "NG": "Africa/Lagos", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo",
        "NP": "Asia/Kathmandu", "PE": "America/Lima", "PH": "Asia/Manila", "PK": "Asia/Karachi",
        "PL": "Europe/Warsaw", "RO": "Europe/Bucharest", "RS": "Europe/Belgrade", "SA": "Asia/Riyadh",
        "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
        "TH": "Asia/Bangkok", "TR": "Europe/Istanbul", "TW": "Asia/Taipei", "UA": "Europe/Kyiv",
        "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
    ]

    /// Amazonas and Pernambuco are left out: each has a part on another clock.
    private static let zonesOfBrazilianStates: [String: String] = [
        "AC": "America/Rio_Branco", "AL": "America/Maceio", "AP": "America/Belem", "BA": "America/Bahia",
        "CE": "America/Fortaleza", "DF": "America/Sao_Paulo", "ES": "America/Sao_Paulo", "GO": "America/Sao_Paulo",
        "MA": "America/Fortaleza", "MG": "America/Sao_Paulo", "MS": "America/Campo_Grande", "MT": "America/Cuiaba",
        "PB": "America/Fortaleza", "PI": "America/Fortaleza", "PR": "America/Sao_Paulo", "RJ": "America/Sao_Paulo",
        "RN": "America/Fortaleza", "RO": "America/Porto_Velho", "RR": "America/Boa_Vista", "RS": "America/Sao_Paulo",
        "SC": "America/Sao_Paulo", "SE": "America/Maceio", "SP": "America/Sao_Paulo", "TO": "America/Araguaina",
    ]
}
