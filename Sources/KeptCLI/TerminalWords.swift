import Foundation
import KeptWords

extension Terminal {
    /// The words of the terminal's language (LC_ALL, LC_MESSAGES, LANG) where Kept speaks it, else the English ones.
    static func words() throws -> Words {
        let vocabulary = try Vocabulary.load()
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        let tag = (locale ?? "").prefix { $0 != "." && $0 != "@" }
        return vocabulary[vocabulary.language(for: String(tag)) ?? .english]
    }
}
