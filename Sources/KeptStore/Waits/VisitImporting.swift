import Crypto
import Foundation
import KeptDomain

extension Transaction {
    /// Takes in visits or calls as history. A row that is in the record already stays as it is; two rows alike in one file
    /// are one.
    func importVisits(
        _ rows: [PastVisitRow], as kind: ImportTotals.Kind, source: String, memo: ImportMemo
    ) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        try findPlaces(rows.map { ($0.place, $0.visit.zone) }, &outcome.memo)
        let names = rows.map(\.externalID)
        var known = Set(
            try self.rows(
                """
                SELECT n.name FROM \(namesOf: names) n WHERE (SELECT v.id FROM past_visits v
                  WHERE v.source = \(source) AND v.external_id = n.name) IS NOT NULL
                """
            ) { $0.text() })
        var made = NewRows(into: "past_visits", capacity: rows.count * 16)
        for (row, name) in zip(rows, names) where known.insert(name).inserted {
            made.begin()
            made.set("id", newID(PastVisit.self))
            made.set("source", source)
            made.set("external_id", name)
            made.set("place_id", row.place.flatMap { outcome.memo.places[$0] })
            row.visit.write(to: &made)
        }
        outcome.totals[kind].read = rows.count
        outcome.totals[kind].imported = made.count
        outcome.totals[kind].unchanged = rows.count - made.count
        try add(made)
        return outcome
    }
}

extension PastVisitRow {
    /// Its id where it comes from, else a hash of the whole row.
    fileprivate var externalID: String {
        if let id { return id }
        let text = fields.joined(separator: "\u{1F}")
        return SHA256.hash(data: Data(text.utf8)).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension PastVisit {
    fileprivate func write(to rows: inout NewRows) {
        rows.set("line", line)
        rows.set("zone", zone.name)
        rows.set("outcome", outcome)
        rows.set("kind", kind)
        rows.set("priority", priority)
        rows.set("credit_seconds", creditSeconds)
        rows.set("party_size", party)
        rows.set("point", point)
        rows.set("joined_at", joinedAt)
        rows.set("waited_seconds", waitedSeconds)
        rows.set("served_at", servedAt)
        rows.set("ended_at", endedAt)
    }
}
