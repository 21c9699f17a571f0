import KeptDomain

/// A refusal about an uploaded file: told by the name that its owner knows, in words for somebody who has no command line.
struct FileRefusal: Refusal {
    let key: String
    let facts: [Fact]

    init(_ refusal: any Refusal, file: String) {
        key = Self.keysOnPages[refusal.key] ?? refusal.key
        facts = refusal.facts.map { $0.name == "path" ? Fact("path", file) : $0 }
    }

    private static let keysOnPages = [
        "importing.refusals.unclear-encoding": "imports.upload.unclear-encoding",
        "importing.refusals.utf32": "imports.upload.utf32",
        "importing.refusals.truncated": "imports.upload.damaged",
        "importing.refusals.corrupt": "imports.upload.damaged",
        "importing.refusals.missing": "imports.upload.gone",
        "importing.map-problems.no-order": "imports.upload.no-order",
        "importing.map-problems.no-kind": "imports.upload.no-kind",
        "importing.map-problems.ambiguous-dates": "imports.upload.ambiguous-dates",
    ]
}
