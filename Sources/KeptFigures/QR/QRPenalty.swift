/// What makes a code hard to read, counted as the standard does: long runs, blocks, what looks like a large square, and too much
/// of one colour.
enum QRPenalty {
    static func of(_ modules: [Bool], side: Int) -> Int {
        let rows = (0..<side).map { row in Array(modules[row * side..<(row + 1) * side]) }
        let columns = (0..<side).map { column in (0..<side).map { modules[$0 * side + column] } }
        let lines = (rows + columns).reduce(0) { $0 + runs($1) + likenesses($1) }
        return lines + blocks(rows, side) + balance(modules)
    }

    /// Five or more of one colour in a row.
    private static func runs(_ line: [Bool]) -> Int {
        var (penalty, length) = (0, 0)
        for place in line.indices {
            length = place > 0 && line[place] == line[place - 1] ? length + 1 : 1
            if length == 5 { penalty += 3 } else if length > 5 { penalty += 1 }
        }
        return penalty
    }

    private static let square = [true, false, true, true, true, false, true]

    /// The pattern of a large square with four light ones before or after it.
    private static func likenesses(_ line: [Bool]) -> Int {
        var penalty = 0
        for start in 0...line.count - 7 where Array(line[start..<start + 7]) == square {
            let before = start >= 4 && line[start - 4..<start].allSatisfy { !$0 }
            let after = start + 11 <= line.count && line[start + 7..<start + 11].allSatisfy { !$0 }
            if before || after { penalty += 40 }
        }
        return penalty
    }

    private static func blocks(_ rows: [[Bool]], _ side: Int) -> Int {
        var penalty = 0
        for row in 1..<side {
            for column in 1..<side {
                let one = rows[row][column]
                if one == rows[row - 1][column], one == rows[row][column - 1], one == rows[row - 1][column - 1] {
                    penalty += 3
                }
            }
        }
        return penalty
    }

    /// Ten for every five in a hundred away from half.
    private static func balance(_ modules: [Bool]) -> Int {
        let dark = modules.count { $0 }
        return abs(dark * 20 - modules.count * 10) / modules.count * 10
    }
}
