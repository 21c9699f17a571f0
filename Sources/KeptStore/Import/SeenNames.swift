/// Remembers names in eight megabytes, however many: it may take a new name for a known one (one in 100,000 at a
/// million names), never a known one for new.
///
/// Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970), with four probes from two hashes
/// (Kirsch and Mitzenmacher 2006).
final class SeenNames {
    private static let bits: UInt64 = 1 << 26
    private var words = [UInt64](repeating: 0, count: Int(bits / 64))

    /// Notes the name. `false` when it was surely not noted before.
    func wasSeen(_ name: String) -> Bool {
        var known = true
        let (first, step) = Self.hashes(name)
        var probe = first
        for _ in 0..<4 {
            let (word, mask) = (Int(probe % Self.bits >> 6), UInt64(1) << (probe & 63))
            known = known && words[word] & mask != 0
            words[word] |= mask
            probe &+= step
        }
        return known
    }

    func mayHold(_ name: String) -> Bool {
        let (first, step) = Self.hashes(name)
        return (0..<4).allSatisfy { number in
            let probe = first &+ UInt64(number) &* step
            return words[Int(probe % Self.bits >> 6)] & (1 << (probe & 63)) != 0
        }
    }

    /// FNV-1a (Fowler, Noll, Vo) with a final mix, and an odd second hash out of its upper half.
    private static func hashes(_ name: String) -> (UInt64, UInt64) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 29
        return (hash, (hash >> 32) | 1)
    }
}
