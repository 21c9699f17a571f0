import Foundation
import KeptDomain

extension Standard {
    static let columns: SQL = """
        s.id, v.id, s.name, v.metric, v.place_id, v.carrier_id, v.segment, v.channel, v.region, v.product_group, \
        v.line_id, v.same_city, v.clock, v.target, v.calendar_id, v.tolerance_seconds, v.warnings, v.said
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), version: row.id(), name: row.text(), metric: row.word(),
            scope: StandardScope(
                place: row.optionalID(), carrier: row.optionalID(), segment: row.optionalText(),
                channel: row.optionalText(), region: row.optionalText(), productGroup: row.optionalText(),
                line: row.optionalID(), sameCity: row.flag()),
            clock: row.word(), target: row.text(), calendar: row.optionalID(), tolerance: .seconds(row.int64()),
            warnings: WarningSteps.read(row.text()), said: SaidTexts.read(row.text()))
    }
}

extension Standard {
    /// The target as it stands in the record. - Throws: a defect for one that cannot be read.
    package var storedTarget: ClockTarget {
        get throws {
            do { return try ClockTarget(target) } catch {
                throw StoreError.defect("version \(version) of standard \(id) has the target \(target): \(error)")
            }
        }
    }
}

/// A standard with what only those who set it need.
package struct StandardRecord: Sendable, Hashable {
    package let standard: Standard
    /// Counts its versions from 1.
    package let number: Int
    package let endedAt: Instant?
    package let revision: Int

    static let columns: SQL = "\(Standard.columns), v.version, s.ended_at, s.revision"

    init(_ row: inout Row) {
        standard = Standard(&row)
        number = row.int()
        endedAt = row.optionalInstant()
        revision = row.int()
    }
}

/// The told sentences by language as their column holds them: a JSON object.
enum SaidTexts {
    static func write(_ said: [String: String]) -> String {
        JSONText.object(said.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) })
    }

    static func read(_ text: String) -> [String: String] {
        // Most visits answered nothing: no need to parse that each time.
        if text == "{}" { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            preconditionFailure("said stored as \(text): \(error)")
        }
    }
}
