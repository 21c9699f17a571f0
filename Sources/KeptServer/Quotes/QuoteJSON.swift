import KeptDomain
import KeptStore

/// Shares in thousandths.
enum Share {
    /// `0.95` is 950; `nil` for what is no share from 0 to 1 with at most three decimals.
    static func thousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...1).contains(whole), !text.hasPrefix("+"),
            !text.hasPrefix("-")
        else { return nil }
        guard parts.count == 2 else { return whole * 1_000 }
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count))
        else { return nil }
        let found = whole * 1_000 + number
        return found <= 1_000 ? found : nil
    }
}

extension JSONFields {
    /// A share such as 0.95, in thousandths.
    func optionalShare(_ name: String) -> Int? {
        guard let value = value(name) else { return nil }
        if case .number(let digits) = value, let share = Share.thousandths(digits) { return share }
        refuse(name, "quotes.problems.not-share")
        return nil
    }

    func share(_ name: String) -> Int {
        if !has(name) { refuse(name, "requests.missing") }
        return optionalShare(name) ?? 0
    }

    func flag(_ name: String) -> Bool {
        if !has(name) { refuse(name, "requests.missing") }
        return optionalFlag(name) ?? false
    }
}

extension JSONWriter {
    mutating func write(_ late: LikelyLate) {
        object { json in
            json.field("order", late.risk.order)
            json.field("number", late.number)
            json.field("promise", late.risk.promise)
            json.field("customer", late.customer)
            json.field("carrier", late.carrier)
            json.field("region", late.region)
            json.field("due_at", late.due)
            json.field("chance", Double(late.risk.chance) / 1_000)
            json.field("read_at", late.risk.readAt)
            json.field("since", late.risk.overSince)
            json.field("stage", late.risk.stage)
            json.field("days", late.risk.stageDays)
            json.field("foreseen_at", late.risk.foreseenAt)
        }
    }

    mutating func write(_ rule: QuoteRule, of place: ID<Place>?) {
        object { json in
            json.field("place", place)
            json.field("confidence", Double(rule.confidence) / 1_000)
            json.field("promises", rule.promises)
            json.field("foresees", rule.foresees)
            json.field("threshold", Double(rule.threshold) / 1_000)
        }
    }
}
