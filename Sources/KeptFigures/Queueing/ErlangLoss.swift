/// Of callers who go away where every server is busy (M/G/n/n), the share that goes.
package enum ErlangLoss {
    /// The chance that every server is busy, 0...1. The mean of the service times counts, not their distribution.
    ///
    /// A. K. Erlang (1917). Takes a division a server.
    ///
    /// - Parameters:
    ///   - load: arrivals a time unit × mean service time, in erlangs; zero or more.
    ///   - servers: zero or more; with none every caller goes.
    package static func blocked(load: Double, servers: Int) -> Double { 1 / inverse(load: load, servers: servers) }

    /// 1 ÷ `blocked`: one or more, infinite where the chance is smaller than a number can be.
    ///
    /// The recursion adds positive terms only, so nothing cancels, and an error shrinks on the way. The quotient of powers
    /// and factorials of the textbooks overflows beyond 170 servers.
    package static func inverse(load: Double, servers: Int) -> Double {
        precondition(load >= 0 && servers >= 0, "\(load) erlangs, \(servers) servers")
        var inverse = 1.0
        for server in 1..<(servers + 1) { inverse = 1 + Double(server) / load * inverse }
        return inverse
    }
}
