import KeptDomain
import KeptStore

/// A back-test as its page draws it, read from what was stored.
package struct BacktestFigures: Sendable {
    package struct Part: Sendable {
        package let name: String
        package let orders: Int
        package let share: Double
        package let days: Double
    }

    package struct Point: Sendable {
        package let threshold: Double
        package let precision: Double?
        package let recall: Double?
        package let warning: Double?
    }

    package struct Kept: Sendable {
        package let share: Double?
        package let days: Double?
    }

    package let orders: Int
    package let undelivered: Int
    package let quoted: Int
    package let ours: Kept
    package let practice: Kept
    package let rolling: Kept
    package let atPracticeShare: Double?
    package let months: [Part]
    package let regions: [Part]
    package let auc: Double?
    package let curve: [Point]

    /// `nil` for one that has no result.
    init?(_ record: BacktestRecord) {
        guard let found = record.deliveries else { return nil }
        orders = found["orders"].whole
        undelivered = found["undelivered"].whole
        quoted = found["quoted"].whole
        ours = Kept(share: found["kept_share"].real, days: found["mean_days"].real)
        func kept(_ value: JSONValue?) -> Kept { Kept(share: value["kept_share"].real, days: value["mean_days"].real) }
        practice = kept(found["practice"])
        rolling = kept(found["rolling"])
        atPracticeShare = found["at_practice_share"]["mean_days"].real
        func parts(_ value: JSONValue?, _ name: String) -> [Part] {
            value.items.map {
                Part(
                    name: $0[name].text, orders: $0["orders"].whole, share: $0["kept_share"].real ?? 0,
                    days: $0["mean_days"].real ?? 0)
            }
        }
        months = parts(found["by_month"], "month")
        regions = parts(found["by_region"], "region")
        auc = record.risk["auc"].real
        curve = record.risk["curve"].items.map {
            Point(
                threshold: $0["threshold"].real ?? 0, precision: $0["precision"].real, recall: $0["recall"].real,
                warning: $0["median_warning_days"].real)
        }
    }

    /// A row for each month, region and threshold.
    var csv: String {
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
        var lines = ["part,name,orders,kept_share,mean_days,precision,recall,median_warning_days"]
        for (kind, parts) in [("month", months), ("region", regions)] {
            lines += parts.map { "\(kind),\(quoted($0.name)),\($0.orders),\($0.share),\($0.days),,," }
        }
        lines += curve.map {
            "threshold,\($0.threshold),,,,\(text($0.precision)),\(text($0.recall)),\(text($0.warning))"
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

extension JSONValue? {
    fileprivate subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    fileprivate var real: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }
    fileprivate var whole: Int { real.map { Int($0) } ?? 0 }
    fileprivate var text: String { if case .string(let text) = self { text } else { "" } }
    fileprivate var items: [JSONValue?] { if case .array(let items) = self { items } else { [] } }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? { Optional(self)[name] }
}
