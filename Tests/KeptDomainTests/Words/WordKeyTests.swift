import Foundation
import KeptWords
import Testing

/// Reads the sources and the string files, so that no screen can show a sentence that one language lacks.
@Suite struct WordKeyTests {
    let vocabulary: Vocabulary

    init() throws { vocabulary = try Vocabulary.load() }

    @Test func everyKeyInTheSourcesIsInEveryLanguage() throws {
        let used = try KeysInSources(features: features)
        #expect(used.keys.count > 500 && !used.families.isEmpty)
        for language in vocabulary.languages {
            let entries = vocabulary[language].entries
            for (key, file) in used.keys where entries[key] == nil {
                let isFamily = entries.keys.contains { $0.hasPrefix(key + ".") }
                #expect(
                    isFamily,
                    """
                    \(file) has the literal "\(key)", and \(language) has no such word. A literal that begins with the name \
                    of a file of strings and a point is a key; write anything else otherwise
                    """)
            }
        }
    }

    /// The other way round, so that a key that is written where the sources are not read for it would be noticed, too.
    @Test func everyWordIsNamedInTheSources() throws {
        let used = try KeysInSources(features: features)
        for key in vocabulary[.english].entries.keys {
            let parts = key.split(separator: ".")
            let isNamed = (1...parts.count).contains { used.keys[parts.prefix($0).joined(separator: ".")] != nil }
            #expect(isNamed || used.families.contains { key.hasPrefix($0) }, "\(key) is said nowhere")
        }
    }

    private var features: Set<String> {
        Set(vocabulary[.english].entries.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
    }

    @Test func allLanguagesHaveTheSameKeysFormsAndSlots() {
        let english = vocabulary[.english].entries
        for language in vocabulary.languages where language != .english {
            let other = vocabulary[language].entries
            #expect(Set(english.keys).subtracting(other.keys).sorted() == [], "missing in \(language)")
            #expect(Set(other.keys).subtracting(english.keys).sorted() == [], "only in \(language)")
            for (key, entry) in english {
                guard let theirs = other[key] else { continue }
                let slots = entry.template(for: nil).slots
                #expect(slots == theirs.template(for: nil).slots, "slots of \(key) in \(language)")
                if case .plural = theirs, case .plain = entry {
                    Issue.record("\(key) has plural forms in \(language) only")
                }
            }
        }
    }

    @Test func everyFormOfASentenceHasTheSameSlotsButTheCount() {
        for language in vocabulary.languages {
            for (key, entry) in vocabulary[language].entries {
                guard case .plural(let one?, let other) = entry else { continue }
                #expect(one.slots.union(["count"]) == other.slots.union(["count"]), "\(key) in \(language)")
            }
        }
    }

    @Test func englishPluralsHaveBothForms() {
        for (key, entry) in vocabulary[.english].entries {
            if case .plural(nil, _) = entry { Issue.record("\(key) lacks its form for one") }
        }
    }
}

/// The word keys in the sources, by one rule: the names of the files of strings are kept for them. A string literal that
/// is such a name and further parts, with points between, is a key or the family of some; one that goes on with an
/// interpolation or ends with a point is a family.
private struct KeysInSources {
    /// With a file each stands in.
    private(set) var keys: [String: String] = [:]
    /// What keys begin with that are put together, the point included: `dates.months.`.
    private(set) var families: Set<String> = []

    init(features: Set<String>) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let literal = /"([a-z][a-z0-9-]*)((?:\.[a-z0-9-]+)*)(\.?)(?:"|\\\()/
        for case let path as String in FileManager.default.enumerator(atPath: root.path)! where path.hasSuffix(".swift")
        {
            let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(
                separator: "\n")
            for match in code.matches(of: literal) where features.contains(String(match.1)) {
                let name = String(match.1 + match.2)
                if match.3 == "." {
                    families.insert(name + ".")
                } else if !match.2.isEmpty, match.0.hasSuffix("\"") {
                    keys[name] = path
                }
            }
        }
    }
}
