/// Where a list goes on, and the pages before it: the key of a row tells only what follows it, so the address carries the
/// way that was gone.
struct ListTrail {
    /// The cursor after which the list goes on; `nil` on its first page.
    let after: String?
    /// The cursors of the pages before, the first page as `-`.
    private let before: [String]
    private static let limit = 40

    init(_ query: SubmittedForm) {
        after = query["after"]
        before = after == nil ? [] : (query["trail"] ?? "").split(separator: "~").map(String.init)
    }

    /// The address of the next page, `nil` at the end.
    func next(_ path: String, _ filters: [(name: String, value: String)], cursor: String?) -> String? {
        guard let cursor else { return nil }
        let trail = (before + [after ?? "-"]).suffix(Self.limit).joined(separator: "~")
        return Paths.query(path, filters + [("after", cursor), ("trail", trail)])
    }

    func previous(_ path: String, _ filters: [(name: String, value: String)]) -> String? {
        guard after != nil else { return nil }
        guard let last = before.last, last != "-" else { return Paths.query(path, filters) }
        return Paths.query(path, filters + [("after", last), ("trail", before.dropLast().joined(separator: "~"))])
    }
}
