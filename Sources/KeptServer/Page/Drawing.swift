/// Numbers as SVG writes them.
package enum Drawing {
    /// `value` rounded to two decimals, without trailing zeros: `12`, `3.5`, `-0.25`; 0 for what is not finite.
    package static func coordinate(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "0" }
        let hundredths = Int64((value * 100).rounded())
        let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
        return part < 10 ? "\(sign)\(whole).0\(part)" : "\(sign)\(whole).\(part)"
    }
}
