import KeptDomain
import KeptWords

/// What a desk begins with: templates for what goes wrong everywhere, and the usual causes. All can be changed.
package enum ReadyTemplate: String, Sendable, CaseIterable {
    case lateBefore = "late-before"
    case brokenWord = "broken-word"
    case lateAnswer = "late-answer"
    case damaged, lost, complaint

    package var steps: [RecoveryStep] { RecoveryStep.ofMessages }

    /// In every language that Kept speaks. - Parameter language: of its name.
    package func draft(in words: Vocabulary, name language: Language) -> RecoveryTemplateDraft {
        RecoveryTemplateDraft(
            name: words[language]("recovery.ready.names", of: self), steps: steps,
            texts: Dictionary(
                uniqueKeysWithValues: words.languages.map { language in
                    let own = words[language]
                    // The fields stay in their braces until a message is sent.
                    return (
                        language.tag,
                        RecoveryTemplate.Text(
                            subject: own("recovery.ready.subjects", of: self, ["order": "{order}"]),
                            body: own(
                                "recovery.ready.bodies", of: self,
                                [
                                    "customer": "{customer}", "order": "{order}", "promised": "{promised}",
                                    "due": "{due}", "reason": "{reason}", "me": "{me}", "place": "{place}",
                                    "link": "{link}",
                                ]))
                    )
                }))
    }
}

package enum ReadyCause: String, Sendable, CaseIterable {
    case courier = "courier-without-substitute"
    case vehicle, address, outOfStock = "out-of-stock", wronglyPicked = "wrongly-picked"
    case damagedOnTheWay = "damaged-on-the-way", lostOnTheWay = "lost-on-the-way"
    case promisedTooMuch = "promised-too-much", notTold = "not-told", tooFewHands = "too-few-hands"
    case systemDown = "system-down", wronglyBilled = "wrongly-billed", weather

    package var kind: Cause.Kind {
        switch self {
        case .courier, .vehicle, .damagedOnTheWay, .lostOnTheWay: .carrier
        case .address, .promisedTooMuch, .notTold: .information
        case .outOfStock: .stock
        case .wronglyPicked: .preparation
        case .tooFewHands: .staffing
        case .systemDown: .system
        case .wronglyBilled: .billing
        case .weather: .outside
        }
    }
}

extension Transaction {
    /// Adds the ready templates and causes that are not there yet.
    ///
    /// - Parameter language: in which colleagues read the names of templates.
    package func addReadyRecovery(words: Vocabulary, language: Language) throws {
        let languages = words.languages.map(\.tag)
        let templates = Set(try recoveryTemplates().map(\.name))
        for ready in ReadyTemplate.allCases {
            let draft = ready.draft(in: words, name: language)
            if !templates.contains(draft.name) { try addRecoveryTemplate(draft, languages: languages) }
        }
        for ready in ReadyCause.allCases {
            let names = Dictionary(
                uniqueKeysWithValues: words.languages.map { ($0.tag, words[$0]("recovery.ready.causes", of: ready)) })
            guard try names.values.allSatisfy({ try cause(named: $0) == nil }) else { continue }
            try addCause(CauseDraft(kind: ready.kind, names: names), languages: languages)
        }
    }
}
