import Foundation
import KeptDomain

/// A rule as its column holds it: JSON, without the name and trigger that have columns of their own.
struct GuaranteeDefinition: Codable {
    private struct Gift: Codable {
        var kind: RemedyKind
        var minor: Int64?
        var currency: String?
        var percent: Int?
        var difference: Int?
    }

    private var called: [String: String] = [:]
    private var place: Int64?
    private var carrier: Int64?
    private var segment: String?
    private var channel: String?
    private var region: String?
    private var productGroup: String?
    private var sameCity: Bool?
    private var about: Guarantee.About?
    private var standard: Int64?
    private var breaks: Int?
    private var worthMinor: Int64?
    private var worthCurrency: String?
    private var lateSeconds: Int64?
    private var gifts: [Gift] = []
    private var mostPerCustomer: Int?
    private var days: Int
    private var mostPerDay: Int
    private var couponDays: Int

    init(_ rule: GuaranteeRule) {
        called = rule.called
        let scope = rule.scope
        (place, carrier) = (scope.place?.rawValue, scope.carrier?.rawValue)
        (segment, channel) = (scope.segment?.trimmedOrNil, scope.channel?.trimmedOrNil)
        (region, productGroup) = (scope.region?.trimmedOrNil, scope.productGroup?.trimmedOrNil)
        sameCity = scope.sameCity ? true : nil
        about = rule.about
        standard = rule.standard?.rawValue
        breaks = rule.breaks
        (worthMinor, worthCurrency) = (rule.worthAtLeast?.minor, rule.worthAtLeast?.currency.code)
        lateSeconds = rule.lateBy?.seconds
        gifts = rule.gifts.map { gift in
            switch gift.size {
            case .amount(let amount): Gift(kind: gift.kind, minor: amount.minor, currency: amount.currency.code)
            case .percent(let percent): Gift(kind: gift.kind, percent: percent)
            case .difference(let percent): Gift(kind: gift.kind, difference: percent)
            }
        }
        mostPerCustomer = rule.mostPerCustomer
        days = rule.days
        mostPerDay = rule.mostPerDay
        couponDays = rule.couponDays
    }

    func rule(named name: String, trigger: Guarantee.Trigger) -> GuaranteeRule {
        GuaranteeRule(
            name: name, called: called, trigger: trigger,
            scope: StandardScope(
                place: place.map { ID($0) }, carrier: carrier.map { ID($0) }, segment: segment, channel: channel,
                region: region, productGroup: productGroup, sameCity: sameCity ?? false),
            about: about, standard: standard.map { ID($0) }, breaks: breaks ?? 1,
            worthAtLeast: Self.money(worthMinor, worthCurrency), lateBy: lateSeconds.map { .seconds($0) },
            gifts: gifts.compactMap { gift in
                if let amount = Self.money(gift.minor, gift.currency) { return .init(gift.kind, .amount(amount)) }
                if let percent = gift.percent { return .init(gift.kind, .percent(percent)) }
                return gift.difference.map { .init(gift.kind, .difference(percent: $0)) }
            }, mostPerCustomer: mostPerCustomer, days: days, mostPerDay: mostPerDay, couponDays: couponDays)
    }

    private static func money(_ minor: Int64?, _ code: String?) -> Money? {
        guard let minor, let currency = code.flatMap({ Currency($0) }) else { return nil }
        return Money(minor: minor, currency: currency)
    }

    static func read(_ text: String) -> GuaranteeDefinition {
        do { return try JSONDecoder().decode(GuaranteeDefinition.self, from: Data(text.utf8)) } catch {
            preconditionFailure("guarantee stored as \(text): \(error)")
        }
    }

    func write() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do { return String(decoding: try encoder.encode(self), as: UTF8.self) } catch {
            preconditionFailure("a guarantee cannot be written: \(error)")
        }
    }
}
