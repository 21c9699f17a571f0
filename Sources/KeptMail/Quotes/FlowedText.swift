/// Text whose lines were broken for transport (`format=flowed`, RFC 3676), with its paragraphs made whole again.
enum FlowedText {
    /// - Parameter removesSpaces: `DelSp=yes`: the space that marks a broken line is not part of the text.
    static func unfolded(_ text: String, removesSpaces: Bool) -> String {
        var result: [Substring] = []
        var paragraph = ""
        var paragraphDepth: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var rest = line.dropFirst(depth)
            if rest.first == " " { rest = rest.dropFirst() }
            let isSignature = rest == "-- "
            let isFlowing = rest.last == " " && !isSignature
            if let open = paragraphDepth, open != depth || isSignature {
                result.append(paragraph[...])
                (paragraph, paragraphDepth) = ("", nil)
            }
            if paragraphDepth == nil {
                // Text that begins with a blank keeps it; the quoting marks stay one run.
                paragraph = String(repeating: ">", count: depth) + (depth > 0 && !rest.isEmpty ? " " : "")
            }
            paragraph += isFlowing && removesSpaces ? rest.dropLast() : rest
            if isFlowing {
                paragraphDepth = depth
            } else {
                result.append(paragraph[...])
                (paragraph, paragraphDepth) = ("", nil)
            }
        }
        if paragraphDepth != nil { result.append(paragraph[...]) }
        return result.joined(separator: "\n")
    }
}
