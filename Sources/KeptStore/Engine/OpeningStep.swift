/// What is done to a record as it is opened, told to whoever opens it and worded where it is shown.
package enum OpeningStep: Sendable, Hashable {
    /// It was written by an older Kept, and stands as it was in the file `copy`.
    ///
    /// - Parameters:
    ///   - found: the number of its last migration. - Parameter known: of the last that this program knows.
    case backedUp(found: Int, known: Int, copy: String)
    /// A migration, by its number and name as its file has them.
    case migrated(String)
}
