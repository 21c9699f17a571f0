extension Money {
    /// An amount as a person types it: `12.50`, `12,50`, `1,250.00`, `1.250,00`, `1250`. Not negative.
    ///
    /// The last point or comma is the decimal sign where at most as many digits follow it as the currency has decimals;
    /// with three digits after it, it groups thousands. `nil` for what can be read in no way.
    package init?(written text: String, in currency: Currency) {
        guard text.utf8.count <= 40 else { return nil }
        let bytes = Array(text.utf8)
        let last = bytes.lastIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        let after = last.map { bytes[($0 + 1)...].count { (48...57).contains($0) } } ?? 0
        let isDecimal = last != nil && after != 3 || currency.exponent == 3 && after == 3
        let decimal = last.map { bytes[$0] } ?? UInt8(ascii: ".")
        let sign = isDecimal ? decimal : decimal == UInt8(ascii: ".") ? UInt8(ascii: ",") : UInt8(ascii: ".")
        let amount = bytes.withUnsafeBytes { field -> WrittenAmount? in
            do throws(FieldFault) { return try WrittenAmount(field, exponent: currency.exponent, decimal: sign) } catch
            {
                return nil
            }
        }
        guard let amount, !amount.isNegative else { return nil }
        self.init(minor: amount.minor, currency: currency)
    }
}
