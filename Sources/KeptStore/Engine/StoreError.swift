import KeptDomain

/// Why the store could not do what was asked. A refusal by the domain is thrown as itself, not as one of these.
package enum StoreError: Error, Sendable {
    /// No such row, or none that the asker may see.
    case notFound(String)
    /// Somebody else changed the row meanwhile; `revision` is what it has now.
    case conflict(revision: Int)
    /// A unique or foreign key, or a CHECK, said no. `constraint` names it where the engine tells.
    case constraint(String, detail: String)
    /// The database cannot serve now (gone, full, locked, read-only). The cause is for the log and for operators.
    case unavailable(Hindrance)
    /// The schema is newer than this program.
    case schemaTooNew(found: Int, known: Int)
    /// Another `serve` holds this data folder.
    case alreadyServed(Hindrance)
    /// The statement itself is at fault: a defect of Kept.
    case defect(String)
    /// The transaction lost a race that the engine resolved by undoing it; it is run again, and this is never seen outside.
    case serialization
}
