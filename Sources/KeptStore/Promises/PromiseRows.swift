import Foundation
import KeptDomain

extension Promise {
    static let columns: SQL = """
        id, matter_id, order_id, case_id, customer_id, place_id, said, language, zone, told_due_at, is_told, clock, \
        target, starts_at, calendar_version_id, standard_version_id, made_by, made_at, warnings, due_at, state, \
        paused_at, settled_at, seen_at, evidence, replaces_id, first_id, asked_by_customer, revision
        """

    /// `columns`, for adding many at once; the values are those of `insertion`.
    static let columnNames: [StaticString] = [
        "id", "matter_id", "order_id", "case_id", "customer_id", "place_id", "said", "language", "zone", "told_due_at",
        "is_told", "clock", "target", "starts_at", "calendar_version_id", "standard_version_id", "made_by", "made_at",
        "warnings", "due_at", "state", "paused_at", "settled_at", "seen_at", "evidence", "replaces_id", "first_id",
        "asked_by_customer", "revision",
    ]

    /// `columns` of the table under the name `p`.
    static let prefixedColumns: SQL = """
        p.id, p.matter_id, p.order_id, p.case_id, p.customer_id, p.place_id, p.said, p.language, p.zone, \
        p.told_due_at, p.is_told, p.clock, p.target, p.starts_at, p.calendar_version_id, \
        p.standard_version_id, p.made_by, p.made_at, p.warnings, p.due_at, p.state, p.paused_at, \
        p.settled_at, p.seen_at, p.evidence, p.replaces_id, p.first_id, p.asked_by_customer, p.revision
        """

    /// Reads `columns`.
    init(_ row: inout Row) {
        self.init(
            id: row.id(), matter: row.id(), order: row.optionalID(), case: row.optionalID(),
            customer: row.optionalID(), place: row.id(), said: row.text(), language: row.text(), zone: row.text(),
            toldDue: row.instant(), isTold: row.flag(), clock: row.word(), target: row.optionalText(),
            startsAt: row.instant(), calendarVersion: row.optionalID(), standardVersion: row.optionalID(),
            madeBy: row.text(), madeAt: row.instant(), warnings: WarningSteps.read(row.text()), due: row.instant(),
            state: row.word(), pausedAt: row.optionalInstant(), settledAt: row.optionalInstant(),
            seenAt: row.optionalInstant(), evidence: row.optionalText(), replaces: row.optionalID(), first: row.id(),
            askedByCustomer: row.flag(), revision: row.int())
    }

    var insertion: SQL {
        """
        INSERT INTO promises (\(Self.columns)) VALUES (\(id), \(matter), \(order), \(`case`), \(customer), \(place), \
        \(said), \(language), \(zone), \(toldDue), \(isTold), \(clock), \(target), \(startsAt), \(calendarVersion), \
        \(standardVersion), \(madeBy), \(madeAt), \(WarningSteps.write(warnings)), \(due), \(state), \(pausedAt), \
        \(settledAt), \(seenAt), \(evidence), \(replaces), \(first), \(askedByCustomer), \(revision))
        """
    }

    /// Writes where the promise stands; what was told is not among the columns. Guarded by the revision that was read.
    var update: SQL {
        """
        UPDATE promises SET case_id = \(`case`), due_at = \(due), state = \(state), paused_at = \(pausedAt), \
        settled_at = \(settledAt), seen_at = \(seenAt), evidence = \(evidence), revision = revision + 1 \
        WHERE id = \(id) AND revision = \(revision)
        """
    }
}

/// The warning ladder as its column holds it: JSON, a list of steps.
enum WarningSteps {
    /// Most promises carry the usual ladder: no need to parse it each time.
    private static let usual = encode([.usual])

    static func write(_ steps: [WarningStep]) -> String { steps == [.usual] ? usual : encode(steps) }

    static func read(_ text: String) -> [WarningStep] {
        if text == usual { return [.usual] }
        do {
            return try JSONDecoder().decode([WarningStep].self, from: Data(text.utf8))
        } catch {
            preconditionFailure("warnings stored as \(text): \(error)")
        }
    }

    private static func encode(_ steps: [WarningStep]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            return String(decoding: try encoder.encode(steps), as: UTF8.self)
        } catch {
            preconditionFailure("warnings cannot be written: \(error)")
        }
    }
}
