import Foundation

/// All words of all languages, read once from the string files when the process starts and passed along.
package struct Vocabulary: Sendable, CustomStringConvertible {
    /// English first, the others by tag.
    package let languages: [Language]
    private let words: [Language: Words]

    /// The languages alone: whoever describes what holds a vocabulary should not walk through all its words.
    package var description: String { "Vocabulary(\(languages.map(\.tag).joined(separator: ", ")))" }

    /// Reads the string files that are built into this module.
    package static func load() throws -> Vocabulary {
        guard let folder = Bundle.module.resourceURL?.appendingPathComponent("Strings") else {
            throw VocabularyError.unreadable(file: "Strings", reason: "the folder is missing from the build")
        }
        return try Vocabulary(folder: folder)
    }

    /// Reads `folder/<language tag>/<feature>.json`, where a file's name is the first part of its keys.
    package init(folder: URL) throws {
        var words: [Language: Words] = [:]
        for tag in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !tag.hasPrefix(".") {
            let language = Language(tag)
            let table = try Self.table(of: folder.appendingPathComponent(tag))
            words[language] = try Words(language: language, table: table)
        }
        guard words[.english] != nil else {
            throw VocabularyError.unreadable(file: "en", reason: "English is the language that all others fall back to")
        }
        self.words = words
        languages = [.english] + words.keys.filter { $0 != .english }.sorted { $0.tag < $1.tag }
    }

    /// The words of `language`, or of the language that serves its readers best, at last English.
    package subscript(language: Language) -> Words {
        words[language] ?? words[Language.matching(language.tag, among: languages) ?? .english]!
    }

    /// The first language of an `Accept-Language` header that Kept speaks, `nil` when there is none.
    package func language(accepting header: String?) -> Language? {
        header.flatMap { Language.accepted(by: $0, among: languages) }
    }

    /// The language for a BCP 47 tag, `nil` when Kept does not speak it.
    package func language(for tag: String) -> Language? { Language.matching(tag, among: languages) }

    private static func table(of folder: URL) throws -> [String: Entry] {
        var table: [String: Entry] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        where file.hasSuffix(".json") {
            let name = folder.lastPathComponent + "/" + file
            let feature = String(file.dropLast(5))
            do {
                let data = try Data(contentsOf: folder.appendingPathComponent(file))
                try JSONDecoder().decode(StringNode.self, from: data).collect(as: feature, into: &table)
            } catch let error as VocabularyError {
                throw error
            } catch {
                throw VocabularyError.unreadable(file: name, reason: "\(error)")
            }
        }
        return table
    }
}

package enum VocabularyError: Error, Equatable {
    case unreadable(file: String, reason: String)
    /// The text of a key has a brace without partner or a malformed slot.
    case malformed(key: String, text: String)
    case missing(key: String, language: Language)
}

/// A string file as it stands: sentences, plural forms and groups of them.
private indirect enum StringNode: Decodable {
    case text(String)
    case group([String: StringNode])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Only to tell the two apart: what is neither fails as a group, with its place.
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .group(try container.decode([String: StringNode].self))
        }
    }

    func collect(as key: String, into table: inout [String: Entry]) throws {
        switch self {
        case .text(let text):
            table[key] = .plain(try Self.template(text, of: key))
        case .group(let members):
            if let entry = try Self.plural(members, of: key) {
                table[key] = entry
            } else {
                for (name, node) in members { try node.collect(as: key + "." + name, into: &table) }
            }
        }
    }

    /// A group of `other`, with or without `one`, is one sentence in its plural forms.
    private static func plural(_ members: [String: StringNode], of key: String) throws -> Entry? {
        guard members.keys.allSatisfy({ $0 == "one" || $0 == "other" }), case .text(let other) = members["other"]
        else { return nil }
        var one: Template?
        if case .text(let text) = members["one"] { one = try template(text, of: key) }
        return .plural(one: one, other: try template(other, of: key))
    }

    private static func template(_ text: String, of key: String) throws -> Template {
        guard let template = Template(text) else { throw VocabularyError.malformed(key: key, text: text) }
        return template
    }
}
