import KeptFigures

/// The picture of an address that a phone's camera reads, dark on light whatever the page's colours; the address itself where
/// it is too long for a picture.
func qrPicture(_ address: String, label: String) -> HTML {
    guard let code = QRCode(address) else { return "<p>\(address)</p>" }
    // The light edge of four squares belongs to the code.
    let side = code.side + 8
    var path = ""
    for row in 0..<code.side {
        var column = 0
        while column < code.side {
            guard code.isDark(row, column) else {
                column += 1
                continue
            }
            let start = column
            while column < code.side, code.isDark(row, column) { column += 1 }
            path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
        }
    }
    return """
        <svg class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" shape-rendering="crispEdges">\
        <rect width="\(side)" height="\(side)" fill="#ffffff"/><path d="\(path)" fill="#000000"/></svg>
        """
}
