import KeptStore
import KeptWords

extension Words {
    /// Who did or told something: a colleague by name, a program by its token's name, the system that a file came from,
    /// or what kind of actor it was.
    ///
    /// - Parameter actor: `Actor.description`, or `file:` and the source of an imported file.
    func actor(_ actor: String, _ names: SubjectNames) -> String {
        let parts = actor.split(separator: ":", maxSplits: 1).map(String.init)
        let kind = parts.first ?? actor
        if let name = names.actors[actor] {
            return kind == "token" ? self("journal.actors.token-named", ["name": name]) : name
        }
        if kind == "file", parts.count == 2 { return self("journal.actors.file", ["source": parts[1]]) }
        let key = WordKey.of("journal.actors", named: kind)
        return has(key) ? self(key) : actor
    }
}
