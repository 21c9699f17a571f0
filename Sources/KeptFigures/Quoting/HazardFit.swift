/// Fits tables of effects to rows: block coordinate Newton with a spread for each fact that is read from the record.
///
/// Penalised logistic regression by backfitting (T. Hastie and R. Tibshirani, "Generalized additive models", 1986), one table
/// after another. An entry k of a fact with spread v moves by
///
///     (g − effect ÷ v) ÷ (H + 1 ÷ v),   g = Σ w(y − p),   H = Σ w p(1 − p),   at most 1 either way
///
/// over its rows, so that few rows leave it near 0. The spread follows by expectation and maximisation: the mean over entries
/// with rows of effect² + 1 ÷ (H + 1 ÷ v). That is Bühlmann's credibility with a weight that the record sets (H. Bühlmann,
/// "Experience rating and credibility", 1967); there is no strength to choose.
struct HazardFit {
    /// Rows taken at a time, so that their chances stay in the fastest memory.
    private static let block = 2_048
    private static let leastSpread = 1e-5

    private var tables: HazardTables
    private let rows: HazardRows
    /// The log-odds of each row under the tables, up to what `moved` is still to add.
    private var logOdds: [Float]

    /// - Parameter sweeps: over all tables; the spreads move from the third on.
    static func fitted(_ tables: HazardTables, to rows: HazardRows, sweeps: Int) -> HazardTables {
        guard rows.count > 0 else { return tables }
        var fit = HazardFit(tables: tables, rows: rows)
        for sweep in 0..<sweeps {
            fit.moveBias()
            for number in tables.facts.indices { fit.move(number, withSpread: sweep >= 2) }
        }
        fit.tables.isFitted = true
        return fit.tables
    }

    private init(tables: HazardTables, rows: HazardRows) {
        self.tables = tables
        self.rows = rows
        logOdds = [Float](repeating: tables.bias, count: rows.count)
        for (number, fact) in tables.facts.enumerated() {
            add(Array(tables.effects[fact.base..<fact.base + fact.size]), to: number)
        }
    }

    private mutating func moveBias() {
        var (gradient, curvature) = (0.0, 0.0)
        eachBlock { _, range, errors, curves in
            for row in 0..<range.count {
                gradient += Double(errors[row])
                curvature += Double(curves[row])
            }
        }
        let step = Float(min(max(gradient / (curvature + 1e-9), -1), 1))
        tables.bias += step
        logOdds.withUnsafeMutableBufferPointer { for row in $0.indices { $0[row] += step } }
    }

    private mutating func move(_ number: Int, withSpread: Bool) {
        let fact = tables.facts[number]
        var sums = [Double](repeating: 0, count: 2 * fact.size)
        sums.withUnsafeMutableBufferPointer { sums in
            eachBlock { rows, range, errors, curves in
                rows.entries.withUnsafeBufferPointer { entries in
                    let from = number * rows.count + range.lowerBound
                    for row in 0..<range.count {
                        let entry = 2 * Int(entries[from + row])
                        sums[entry] += Double(errors[row])
                        sums[entry + 1] += Double(curves[row])
                    }
                }
            }
        }
        var steps = [Float](repeating: 0, count: fact.size)
        var (squares, seen) = (0.0, 0)
        for entry in 1..<fact.size {
            let effect = Double(tables.effects[fact.base + entry])
            let (gradient, curvature) = (sums[2 * entry], sums[2 * entry + 1])
            if curvature <= 0 {
                steps[entry] = Float(-effect)
                tables.effects[fact.base + entry] = 0
                continue
            }
            let step = min(max((gradient - effect / fact.spread) / (curvature + 1 / fact.spread), -1), 1)
            steps[entry] = Float(step)
            tables.effects[fact.base + entry] = Float(effect + step)
            squares += (effect + step) * (effect + step) + 1 / (curvature + 1 / fact.spread)
            seen += 1
        }
        add(steps, to: number)
        if withSpread, seen > 0 { tables.facts[number].spread = max(Self.leastSpread, squares / Double(seen)) }
    }

    /// Adds to the log-odds of each row what stands in its entry.
    private mutating func add(_ steps: [Float], to number: Int) {
        let (from, count) = (number * rows.count, rows.count)
        logOdds.withUnsafeMutableBufferPointer { logOdds in
            rows.entries.withUnsafeBufferPointer { entries in
                steps.withUnsafeBufferPointer { steps in
                    for row in 0..<count { logOdds[row] += steps[Int(entries[from + row])] }
                }
            }
        }
    }

    /// Hands out the rows in blocks, with w(y − p) and w p(1 − p) of each.
    private func eachBlock(
        _ body: (HazardRows, Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * Self.block) { room in
            guard let errors = room.baseAddress else { return }
            let curves = errors + Self.block
            for start in stride(from: 0, to: rows.count, by: Self.block) {
                let range = start..<min(start + Self.block, rows.count)
                reckon(range, errors, curves)
                body(rows, range, errors, curves)
            }
        }
    }

    @inline(__always)
    private func reckon(
        _ range: Range<Int>, _ errors: UnsafeMutablePointer<Float>, _ curves: UnsafeMutablePointer<Float>
    ) {
        logOdds.withUnsafeBufferPointer { logOdds in
            rows.weights.withUnsafeBufferPointer { weights in
                rows.ends.withUnsafeBufferPointer { ends in
                    guard let odds = logOdds.baseAddress, let weight = weights.baseAddress, let end = ends.baseAddress
                    else { return }
                    var row = range.lowerBound
                    while row + 8 <= range.upperBound {
                        let chance = Sigmoid.of(Self.eight(odds + row))
                        let weighed = Self.eight(weight + row) * chance
                        let at = row - range.lowerBound
                        Self.store(Self.eight(end + row) - weighed, errors + at)
                        Self.store(weighed - weighed * chance, curves + at)
                        row += 8
                    }
                    while row < range.upperBound {
                        let weighed = weight[row] * Sigmoid.of(odds[row])
                        errors[row - range.lowerBound] = end[row] - weighed
                        curves[row - range.lowerBound] = weighed * (1 - Sigmoid.of(odds[row]))
                        row += 1
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func eight(_ from: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(from).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    private static func store(_ values: SIMD8<Float>, _ to: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(to).storeBytes(of: values, as: SIMD8<Float>.self)
    }
}
