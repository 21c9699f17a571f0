/// The squares of a code while it is laid out.
struct QRField {
    private let form: QRForm
    private var side: Int { form.side }
    private var modules: [Bool]
    /// Squares with a fixed meaning: no data stands there and no mask turns them.
    private var isFixed: [Bool]

    init(_ form: QRForm) {
        self.form = form
        modules = [Bool](repeating: false, count: form.side * form.side)
        isFixed = modules
        putTiming()
        putFinders()
        putCentres()
        putVersion()
        put(format: 0)
    }

    private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
        modules[row * side + column] = isDark
        isFixed[row * side + column] = true
    }

    private mutating func putTiming() {
        for place in 0..<side {
            fix(6, place, place % 2 == 0)
            fix(place, 6, place % 2 == 0)
        }
    }

    /// The three large squares with the light line around each.
    private mutating func putFinders() {
        for (top, left) in [(3, 3), (3, side - 4), (side - 4, 3)] {
            for row in -4...4 {
                for column in -4...4 {
                    guard (0..<side).contains(top + row), (0..<side).contains(left + column) else { continue }
                    let ring = max(abs(row), abs(column))
                    fix(top + row, left + column, ring != 2 && ring != 4)
                }
            }
        }
    }

    private mutating func putCentres() {
        guard let last = form.centres.last else { return }
        for top in form.centres {
            for left in form.centres {
                // Those under the large squares are left out.
                if (top, left) == (6, 6) || (top, left) == (6, last) || (top, left) == (last, 6) { continue }
                for row in -2...2 {
                    for column in -2...2 { fix(top + row, left + column, max(abs(row), abs(column)) != 1) }
                }
            }
        }
    }

    /// Versions from 7 on say which they are: 6 bits with 12 of a BCH code.
    private mutating func putVersion() {
        guard form.version >= 7 else { return }
        var rest = form.version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = form.version << 12 | rest
        for place in 0..<18 {
            let isDark = bits >> place & 1 == 1
            fix(side - 11 + place % 3, place / 3, isDark)
            fix(place / 3, side - 11 + place % 3, isDark)
        }
    }

    /// Level M and the mask, twice: 5 bits with 10 of a BCH code, turned by a fixed pattern.
    private mutating func put(format mask: Int) {
        // Level M is 00.
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func isDark(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0...5 { fix(place, 8, isDark(place)) }
        fix(7, 8, isDark(6))
        fix(8, 8, isDark(7))
        fix(8, 7, isDark(8))
        for place in 9...14 { fix(8, 14 - place, isDark(place)) }
        for place in 0...7 { fix(8, side - 1 - place, isDark(place)) }
        for place in 8...14 { fix(side - 15 + place, 8, isDark(place)) }
        fix(side - 8, 8, true)
    }

    /// In columns of two from the right, up and down by turns; what is left over stays light.
    mutating func place(_ codewords: [UInt8]) {
        var bit = 0
        var (right, isUpward) = (side - 1, true)
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<side {
                let row = isUpward ? side - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * side + column] && bit < codewords.count * 8 {
                    modules[row * side + column] = codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
                    bit += 1
                }
            }
            isUpward.toggle()
            right -= 2
        }
    }

    /// As it looks with that mask.
    func masked(by mask: Int) -> [Bool] {
        var field = self
        field.put(format: mask)
        for row in 0..<side {
            for column in 0..<side where !isFixed[row * side + column] && Self.turns(mask, row, column) {
                field.modules[row * side + column].toggle()
            }
        }
        return field.modules
    }

    private static func turns(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }
}
