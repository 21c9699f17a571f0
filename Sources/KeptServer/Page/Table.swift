import KeptWords

/// A column's heading; numbers stand to the right.
package struct Column: Sendable {
    package let label: String
    package var isNumber = false
    /// Left out on phones.
    package var isSecondary = false

    package init(_ label: String, isNumber: Bool = false, isSecondary: Bool = false) {
        self.label = label
        self.isNumber = isNumber
        self.isSecondary = isSecondary
    }

    var style: String? {
        let styles = [isNumber ? "num" : nil, isSecondary ? "secondary" : nil].compactMap { $0 }
        return styles.isEmpty ? nil : styles.joined(separator: " ")
    }
}

/// One row: a cell for each column, and the address that `Enter` opens.
package struct TableRow: Sendable {
    package let cells: [HTML]
    package var link: String?
    package var style: String?

    package init(_ cells: [HTML], link: String? = nil, style: String? = nil) {
        self.cells = cells
        self.link = link
        self.style = style
    }
}

/// A table. On a phone each row stands as a block of its own, its first cell on top and the others with their headings.
///
/// - Parameters:
///   - caption: what the rows are, said by screen readers and hidden from view.
///   - isGrid: its figures are compared along rows and columns, so it stays a table on a phone and scrolls inside itself.
package func table(_ columns: [Column], _ rows: [TableRow], caption: String, isGrid: Bool = false) -> HTML {
    let heads = columns.map { "<th scope=\"col\"\("class", $0.style)>\($0.label)</th>" as HTML }
    let lines = rows.map { row -> HTML in
        let cells = zip(row.cells, columns).enumerated().map { place, pair -> HTML in
            let isTitle = place == 0 && !pair.1.isNumber
            let label = isGrid || isTitle ? nil : pair.1.label
            return "<td\("class", pair.1.style)\("data-label", label)>\(pair.0)</td>"
        }
        return "<tr\("class", row.style)\("data-row", row.link)>\(joined: cells)</tr>"
    }
    return """
        <div class="table-scroll" tabindex="0" role="region" aria-label="\(caption)"><table\(" class=\"stacks\"", if: !isGrid)><caption class="hidden">\(caption)</caption>\
        <thead><tr>\(joined: heads)</tr></thead><tbody>\(joined: lines)</tbody></table></div>
        """
}

/// A row of filters that live in the address: changing one loads the list anew.
package func filterBar(_ action: String, _ fields: [HTML], _ words: Words, clear: String?) -> HTML {
    """
    <form class="filters" method="get" action="\(url: action)" data-submit-on-change>\(joined: fields)\
    <button>\(words("page.filter"))</button>\
    \(clear.map { "<a class=\"plain\" href=\"\(url: $0)\">\(words("page.clear"))</a>" as HTML })</form>
    """
}

package func filterChoice(_ name: String, _ label: String, _ choices: [Field.Choice], chosen: String?) -> HTML {
    """
    <label class="filter"><span>\(label)</span><select name="\(name)">\
    \(joined: choices.map { option($0, isChosen: $0.value == (chosen ?? "")) })</select></label>
    """
}

package func filterText(_ name: String, _ label: String, _ value: String?, type: String = "text") -> HTML {
    "<label class=\"filter\"><span>\(label)</span><input type=\"\(type)\" name=\"\(name)\"\("value", value)></label>"
}
