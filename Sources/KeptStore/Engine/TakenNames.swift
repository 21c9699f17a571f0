import KeptDomain

extension Reading {
    /// What is wrong with a name that something else bears.
    ///
    /// - Parameters:
    ///   - holder: finds the id of what bears it.
    ///   - id: of what is being changed, which may keep its name; `nil` for what is new.
    func taken<T>(_ field: String = "name", by holder: SQL, besides id: ID<T>?) throws -> FieldProblem? {
        let other = try row(holder) { $0.id(T.self) }
        return other == nil || other == id ? nil : FieldProblem(field, "problems.taken")
    }
}
