import KeptDomain

extension Words {
    /// The playbook of a kind as Kept comes with it, in this language.
    package func deliveredPlaybook(_ kind: ConductKind) -> Playbook {
        let family: WordKey =
            switch kind {
            case .abusive: "conduct.playbooks-of.abusive"
            case .hysterical: "conduct.playbooks-of.hysterical"
            case .domineering: "conduct.playbooks-of.domineering"
            case .selfImportant: "conduct.playbooks-of.self-important"
            case .freeloading: "conduct.playbooks-of.freeloading"
            }
        let lines = Playbook.Part.allCases.map { ($0, Playbook.lines(of: self(family, of: $0))) }
        return Playbook(kind: kind, language: language.tag, lines: Dictionary(uniqueKeysWithValues: lines))
    }
}
