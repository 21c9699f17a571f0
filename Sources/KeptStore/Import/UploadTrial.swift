import Foundation
import KeptDomain

/// What became of an uploaded file besides what its run tells: what trying it found, or why nothing was begun. Kept with
/// the file, so that it outlives the process.
package struct UploadTrial: Sendable, Hashable, Codable {
    /// A refusal as it is stored: worded when it is shown.
    package struct Failure: Refusal, Hashable, Codable {
        package let key: String
        private let names: [String]
        private let values: [String]

        package var facts: [Fact] { zip(names, values).map { Fact($0, $1) } }

        package init(_ refusal: any Refusal) {
            key = refusal.key
            names = refusal.facts.map(\.name)
            values = refusal.facts.map(\.value)
        }
    }

    package let totals: ImportTotals
    /// Where the rows that would not be taken stand, if any.
    package let rejects: String?
    /// It ended before the file did.
    package let isStopped: Bool
    package let failure: Failure?

    package init(_ report: ImportReport) {
        totals = report.totals
        rejects = report.rejects
        isStopped = report.isStopped
        failure = nil
    }

    package init(failed refusal: any Refusal) {
        totals = ImportTotals()
        rejects = nil
        isStopped = true
        failure = Failure(refusal)
    }
}

extension Transaction {
    /// Notes what trying a file came to. A file that is gone meanwhile needs no note.
    package func noteTrial(_ trial: UploadTrial, of id: ID<ImportRun>) throws {
        let text = try ImportRecord.json(trial)
        put("UPDATE uploads SET trial = \(text), tried_at = \(now) WHERE id = \(id)")
    }
}
