extension Dictionary where Key == String {
    /// What readers of a language are shown of texts by language tag: that in the very language, else the first by tag of those
    /// with the same root, `zh-Hans` for `zh-CN`.
    ///
    /// - Returns: `nil` where there is none of that root.
    package func nearest(to language: String) -> (language: String, value: Value)? {
        if let own = self[language] { return (language, own) }
        let root = language.split(separator: "-").first
        return filter { $0.key.split(separator: "-").first == root }.min { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }
}
