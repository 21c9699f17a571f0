/// How often somebody may try to sign in.
///
/// Tries are counted by name *and* address together, and by address alone: nobody can lock a colleague out by trying
/// their name from elsewhere, and nobody gets many tries by going through names.
package enum SignInTries {
    /// Tries are forgotten so long after the first of them.
    package static let span = Span.minutes(15)
    package static let underOneName = 5
    package static let fromOneAddress = 30

    /// The part of an address on the net that one household or office has: an IPv4 address, the first 64 bits of an IPv6
    /// one.
    package static func source(_ address: String) -> String {
        guard address.contains(":") else { return address }
        let parts = address.split(separator: "%", maxSplits: 1)[0].split(
            separator: ":", omittingEmptySubsequences: false)
        if let last = parts.last, last.contains(".") { return String(last) }
        // What `::` leaves out is filled in, so that both spellings of an address are one.
        guard let gap = parts.firstIndex(where: { $0.isEmpty }) else {
            return parts.prefix(4).joined(separator: ":")
        }
        let head = parts[..<gap]
        let tail = parts[gap...].drop { $0.isEmpty }
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).joined(separator: ":")
    }
}
