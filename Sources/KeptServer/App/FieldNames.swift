import KeptDomain

extension InvalidInput {
    /// With its fields named as whoever sent them named them, so that each problem stands beside what was typed.
    ///
    /// - Parameter name: what the sender calls a field of the domain.
    func naming(_ name: (String) -> String) -> InvalidInput {
        InvalidInput(problems.map { FieldProblem(name($0.field), $0.key, $0.facts) })
    }

    /// - Parameter names: what the sender calls some fields; the others have the same name.
    func naming(_ names: [String: String]) -> InvalidInput { naming { names[$0] ?? $0 } }
}
