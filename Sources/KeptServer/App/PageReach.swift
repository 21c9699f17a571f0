import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore

extension PageRequest {
    /// Refuses a page about something at `place` that the reader's roles do not reach.
    func see(_ operation: Operation, at place: ID<Place>) throws {
        let reach = Permissions.reach(of: operation, with: try person().grants, at: place)
        guard let reach, reach > .own else { throw NotPermitted(operation) }
    }

    /// The place that a list is narrowed to: the one asked for, or the only one where the reader's roles hold.
    func place(for operation: Operation, asked: ID<Place>?) throws -> ID<Place>? {
        let grants = try person().grants.filter { grant in
            Permissions.reach(of: operation, for: grant.role).map { $0 > .own } ?? false
        }
        guard let first = grants.first else { throw NotPermitted(operation) }
        let isEverywhere = grants.contains { $0.place == nil }
        if let asked {
            guard isEverywhere || grants.contains(where: { $0.place == asked }) else { throw NotPermitted(operation) }
            return asked
        }
        return isEverywhere ? nil : first.place
    }

    /// The zone in which the reader reads and writes times.
    func zone() async throws -> Zone {
        if let name = context.caller.person?.zone { return try site.store.zones.zone(name) }
        return try await site.business.current().zone
    }

    /// The path on this site of the page that the form was on; `nil` where the browser does not say.
    var cameFrom: String? {
        guard let referrer = request.headers[.referer] else { return nil }
        let afterScheme = referrer.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard afterScheme.count == 4 else { return nil }
        return "/" + afterScheme[3].prefix { $0 != "?" && $0 != "#" }
    }
}
