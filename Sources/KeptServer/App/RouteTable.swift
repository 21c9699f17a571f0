import HTTPTypes
import Hummingbird

/// One address that is served, by which methods.
struct RouteAddress: Sendable {
    /// As routes write it, `/orders/{id}/events`.
    let path: String
    let method: HTTPRequest.Method
}

/// All addresses of the site, to tell a wrong method from a wrong path.
struct AddressBook: Sendable {
    private let addresses: [(parts: [Substring], method: String)]

    init(_ addresses: [RouteAddress]) {
        self.addresses = addresses.map { ($0.path.split(separator: "/"), $0.method.rawValue) }
    }

    /// The methods that `path` answers to, `HEAD` with every `GET`; none for an unknown path.
    func methods(for path: String) -> [String] {
        let parts = path.split(separator: "/")
        var methods = Set(addresses.filter { Self.fits($0.parts, parts) }.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func fits(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

/// A route: an address and what answers there.
package struct Route: Sendable {
    package typealias Handler = @Sendable (Request, AppContext) async throws -> Response

    let address: RouteAddress
    let handler: Handler

    package init(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        address = RouteAddress(path: path, method: method)
        self.handler = handler
    }
}
