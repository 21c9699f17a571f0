import Foundation
import KeptWords
import Testing

/// Reads the sources and the string files, so that no screen can show a sentence that one language lacks.
@Suite struct WordKeyTests {
    let vocabulary: Vocabulary

    init() throws { vocabulary = try Vocabulary.load() }

    @Test func everyKeyInTheSourcesIsInEveryLanguage() throws {
        let features = Set(
            vocabulary[.english].entries.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        let used = try Self.keysInSources(features: features)
        #expect(used.count > 10)
        for language in vocabulary.languages {
            let entries = vocabulary[language].entries
            for (key, file) in used where entries[key] == nil {
                let isFamily = entries.keys.contains { $0.hasPrefix(key + ".") }
                #expect(isFamily, "\(key), used in \(file), is missing in \(language)")
            }
        }
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

    /// Every string literal that reads like a key of a known feature, with the file it stands in.
    private static func keysInSources(features: Set<String>) throws -> [String: String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let literal = /"([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)"/
        let call = /(?:words|html|WordKey\.of)\(\s*"([a-z0-9.-]+)"/
        var keys: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: root.path)! where path.hasSuffix(".swift")
        {
            let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(
                separator: "\n")
            for match in code.matches(of: call) { keys[String(match.1)] = path }
            for match in code.matches(of: literal) {
                let key = String(match.1)
                let feature = String(key.prefix { $0 != "." })
                // SQL names columns the same way, so of the store's bare literals only its refusals count.
                let counts =
                    path.hasPrefix("KeptStore")
                    ? ["refusals", "problems"].contains(feature) : features.contains(feature)
                if counts { keys[key] = path }
            }
        }
        return keys
    }
}
