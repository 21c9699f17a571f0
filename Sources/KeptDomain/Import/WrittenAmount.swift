/// An amount of money as people and programs write it: `1.234,50`, `R$ 12.9`, `-3`, `12,50 €`, `5.00-`, `(5.00)`.
///
/// Only what can be read one way is read. Groups have three digits (before the last also two, as in 12,34,567), so that
/// 12,50 is never taken for 1250 where the point is the decimal sign; and digits stand together, so that 1e5 is no 15.
struct WrittenAmount {
    /// No amount has a larger magnitude, in minor units.
    static let limit: Int64 = 1_000_000_000_000_000

    /// Whole minor units, without the sign.
    private(set) var minor: Int64 = 0
    private(set) var isNegative = false

    private enum Part { case before, whole, decimals, after }

    private let exponent: Int
    private var part = Part.before
    /// Digits in the group at hand, and whether a group ended before it; digits behind the decimal sign.
    private var inGroup = 0
    private var isGrouped = false
    private var decimals = 0

    /// - Parameters:
    ///   - exponent: decimals of the currency, 0 to 4. Further decimals in the field must be zeros.
    ///   - decimal: the decimal sign; the other one of point and comma, blanks and apostrophes group thousands.
    init(_ field: UnsafeRawBufferPointer, exponent: Int, decimal: UInt8) throws(FieldFault) {
        self.exponent = exponent
        var at = 0
        while at < field.count {
            let byte = field[at]
            if let digit = FieldReading.digit(byte) {
                try take(digit)
            } else if byte == decimal {
                try beginDecimals()
            } else if byte == 0x2D || byte == 0x28 {
                if part != .before { try end() }
                isNegative = true
            } else if let length = Self.separator(field, at) {
                let isBetweenDigits =
                    part == .whole && at + length < field.count && FieldReading.digit(field[at + length]) != nil
                if isBetweenDigits {
                    try endGroup()
                } else if byte == 0x2E || byte == 0x2C, part == .whole || part == .decimals {
                    throw FieldFault(reason: .noAmount)
                } else if part != .before {
                    try end()
                }
                at += length - 1
            } else if part != .before {
                try end()
            }
            // Anything else is a currency's sign or code.
            at += 1
        }
        guard part != .before else { throw FieldFault(reason: .noAmount) }
        try end()
        for _ in min(decimals, exponent)..<exponent where minor <= Self.limit { minor *= 10 }
        guard minor <= Self.limit else { throw FieldFault(reason: .outOfRange) }
    }

    private mutating func take(_ digit: Int64) throws(FieldFault) {
        switch part {
        case .before: part = .whole
        case .after: throw FieldFault(reason: .noAmount)
        case .whole: break
        case .decimals:
            decimals += 1
            if decimals > exponent {
                guard digit == 0 else { throw FieldFault(reason: .noAmount) }
                return
            }
        }
        if part == .whole { inGroup += 1 }
        guard minor <= Self.limit else { throw FieldFault(reason: .outOfRange) }
        minor = minor * 10 + digit
    }

    private mutating func endGroup() throws(FieldFault) {
        guard isGrouped ? (2...3).contains(inGroup) : (1...3).contains(inGroup) else {
            throw FieldFault(reason: .noAmount)
        }
        isGrouped = true
        inGroup = 0
    }

    private mutating func beginDecimals() throws(FieldFault) {
        guard part == .before || part == .whole else { throw FieldFault(reason: .noAmount) }
        try endWhole()
        part = .decimals
    }

    private mutating func end() throws(FieldFault) {
        if part == .decimals, decimals == 0, inGroup == 0 { throw FieldFault(reason: .noAmount) }
        if part == .whole { try endWhole() }
        part = .after
    }

    private func endWhole() throws(FieldFault) {
        if isGrouped, inGroup != 3 { throw FieldFault(reason: .noAmount) }
    }

    /// How many bytes the separator of groups that begins at `at` has, if one does: point, comma, blank, apostrophe, or
    /// a no-break blank or apostrophe in UTF-8.
    private static func separator(_ field: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        switch field[at] {
        case 0x2E, 0x2C, 0x20, 0x27: 1
        case 0xC2 where at + 1 < field.count && field[at + 1] == 0xA0: 2
        case 0xE2
        where at + 2 < field.count && field[at + 1] == 0x80 && (field[at + 2] == 0xAF || field[at + 2] == 0x99):
            3
        default: nil
        }
    }
}

extension FieldReading {
    /// An amount in minor units, as `WrittenAmount` reads it.
    static func minorUnits(
        _ field: UnsafeRawBufferPointer, exponent: Int, decimal: UInt8
    ) throws(FieldFault) -> Int64 {
        let amount = try WrittenAmount(field, exponent: exponent, decimal: decimal)
        return amount.isNegative ? -amount.minor : amount.minor
    }
}
