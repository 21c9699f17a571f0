import KeptFigures

/// Of how many something is known, and for how many of them it is so.
package struct Share: Sendable, Hashable {
    package private(set) var known: Int64
    package private(set) var met: Int64

    package init(known: Int64 = 0, met: Int64 = 0) {
        self.known = known
        self.met = met
    }

    /// met ÷ known, in 0...1; `nil` while nothing is known.
    package var value: Double? { known > 0 ? Double(met) / Double(known) : nil }
    package var isEmpty: Bool { known == 0 && met == 0 }

    package mutating func add(_ known: Int64, met: Int64) {
        self.known += known
        self.met += met
    }

    mutating func add(_ fact: Bool?) { if let fact { add(1, met: fact ? 1 : 0) } }

    static func += (left: inout Self, right: Self) { left.add(right.known, met: right.met) }
    static func -= (left: inout Self, right: Self) { left.add(-right.known, met: -right.met) }

    func encode(to writer: inout ByteWriter) {
        writer.add(signed: known)
        writer.add(signed: met)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        known = try reader.signed()
        met = try reader.signed()
    }
}
