import KeptDomain
import KeptStore

extension PageRequest {
    /// The filters of a list of these names. - Throws: `Unauthorized.notSignedIn`: strangers are told nothing of lists.
    func listQuery(_ names: [String], of listed: SubmittedForm? = nil) throws -> QueryReader {
        _ = try person()
        // The language of the page, and where the list goes on.
        return QueryReader(listed ?? query, names: names, silent: ["lang", "after", "trail"])
    }
}

extension QueryReader {
    /// - Parameter list: the address of the list without filters.
    /// - Throws: `BadFilters` with all that cannot be read.
    func check(_ list: String) throws {
        guard problems.isEmpty else { throw BadFilters(list: list, problems: problems) }
    }
}

/// The address of a list names filters that it does not have, or values that they do not take.
struct BadFilters: Refusal {
    /// The address of the list without filters.
    let list: String
    let problems: [FieldProblem]

    var key: String { "requests.bad-filters" }
    var facts: [Fact] { [] }
}
