import KeptWords

extension Words {
    /// The sentence under `key` with markup in its slots: a link, a time, an emphasised figure.
    ///
    /// `{count}` is filled from `count`, thousands grouped.
    package func html(
        _ key: WordKey, count: Int? = nil, _ arguments: KeyValuePairs<String, HTML> = [:]
    ) -> HTML {
        var result = HTML()
        for piece in template(key, count: count).pieces {
            switch piece {
            case .text(let text): result += "\(text)"
            case .slot(let name):
                if let argument = arguments.first(where: { $0.key == name }) {
                    result += argument.value
                } else if name == "count", let count {
                    result += "\(number(count))"
                } else {
                    result += "⟦\(name)⟧"
                }
            }
        }
        return result
    }
}
