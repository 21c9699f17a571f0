import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

extension PageRequest {
    /// Refuses a page about something at `place` that the reader's roles do not reach.
    func see(_ operation: Operation, at place: ID<Place>, owner: ID<Person>? = nil) throws {
        try see(operation, .at(place, owner: owner))
    }

    func see(_ operation: Operation, _ extent: Extent) throws {
        guard try actor().may(operation, extent) else { throw NotPermitted(operation) }
    }

    /// Where the reader's roles let them see something. - Throws: `NotPermitted` for nowhere.
    func reached(for operation: Operation) throws -> ReachedPlaces {
        guard let reached = Permissions.places(for: operation, with: try person().grants) else {
            throw NotPermitted(operation)
        }
        return reached
    }

    /// The places that a list is narrowed to, `nil` for none: the one asked for, else all that the reader reaches.
    func places(for operation: Operation, asked: ID<Place>?) throws -> Set<ID<Place>>? {
        let reached = try reached(for: operation)
        guard let asked else { return reached.places }
        guard reached.contains(asked) else { throw NotPermitted(operation) }
        return [asked]
    }

    /// The warnings that are shown to the reader now.
    func warnings() throws -> ShownWarnings { ShownWarnings(to: WarningAudience(grants: try person().grants), at: now) }

    /// The zone in which the reader reads and writes times.
    func zone() async throws -> Zone {
        if let name = context.caller.person?.zone { return try site.store.zones.zone(name) }
        return try await site.business.current().zone
    }

    /// The path on this site of the page that the form was on; `nil` where the browser does not say.
    var cameFrom: String? { request.pathCameFrom }
}

extension Request {
    /// The path of the page that led here, without its host, which no redirect may take from a header.
    var pathCameFrom: String? {
        guard let referrer = headers[.referer] else { return nil }
        let afterScheme = referrer.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard afterScheme.count == 4 else { return nil }
        return "/" + afterScheme[3].prefix { $0 != "?" && $0 != "#" }
    }
}
