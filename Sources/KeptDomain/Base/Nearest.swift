/// Names that look like `name`, best first: for "did you mean".
///
/// By Levenshtein's distance over bytes, ASCII letters of either case being equal, to the whole name or to its part
/// after the last `/` (so that `Berlin` finds `Europe/Berlin`). Only names within a third of the length or two changes,
/// and none that is much worse than the best.
package func nearest(to name: String, among names: [String], limit: Int) -> [String] {
    let wanted = folded(name)
    // Nobody misspells a name of hundreds of letters, and the cost grows with its length.
    guard !wanted.isEmpty, wanted.count <= 100, limit > 0 else { return [] }
    let allowed = max(2, wanted.count / 3)
    var found: [(distance: Int, name: String)] = []
    for candidate in names {
        let whole = folded(candidate)
        let last = whole.lastIndex(of: UInt8(ascii: "/")).map { Array(whole[($0 + 1)...]) } ?? whole
        let best = min(distance(wanted, whole), distance(wanted, last))
        if best <= allowed, best < wanted.count { found.append((best, candidate)) }
    }
    guard let best = found.map(\.distance).min() else { return [] }
    return found.filter { $0.distance <= best + 1 }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
}

private func folded(_ text: String) -> [UInt8] { text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }

/// Levenshtein's distance, with one row of the table kept.
private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let changed = diagonal + (byte == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(changed, diagonal + 1, row[j] + 1)
        }
    }
    return row[right.count]
}
