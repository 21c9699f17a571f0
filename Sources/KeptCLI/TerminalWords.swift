import ArgumentParser
import Foundation
import KeptStore
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

    /// Tells what is done to an older record, in the terminal's language; on standard error, since it is no answer.
    static func note(_ step: OpeningStep) {
        do {
            let words = try words()
            switch step {
            case .backedUp(let found, let known, let copy):
                let slots: KeyValuePairs = ["found": String(found), "known": String(known), "path": copy]
                note(words("commands.opening.backed-up", slots))
            case .migrated(let name): note(words("commands.opening.migrated", ["name": name]))
            }
        } catch {
            note("\(step)")
        }
    }

    /// What is wrong with how a command was typed, in the terminal's language.
    static func usage(_ key: WordKey, _ slots: KeyValuePairs<String, String> = [:]) -> any Error {
        do {
            return ValidationError(try words()(key, slots))
        } catch {
            return error
        }
    }

    /// A number that is not in its range.
    static func usage(of option: String, from: Int, to: Int) -> any Error {
        usage("commands.usage.out-of-range", ["option": option, "from": String(from), "to": String(to)])
    }
}
