/// Why bytes are not a usable zone file. Positions are byte offsets into the file.
package enum ZoneError: Error, Hashable, Sendable {
    /// Does not begin with `TZif`.
    case notZoneFile
    /// A file of version 1 has no 64-bit part and no rule for the future.
    case versionTooOld
    /// The file ends before what its header announces.
    case truncated(at: Int)
    /// The counts of a header cannot be true.
    case badHeader(at: Int)
    /// The file counts leap seconds (`right/…`), which instants here do not.
    case countsLeapSeconds
    /// Transition `index` is not after the one before it, or names a type that the file does not have.
    case badTransition(index: Int)
    /// Type `index` has an offset beyond 26 hours.
    case badOffset(type: Int, seconds: Int)
    /// The rule for the future is not as POSIX writes it.
    case badRule(String)
}
