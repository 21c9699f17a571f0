import ArgumentParser
import Foundation
import KeptDomain
import KeptStore
import KeptWords

/// How a command ends when it did not do what was asked. The numbers are those of sysexits.h.
enum FailureCode: Int32 {
    case usage = 64, data = 65, unavailable = 69, defect = 70, tryAgain = 75
}

/// An error as a sentence for whoever typed the command, with its exit code.
struct CommandFailure: Error {
    let sentence: String
    let code: FailureCode

    init(sentence: String, code: FailureCode) {
        self.sentence = sentence
        self.code = code
    }

    /// With a sentence of `commands.json`.
    init(_ key: String, _ facts: [Fact] = [], code: FailureCode) {
        self.init(sentence: Self.sentence(of: Told(key: key, facts: facts)), code: code)
    }

    /// A key and facts that no error of the record's own carries.
    private struct Told: Refusal {
        let key: String
        let facts: [Fact]
    }

    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as StoreError: self.init(error)
        case let refusal as ImportRefusal: self.init(refusal)
        case let refusal as NoRecord: self.init(sentence: Self.sentence(of: refusal), code: .unavailable)
        case let input as InvalidInput: self.init(input)
        case let refusal as any Refusal: self.init(sentence: Self.sentence(of: refusal), code: .data)
        case let error as CocoaError:
            self.init("commands.refusals.file", [Fact("reason", error.localizedDescription)], code: .data)
        case is CancellationError: self.init("commands.refusals.stopped", code: .tryAgain)
        default: self.init("commands.refusals.defect", [Fact("reason", "\(error)")], code: .defect)
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .notFound(let what): self.init("commands.refusals.not-found", [Fact("what", what)], code: .data)
        case .conflict, .serialization: self.init("commands.refusals.changed-meanwhile", code: .tryAgain)
        case .constraint(let name, _): self.init("commands.refusals.constraint", [Fact("name", name)], code: .data)
        case .unavailable(let cause): self.init(sentence: Self.sentence(of: cause), code: .unavailable)
        case .schemaTooNew(let found, let known):
            self.init(
                "commands.refusals.schema-too-new", [Fact("found", found), Fact("known", known)], code: .unavailable)
        case .alreadyServed(let cause): self.init(sentence: Self.sentence(of: cause), code: .tryAgain)
        case .defect(let what): self.init("commands.refusals.defect", [Fact("reason", what)], code: .defect)
        }
    }

    /// A map that cannot be used is told with each of its problems.
    private init(_ refusal: ImportRefusal) {
        var lines = [Self.sentence(of: refusal)]
        if case .map(_, _, let problems) = refusal { lines += problems.map { "  " + Self.sentence(of: $0) } }
        let mayCome: Bool = if case .underWay = refusal { true } else { false }
        self.init(sentence: lines.joined(separator: "\n"), code: mayCome ? .tryAgain : .data)
    }

    /// What cannot be taken is told field by field.
    private init(_ input: InvalidInput) {
        let lines = input.problems.map { "\($0.field): " + Self.sentence(of: Told(key: $0.key, facts: $0.facts)) }
        self.init(sentence: lines.joined(separator: "\n"), code: .data)
    }

    /// In the language of the terminal (LC_ALL, LC_MESSAGES, LANG) where Kept speaks it, else in English.
    static func sentence(of refusal: any Refusal) -> String {
        let facts = refusal.facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        let bare = refusal.facts.isEmpty ? refusal.key : "\(refusal.key) (\(facts))"
        do {
            let words = try Terminal.words()
            let key = WordKey.of(refusal)
            guard words.has(key) else { return bare }
            return words.template(key).filled { name in
                refusal.facts.first { $0.name == name }?.value ?? "{\(name)}"
            }
        } catch {
            return "\(bare); the words could not be read: \(error)"
        }
    }
}
