import KeptDomain

/// A language's signs for numbers, read once.
struct NumberWords: Sendable {
    let group: String
    let decimal: String
    let share: Template
    let money: Template
    let listSeparator: String
    let listEnd: String
    let symbols: [String: String]

    init(_ source: WordSource) throws {
        group = try source.text("language.group")
        decimal = try source.text("language.decimal")
        share = try source.template("language.share")
        money = try source.template("language.money")
        listSeparator = try source.text("language.list.separator")
        listEnd = try source.text("language.list.end")
        var symbols: [String: String] = [:]
        let prefix = "language.symbols."
        for key in source.table.keys where key.hasPrefix(prefix) {
            symbols[String(key.dropFirst(prefix.count))] = try source.text(key)
        }
        self.symbols = symbols
    }

    func grouped(_ digits: Substring) -> String {
        guard digits.utf8.count > 3 else { return String(digits) }
        var result = ""
        var left = digits.utf8.count
        for digit in digits {
            result.append(digit)
            left -= 1
            if left > 0, left % 3 == 0 { result += group }
        }
        return result
    }
}

extension Words {
    /// `12,345`; a minus sign, not a hyphen, before negative numbers.
    package func number(_ value: Int) -> String {
        value < 0 ? "\u{2212}" + numbers.grouped(String(value.magnitude)[...]) : numbers.grouped(String(value)[...])
    }

    /// `1,234.5` with exactly `digits` decimals (0...9), halves rounded away from zero.
    package func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 / Double(Self.powers[digits]) else { return "\u{2013}" }
        return fixed(Int64((value * Double(Self.powers[digits])).rounded()), digits: digits)
    }

    /// A share in 0...1 as `82 %`.
    ///
    /// Never says 100 for less than all nor 0 for more than none: one or two decimals appear where they are needed.
    package func share(_ value: Double, digits: Int = 0) -> String {
        guard value.isFinite else { return "\u{2013}" }
        var digits = digits
        while digits < 2, value != 0, value != 1, Self.looksWhole(value, digits: digits) { digits += 1 }
        let scale = Double(Self.powers[digits])
        var parts = (value * 100 * scale).rounded()
        if value < 1, parts >= 100 * scale { parts = 100 * scale - 1 }
        let text = fixed(Int64(parts), digits: digits)
        return numbers.share.filled { _ in text }
    }

    /// `€19.99`, or `CHF 19.99` where the language has no sign for the currency.
    package func money(_ amount: Money) -> String {
        let number = fixed(Int64(clamping: amount.minor.magnitude), digits: amount.currency.exponent)
        let symbol = numbers.symbols[amount.currency.code] ?? amount.currency.code + " "
        let text = numbers.money.filled { $0 == "symbol" ? symbol : number }
        return amount.minor < 0 ? "\u{2212}" + text : text
    }

    /// As `money(_:)`; the empty text for none.
    package func money(_ amount: Money?) -> String { amount.map { money($0) } ?? "" }

    /// `a, b and c`; the empty text for none.
    package func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: numbers.listSeparator) + numbers.listEnd + last
    }

    /// `value` ÷ 10^`digits` in the language's signs.
    private func fixed(_ value: Int64, digits: Int) -> String {
        let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: UInt64(Self.powers[digits]))
        var text = numbers.grouped(String(whole)[...])
        if digits > 0 { text += numbers.decimal + padded(Int(part), digits) }
        return value < 0 ? "\u{2212}" + text : text
    }

    private static func looksWhole(_ value: Double, digits: Int) -> Bool {
        let shown = (value * 100 * Double(powers[digits])).rounded()
        return shown == 0 || shown == 100 * Double(powers[digits])
    }

    private static let powers: [Int64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    ]
}
