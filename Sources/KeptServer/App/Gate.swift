import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords
import Logging
import NIOHTTP1

/// What every request passes: finds out who asks, turns errors into answers, adds the headers that keep browsers safe,
/// counts and logs.
struct Gate: RouterMiddleware {
    typealias Context = AppContext

    let site: Site
    let addresses: AddressBook

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        var response: Response
        do {
            // No text has it, and the engines differ in what they make of it.
            if Self.holdsNull(request.uri.string) {
                throw Problem(.badRequest, "requests.control-character")
            }
            let (caller, isCarriedOn) = try await site.callers.caller(of: request)
            context.caller = caller
            response = try await next(request, context)
            if isCarriedOn { keepSession(of: request, in: &response) }
        } catch let error as HTTPParserError {
            // The connection itself is broken; the server answers 400 and closes it.
            throw error
        } catch {
            response = await answer(to: error, request, context)
        }
        response.headers.append(contentsOf: response.headers.saysWhoFrames ? Self.beside : Self.always)
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        let span = ContinuousClock.now - start
        site.metrics.count(
            route: context.endpointPath ?? "", method: request.method.rawValue, status: Int(response.status.code),
            span: span)
        context.logger.debug(
            "\(request.method) \(request.uri.path) \(response.status.code)",
            metadata: ["ms": "\(span / .milliseconds(1))"])
        return response
    }

    /// Whether an address has a NUL, as it is or as `%00`. By bytes, since every request comes through here.
    private static func holdsNull(_ address: String) -> Bool {
        /// Zeros since a percent sign, `nil` where there was none.
        var zeros: Int?
        for byte in address.utf8 {
            switch (byte, zeros) {
            case (0, _), (UInt8(ascii: "0"), 1): return true
            case (UInt8(ascii: "0"), 0): zeros = 1
            case (UInt8(ascii: "%"), _): zeros = 0
            default: zeros = nil
            }
        }
        return false
    }

    /// Sends the session's cookie again, unless the answer sets or ends it itself.
    private func keepSession(of request: Request, in response: inout Response) {
        let begins = SessionCookie.name + "="
        guard let text = SessionCookie.value(in: request),
            !response.headers[values: .setCookie].contains(where: { $0.hasPrefix(begins) })
        else { return }
        let cookie = SessionCookie.set(text, isSecure: site.isSecure(request))
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    private func answer(to error: any Error, _ request: Request, _ context: AppContext) async -> Response {
        var problem = Problem(error)
        let path = request.uri.path
        if problem.status == .notFound, context.endpointPath == "NotFound" {
            let methods = addresses.methods(for: path)
            if !methods.isEmpty {
                problem = Problem(
                    .methodNotAllowed, "requests.method",
                    facts: [Fact("method", request.method.rawValue), Fact("allowed", methods.joined(separator: ", "))],
                    headers: [.allow: methods.joined(separator: ", ")])
            }
        }
        if let cause = problem.cause {
            let level: Logger.Level = problem.status.code >= 500 ? .error : .debug
            context.logger.log(
                level: level, "\(request.method) \(path) \(problem.status.code): \(cause)")
        }
        return await problem.response(to: request, context, site)
    }

    /// Scripts and styles come from this site alone, nothing runs inline, nobody frames the pages.
    private static let always: HTTPFields = {
        var fields = beside
        fields[.contentSecurityPolicy] = HTTPFields.policy(framedBy: "'none'")
        fields[HTTPField.Name("X-Frame-Options")!] = "DENY"
        return fields
    }()

    /// For a page that says itself who may show it in a frame.
    private static let beside: HTTPFields = {
        var fields = HTTPFields()
        fields[.xContentTypeOptions] = "nosniff"
        fields[HTTPField.Name("Referrer-Policy")!] = "same-origin"
        fields[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"
        return fields
    }()
}

extension HTTPFields {
    /// - Parameter sites: sources of `frame-ancestors`.
    static func policy(framedBy sites: String) -> String {
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors \(sites)"
    }

    fileprivate var saysWhoFrames: Bool { self[.contentSecurityPolicy]?.contains("frame-ancestors") ?? false }
}
