import KeptDomain

/// Where a list goes on: after the row with this key and id.
package struct ListCursor: Sendable, Hashable, CustomStringConvertible {
    /// What the list is sorted by, microseconds for instance.
    package let key: Int64
    /// Of the row, for those of the same key; 0 where no two have the same.
    package let id: Int64

    package init(key: Int64, id: Int64 = 0) {
        self.key = key
        self.id = id
    }

    /// `nil` for what is no cursor.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let key = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
        self.init(key: key, id: id)
    }

    package var description: String { "\(key).\(id)" }
}
