import ServiceLifecycle

/// A service beside the requests, known by its type's name.
///
/// A group of services names each by describing it. For a struct without a description of its own that walks through all
/// that it holds, here the words of all languages, at every start.
package protocol Runner: Service, CustomStringConvertible {}

extension Runner {
    package var description: String { "\(Self.self)" }
}
