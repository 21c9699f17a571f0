import Foundation
import KeptDomain

/// Makes texts alike that people take for the same: Unicode's compatibility form (NFKD and NFC, Unicode Standard Annex 15)
/// without the accents of European letters, so that `Müller`, `Ｍuller` and `muller` meet. Letters stay large or small.
enum SearchFolding {
    static func folded(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(isPlain) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars
        where !(0x300...0x36F).contains(scalar.value) { scalars.append(scalar) }
        return String(scalars).precomposedStringWithCanonicalMapping
    }

    /// A name is found as it is written and without its accents.
    static func nameTerms(of name: String) -> [String] {
        let (written, folded) = (NameTerms.of(name), folded(name))
        return folded == name ? written : written + NameTerms.of(folded).filter { !written.contains($0) }
    }

    /// Nearly everything that is written in English and Chinese: nothing to do. What has full width is made narrow with
    /// the words.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x80, 0x4E00...0x9FFF, 0x3001...0x3035, 0xFF01...0xFF5E, 0x2012...0x2023, 0x20AC, 0x3041...0x3096,
            0x30A1...0x30FA, 0x30FC:
            true
        default: false
        }
    }
}
